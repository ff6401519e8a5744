"""How many examples a test draws: as many as it says, and fewer where slow tests are left out."""

from typing import Final

from hypothesis import settings

QUICK_EXAMPLES: Final = 15  # of a test that says nothing
QUICK_PART: Final = 5  # of a test that says how many, one in so many


def examples(most: int) -> settings:
    """Return the settings of a test that draws so many; in a quick check, a part of them."""
    is_quick = settings.default is not None and settings.default.max_examples == QUICK_EXAMPLES
    quick = max(most // QUICK_PART, QUICK_EXAMPLES)
    return settings(max_examples=min(most, quick) if is_quick else most)
