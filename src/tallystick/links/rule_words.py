"""What a bank is told of a rule of currency control that its payment broke.

It is about its own customer's payment and its own country's law: which rule, and what is missing.
Nothing is said of lists, and nothing of the other country's customers.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from tallystick.core.rule_sets import Broken
from tallystick.terms.disclosures import Disclosure

# Where each disclosure stands in a message.
PLACES: Final[Mapping[Disclosure, str]] = MappingProxyType(
    {
        Disclosure.PURPOSE: "Purp",
        Disclosure.REPORTING: "RgltryRptg/Dtls/Cd",
        Disclosure.DOCUMENT: "RmtInf/Strd/RfrdDocInf/Nb",
    }
)
_MISSING: Final[Mapping[Disclosure, str]] = MappingProxyType(
    {
        Disclosure.PURPOSE: "It needs a purpose code (Purp).",
        Disclosure.REPORTING: "It needs a reporting code of the rule (RgltryRptg/Dtls/Cd).",
        Disclosure.DOCUMENT: "It needs a document's number (RmtInf/Strd/RfrdDocInf/Nb).",
    }
)
OVER_LIMIT: Final = "It comes to more than the rule allows."


def words_of(broken: Broken) -> tuple[str, ...]:
    """Return sentences of at most 105 characters (Max105Text): the rule, then what is missing."""
    told = [_MISSING[each] for each in broken.missing] or [OVER_LIMIT]
    return (f"Currency control, rule {broken.rule_id}.", *told)
