"""Invented banks, exchange providers, settlement systems and people, without I/O.

Each is told things and says what it does next, and when; one class serves the
simulated world and the demo, where `online` puts it behind sockets. They keep their
own books, so that what a node tells them can be held against it.
"""
