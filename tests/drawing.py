"""How much a test tries: as much as it says, and a part of it where slow tests are left out."""

from collections.abc import Sequence
from typing import Final, TypeVar

from hypothesis import settings

T = TypeVar("T")

QUICK_EXAMPLES: Final = 10  # of a test that says nothing
QUICK_PART: Final = 10  # of a test that says how many, one in so many


def examples(most: int) -> settings:
    """Return the settings of a test that draws so many; in a quick check, a part of them."""
    quick = max(most // QUICK_PART, QUICK_EXAMPLES)
    return settings(max_examples=min(most, quick) if _is_quick() else most)


def part_of(cases: Sequence[T]) -> Sequence[T]:
    """Return all the cases there are; in a quick check, one in ten, from the first on."""
    return cases[::QUICK_PART] if _is_quick() else cases


def _is_quick() -> bool:
    return settings.default is not None and settings.default.max_examples == QUICK_EXAMPLES
