"""What an event does to the state: the only place where the state is written.

These functions decide nothing. They trust the event; an event that does not fit
the state is a bug and raises `InvariantError`.
"""
