"""What the codes mean that a node itself says or acts on, in our words; the rest only stand."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from tallystick.terms.reasons import (
    CANCELLATION_REASONS,
    PAYMENT_STATUSES,
    REASONS,
    RETURN_REASONS,
)

MEANINGS: Final[Mapping[str, Mapping[str, str]]] = MappingProxyType(
    {
        "ExternalCancellationReason1Code": {c.value: t for c, t in CANCELLATION_REASONS.items()},
        "ExternalPaymentTransactionStatus1Code": {c.value: t for c, t in PAYMENT_STATUSES.items()},
        "ExternalReturnReason1Code": {c.value: t for c, t in RETURN_REASONS.items()},
        "ExternalStatusReason1Code": {c.value: rule.hint for c, rule in REASONS.items()},
    }
)


def meaning_of(name: str, code: str) -> str:
    """Return what a code of a set means, in a sentence of ours, "" where we have none."""
    return MEANINGS.get(name, {}).get(code, "")
