"""The doors: what a party may ask of a running node, and what it is told.

Whatever comes in by a network, comes in here: `calls.CALLS` is the one table of what can
be asked, of whom it is taken, and what comes back. A call asks the runner to take a
command or to read the books; it decides nothing itself.
"""
