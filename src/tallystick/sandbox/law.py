"""An invented country's rules of currency control, and the purposes by which payments meet them.

Every payment that leaves declares a purpose; gifts that leave and loans that come in are limited
per person and month; what comes in for charity needs a reporting code.
"""

from typing import Final

from tallystick.sandbox.country import Country

# Codes of ISO's external purpose set.
TRADE: Final = "GDDS"
LIMITED: Final = "GIFT"
REPORTED_THERE: Final = "CHAR"
LIMITED_THERE: Final = "LOAN"


def rules_text(country: Country) -> str:
    """Return the text of a country's rules; limits follow the amounts that are usual there."""
    least, most = country.amounts
    return f"""\
# The invented law of {country.operator}'s country.
country = "{country.code}"
currency = "{country.currency}"
version = 1

[[rule]]
id = "outward-purpose"
legal_basis = "Invented Currency Act, section 1"
direction = "outward"
then = "require"
declarations = ["purpose"]

[[rule]]
id = "outward-gifts"
legal_basis = "Invented Currency Act, section 2"
direction = "outward"
channels = ["bank-transfer", "cash"]
purposes = ["{LIMITED}"]
period = "month"
above = {least // 2}
then = "refuse"

[[rule]]
id = "inward-charity"
legal_basis = "Invented Currency Act, section 3"
direction = "inward"
purposes = ["{REPORTED_THERE}"]
then = "require"
declarations = ["reporting"]

[[rule]]
id = "inward-loans"
legal_basis = "Invented Currency Act, section 4"
direction = "inward"
channels = ["bank-transfer", "cash"]
purposes = ["{LIMITED_THERE}"]
period = "month"
above = 1
then = "refuse"

[[rule]]
id = "outward-large"
legal_basis = "Invented Currency Act, section 5"
direction = "outward"
above = {most // 2}
then = "report"
report = true
"""
