"""What a finished command tells the shell: four answers and no others."""

from enum import IntEnum


class ExitCode(IntEnum):
    """The answer of a command; over several inputs, the worst one."""

    GOOD = 0
    NO = 1
    """The question was answered, and the answer is no: invalid, hit, not verified."""
    WRONG_USE = 2
    """The command was called wrongly, or is not built yet."""
    COULD_NOT_TELL = 3
    """The world is unwell, the time ran out, or we have a bug."""
