"""What the rules of currency control have made of a world's payments, by name."""

from collections.abc import Iterator, Sequence
from typing import Final

from tallystick.core import events
from tallystick.core.rule_sets import Broken
from tallystick.terms.disclosures import Disclosure

REPORTED: Final = "reported when settled"
_PERIODS: Final = {10: "counted in a day", 7: "counted in a month", 4: "counted in a year"}
_LATER: Final = "broken only after it waited"
_HOW: Final = ("over a limit", *(each.value for each in Disclosure))
RULED: Final = (
    *(f"{way}: {how}" for way in ("outward", "inward") for how in _HOW),
    *_PERIODS.values(),
    REPORTED,
    _LATER,
)
_BEGUN: Final = (events.PaymentReceived, events.PaymentArrived)


def rules_in(happened: Sequence[events.AnyEvent]) -> Iterator[str]:
    """Name what the rules did in the events of one command."""
    is_outward = any(isinstance(event, events.PaymentRefused) for event in happened)
    for event in happened:
        if isinstance(event, events.RuleBroken):
            yield f"{'outward' if is_outward else 'inward'}: {_how(event.broken)}"
            if not isinstance(happened[0], _BEGUN):
                yield _LATER
        elif isinstance(event, events.RulesApplied):
            yield from (_PERIODS[len(period)] for period, _place in event.counted)


def _how(broken: Broken) -> str:
    return broken.missing[0].value if broken.missing else _HOW[0]
