"""What both nodes and both banks must agree on about a return: its id, and whose fault it is.

Whoever erred bears what the exchange costs, and a return's reason says who did. Where a
reason blames nobody, the creditor's side has sent money back that was its own, or will not
say why, and bears the cost itself: no bank is made to pay for what it cannot see.
"""

from collections.abc import Mapping
from hashlib import sha256
from types import MappingProxyType
from typing import Final

from tallystick.terms.parties import Side
from tallystick.terms.reasons import ReturnReason

RETURN_PREFIX: Final = "return:"
_DIGITS: Final = 28
_R = ReturnReason
_CREDITORS: Final = frozenset(
    {
        # Its bank or its system went wrong.
        _R.BANK_ERROR,
        _R.TECHNICAL_PROBLEM,
        _R.SETTLEMENT_FAILED,
        # It gives back of its own will, as a merchant does.
        _R.RETURN_REQUESTED_BY_CUSTOMER,
        # It names nobody's fault.
        _R.CUSTOMER_REASON_NOT_SPECIFIED,
        _R.REASON_NOT_SPECIFIED,
        _R.NARRATIVE,
    }
)

# Total: every reason that we know names a side. All others are of a payment that should not
# have been sent so, or at all.
FAULTS: Final[Mapping[ReturnReason, Side]] = MappingProxyType(
    {reason: Side.CREDITOR if reason in _CREDITORS else Side.DEBTOR for reason in ReturnReason}
)
_FAULTS: Final = {reason.value: side for reason, side in FAULTS.items()}


def fault_in(code: str) -> Side:
    """Return whose fault a reason of ExternalReturnReason1Code names: the creditor's if nobody's.

    A code that we do not know is one.
    """
    return _FAULTS.get(code, Side.CREDITOR)


def return_payment_id(original_uetr: str, return_id: str) -> str:
    """Return the payment id of a return: of its original's UETR and its own RtrId, and no other's.

    `return:` and 28 hexadecimal digits, 35 characters: an RtrId may be any text, and the
    chain of entries holds no text that a bank has chosen.
    """
    words = f"{len(original_uetr)}:{original_uetr}{return_id}"
    return f"{RETURN_PREFIX}{sha256(words.encode()).hexdigest()[:_DIGITS]}"
