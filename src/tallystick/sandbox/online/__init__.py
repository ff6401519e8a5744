"""The actors behind sockets: they speak to a node through its public doors, as anybody would.

Each adapter carries between HTTP and an actor that does no I/O and decides everything.
A node that is away or unwell is asked again, with the same bytes, until it answers.
"""
