"""Views: read models, computed from the state and the store, or rebuilt from the journal at will.

A view decides nothing and changes nothing. It is what a door may show, so who looks is
always asked first: a participant sees what it is party to, and never why something waits.
"""
