"""What every test shares: draws that are the same on every run, fewer of them in a quick check."""

import pytest
from hypothesis import settings

from tests.drawing import QUICK_EXAMPLES

# Derandomised: a test draws the same examples each time, so a failure is the change's own.
# Fresh examples are the simulation's work, from seeds that are told.
settings.register_profile("house", derandomize=True, deadline=None, database=None, print_blob=True)
settings.register_profile("quick", settings.get_profile("house"), max_examples=QUICK_EXAMPLES)


def pytest_configure(config: pytest.Config) -> None:
    """Draw fewer examples where slow tests are left out."""
    settings.load_profile("quick" if config.option.markexpr == "not slow" else "house")
