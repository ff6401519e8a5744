"""What every test shares: draws that are the same on every run, fewer of them in a quick check."""

import gc

import pytest
from hypothesis import settings

from tests.drawing import QUICK_EXAMPLES

# Derandomised: a test draws the same examples each time, so a failure is the change's own.
# Fresh examples are the simulation's work, from seeds that are told.
settings.register_profile("house", derandomize=True, deadline=None, database=None, print_blob=True)
settings.register_profile("quick", settings.get_profile("house"), max_examples=QUICK_EXAMPLES)


# The modules of all tests and the syntax trees of all sources are millions of objects that last:
# to look through them for cycles over and over takes as long as a third of the tests.
YOUNG = 50_000


def pytest_configure(config: pytest.Config) -> None:
    """Draw fewer examples where slow tests are left out; look for cycles less often."""
    gc.disable()
    gc.set_threshold(YOUNG, 20, 50)
    settings.load_profile("quick" if config.option.markexpr == "not slow" else "house")


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop() -> None:
    """Leave out of every search for cycles what was imported: it lasts to the end."""
    gc.freeze()
    gc.enable()
