"""An invented country's rules of currency control, and the purposes by which payments meet them.

Every payment that leaves declares a purpose; gifts that leave and loans that come in are limited
per person and month; what comes in for charity needs a reporting code.
"""

from string import Template
from typing import Final

from tallystick.sandbox.country import Country

# Codes of ISO's external purpose set.
TRADE: Final = "GDDS"
LIMITED: Final = "GIFT"
REPORTED_THERE: Final = "CHAR"
LIMITED_THERE: Final = "LOAN"


_TEXT: Final = Template("""\
# The invented law of $operator's country.
country = "$code"
currency = "$currency"
version = 1

[[rule]]
id = "outward-purpose"
legal_basis = "Invented Currency Act, section 1"
direction = "outward"
then = "require"
requires = ["purpose"]

[[rule]]
id = "outward-gifts"
legal_basis = "Invented Currency Act, section 2"
direction = "outward"
channels = ["bank-transfer", "cash"]
purposes = ["$limited"]
period = "month"
above = $gifts
then = "refuse"

[[rule]]
id = "inward-charity"
legal_basis = "Invented Currency Act, section 3"
direction = "inward"
purposes = ["$reported_there"]
then = "require"
requires = ["reporting"]

[[rule]]
id = "inward-loans"
legal_basis = "Invented Currency Act, section 4"
direction = "inward"
channels = ["bank-transfer", "cash"]
purposes = ["$limited_there"]
period = "month"
above = 1
then = "refuse"

[[rule]]
id = "outward-large"
legal_basis = "Invented Currency Act, section 5"
direction = "outward"
above = $large
then = "report"
report = true
""")


def rules_text(country: Country) -> str:
    """Return the text of a country's rules; limits follow the amounts that are usual there."""
    least, most = country.amounts
    return _TEXT.substitute(
        operator=country.operator,
        code=country.code,
        currency=country.currency,
        limited=LIMITED,
        reported_there=REPORTED_THERE,
        limited_there=LIMITED_THERE,
        gifts=least // 2,
        large=most // 2,
    )
