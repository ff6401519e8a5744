"""The rules of settlement that a day can be run under."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from typing_extensions import override

from tallystick.terms.errors import SettingError

EVERY_MAX: Final = 86_400


class Kind(StrEnum):
    """How payments settle. All but `GROSS` have moments at which what waits is looked at whole."""

    GROSS = "gross"
    GROSS_OPTIMISER = "gross+optimiser"
    GROSS_GRIDLOCK = "gross+bech-soramaki"
    CYCLES = "cycles"


PROMISES: Final = {
    Kind.GROSS: "each payment settles as soon as it can, past those that wait",
    Kind.GROSS_OPTIMISER: "the same, and every so many seconds the optimiser over what waits",
    Kind.GROSS_GRIDLOCK: "the same, with Bech and Soramaki's resolution of gridlocks instead",
    Kind.CYCLES: "nothing settles but every so many seconds, together, by the optimiser",
}

_TEXT: Final = re.compile(r"([a-z+-]+)(?::([0-9]{1,5}))?")


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of settlement; `every` is in seconds, and 0 where there are no moments."""

    kind: Kind
    every: int = 0

    @override
    def __str__(self) -> str:
        """Return the rule as it is written: `gross`, `cycles:3600`."""
        return f"{self.kind}:{self.every}" if self.every else str(self.kind)

    @property
    def is_gross(self) -> bool:
        """Whether what arrives may settle at once."""
        return self.kind is not Kind.CYCLES


def rule_of(text: str) -> Rule:
    """Return the rule that a text such as `gross` or `cycles:3600` means.

    Raises:
        SettingError: there is no such rule, or it lacks its seconds, or has some without need.
    """
    found = _TEXT.fullmatch(text)
    if found is None or found[1] not in set(Kind):
        raise SettingError(f"{text!r} is no rule; there are {', '.join(Kind)}", field="rule")
    kind, every = Kind(found[1]), int(found[2] or 0)
    if kind is Kind.GROSS and found[2]:
        raise SettingError(f"{text!r}: gross settlement has no moments", field="rule")
    if kind is not Kind.GROSS and not 1 <= every <= EVERY_MAX:
        words = f"{text!r}: after a colon the rule has seconds, from 1 to {EVERY_MAX}"
        raise SettingError(words, field="rule")
    return Rule(kind, every)
