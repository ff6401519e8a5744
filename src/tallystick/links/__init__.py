"""Links: events become messages and go out, to the other node and to the banks.

A link is sans-I/O: it makes bytes and reads bytes; sockets are the runner's.
"""
