"""The travel rule at the door: what must travel with a digital asset, is whole, and is told.

A payload is a part of its message (`wire.ivms101.enclosed`), so whatever happens to the
message happens to it. Both nodes judge it, each by its own law; a payload that nobody asked
for must be whole too.
"""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final

from tallystick.admission.desk import Desk, Refused, all_of
from tallystick.admission.parties import Transfer as CreditTransfer
from tallystick.screening.travel_rule import Asked, TravelRule
from tallystick.terms.errors import RemoteMessageError
from tallystick.terms.reasons import StatusReason
from tallystick.wire.iso20022.views import Account
from tallystick.wire.ivms101.constraints import flaws
from tallystick.wire.ivms101.enclosed import ENVELOPE, enclosed_in, payload_in
from tallystick.wire.ivms101.model import Payload
from tallystick.wire.ivms101.requirements import Requirement, Transfer, missing

FAULTS_MAX: Final = 20
# ISO's external code set of proxies of accounts: an electronic wallet.
_WALLET: Final = "EWAL"
_REGULATORY: Final = StatusReason.INVALID_REGULATORY_INFORMATION
_REASONS: Final[Mapping[Requirement, StatusReason]] = MappingProxyType(
    {
        Requirement.ORIGINATOR_NAME: StatusReason.MISSING_DEBTOR_NAME_OR_ADDRESS,
        Requirement.ORIGINATOR_ACCOUNT: StatusReason.MISSING_DEBTOR_ACCOUNT_OR_IDENTIFICATION,
        Requirement.ORIGINATOR_IDENTIFICATION: (
            StatusReason.MISSING_DEBTOR_ACCOUNT_OR_IDENTIFICATION
        ),
        Requirement.ORIGINATOR_ADDRESS: StatusReason.MISSING_DEBTOR_NAME_OR_ADDRESS,
        Requirement.ORIGINATOR_BIRTH: StatusReason.MISSING_DEBTOR_ACCOUNT_OR_IDENTIFICATION,
        Requirement.BENEFICIARY_NAME: StatusReason.MISSING_CREDITOR_NAME_OR_ADDRESS,
        Requirement.BENEFICIARY_ACCOUNT: StatusReason.MISSING_CREDITOR_NAME_OR_ADDRESS,
        Requirement.BENEFICIARY_TOWN: StatusReason.MISSING_CREDITOR_NAME_OR_ADDRESS,
        Requirement.ORIGINATING_VASP: _REGULATORY,
        Requirement.BENEFICIARY_VASP: _REGULATORY,
    }
)


def fault_of_travel_rule(desk: Desk, transfer: CreditTransfer) -> Refused | None:
    """Say all that is wrong with the payload of a transfer, or that it has none and must.

    Constraints that speak of a date take the day on which the message says it was made.
    """
    found = enclosed_in(transfer.leaves)
    rule = desk.policy.travel_rule or None
    if not found:
        return _fault_of_none(rule, transfer)
    if len(found) > 1:
        return Refused(_REGULATORY, ENVELOPE, "one payload travels with a payment, as one text")
    try:
        payload = payload_in(found[0])
    except RemoteMessageError as broken:
        return Refused(_REGULATORY, _at(broken.field), broken.detail.removesuffix("."))
    faults = [*_breaches(payload, transfer), *_missing(rule, payload, transfer)]
    return all_of(faults[:FAULTS_MAX])


def _fault_of_none(rule: TravelRule | None, transfer: CreditTransfer) -> Refused | None:
    if rule is None or not (rule.payments is Asked.EVERY or is_of_wallet(transfer)):
        return None
    text = f"a payload of the travel rule must travel with it ({rule.legal_basis})"
    return Refused(_REGULATORY, ENVELOPE, text)


def is_of_wallet(transfer: CreditTransfer) -> bool:
    """Tell whether the debtor's or the creditor's account is a wallet."""
    payment = transfer.transaction
    return any(map(_is_wallet, (payment.debtor_account, payment.creditor_account)))


def _is_wallet(account: Account | None) -> bool:
    kind = account.proxy_kind if account is not None else None
    return kind is not None and kind.code == _WALLET


def _breaches(payload: Payload, transfer: CreditTransfer) -> Iterator[Refused]:
    made_on = transfer.document.creation_date_time[:10]
    for flaw in flaws(payload, made_on, None):
        yield Refused(_REGULATORY, _at(flaw.path), f"{flaw.text} ({flaw.rule})")


def _missing(
    rule: TravelRule | None, payload: Payload, transfer: CreditTransfer
) -> Iterator[Refused]:
    if rule is None:
        return
    amount = transfer.transaction.interbank_settlement_amount
    is_in_it = amount.currency == rule.currency
    bounds = (amount.minor, rule.threshold) if is_in_it else (None, None)
    for each in missing(payload, Transfer(rule.edition, *bounds)):
        text = f"{each.text} is missing ({rule.legal_basis}: {each.requirement})"
        yield Refused(_REASONS[each.requirement], _at(each.path), text)


def _at(path: str) -> str:
    return f"{ENVELOPE}/{path}" if path else ENVELOPE
