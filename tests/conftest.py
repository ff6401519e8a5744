"""What every test shares: draws that are the same on every run."""

from hypothesis import settings

# Derandomised: a test draws the same examples each time, so a failure is the change's own.
# Fresh examples are the simulation's work, from seeds that are told.
settings.register_profile("house", derandomize=True, deadline=None, database=None, print_blob=True)
settings.load_profile("house")
