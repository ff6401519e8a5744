"""What every command is."""

import msgspec


class Command(msgspec.Struct, frozen=True, array_like=True, tag=True, gc=False):
    """What is asked of the core."""
