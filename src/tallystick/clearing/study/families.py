"""Every family of instances: what makes it, by which options, and how large it is unasked."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from tallystick.clearing.study.core import core, failed_bank
from tallystick.clearing.study.day import day
from tallystick.clearing.study.extremes import equal, large, one_above, one_arc
from tallystick.clearing.study.known import Study
from tallystick.clearing.study.options import Options, refused
from tallystick.clearing.study.planted import planted
from tallystick.clearing.study.shapes import cycle, cycle_short, ring, star, two_bank

_SIZES: Final = ("seed", "bundles", "banks")
_VALUES: Final = ("spread", "sigma", "tail")
_CORE: Final = (
    *_SIZES,
    "currencies",
    "liquidity",
    "pvp",
    "urgent",
    "bilateral",
    "multilateral",
    *_VALUES,
)


class Family(NamedTuple):
    """How instances of one kind are made: the maker, the options it reads, its own defaults."""

    promise: str
    make: Callable[[Options], Study]
    reads: tuple[str, ...]
    usual: Options = Options()


FAMILIES: Final[Mapping[str, Family]] = MappingProxyType(
    {
        "core": Family("a realistic day of large and small banks", core, _CORE),
        "day": Family("the same, with the time of each arrival", day, (*_CORE, "hours")),
        "failed-bank": Family("the same, but the largest bank has nothing", failed_bank, _CORE),
        "ring": Family(
            "rings of payments against payments, every second one a unit off; optimum known",
            ring,
            ("seed", "bundles"),
            Options(bundles=750),
        ),
        "cycle": Family(
            "one ring of equal payments without liquidity; optimum known",
            cycle,
            ("seed", "bundles"),
            Options(bundles=50),
        ),
        "cycle-short": Family(
            "the same, but one payment is a unit larger; nothing settles",
            cycle_short,
            ("seed", "bundles"),
            Options(bundles=50),
        ),
        "two-bank": Family(
            "many payments both ways between two banks with next to nothing",
            two_bank,
            ("seed", "bundles", "urgent"),
            Options(bundles=400, banks=2, currencies=1),
        ),
        "star": Family(
            "all payments to or from one hub with little liquidity",
            star,
            (*_SIZES, "liquidity", "urgent", "sigma"),
            Options(bundles=5000, banks=100, currencies=1, liquidity=0.01),
        ),
        "planted": Family(
            "a circulation that settles by construction, among decoys; optimum known",
            planted,
            (*_SIZES, "currencies", "liquidity", "pvp", *_VALUES),
            Options(bundles=1000, banks=20, liquidity=0.02),
        ),
        "equal": Family(
            "all amounts the same",
            equal,
            (*_SIZES, "currencies", "liquidity", "urgent"),
            Options(bundles=2000, banks=50),
        ),
        "large": Family(
            "amounts about 2^53 and a sum of 2^62 - 1",
            large,
            (*_SIZES, "liquidity", "urgent"),
            Options(bundles=300, banks=10, currencies=1),
        ),
        "one-above": Family(
            "a realistic day with one payment that can never settle",
            one_above,
            _CORE,
            Options(bundles=1000),
        ),
        "one-arc": Family(
            "all payments from one bank to another",
            one_arc,
            ("seed", "bundles", "liquidity", "sigma"),
            Options(bundles=1000, banks=2, currencies=1),
        ),
    }
)


def generate(family: str, chosen: Mapping[str, Any]) -> Study:
    """Return an instance of a family by some options; the family's own stand for the rest.

    Raises:
        SettingError: an option is out of its range, or is none that the family reads.
    """
    found = FAMILIES[family]
    for name in chosen:
        if name not in found.reads:
            raise refused(name, f"says nothing to the family {family}")
    usual = {name: getattr(found.usual, name) for name in Options.__slots__}
    return found.make(Options(**{**usual, **chosen}))
