"""What the core makes of a command: functions of the state that change nothing.

Each takes the state, the instant and the command, and returns the events. They
are ladders: refusals first, each with its reason, then the facts.
"""
