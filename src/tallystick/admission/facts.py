"""What a credit transfer tells for the rules of currency control, and nobody's name.

A person is known by the best identifier that the message has of it: an LEI, a tax number, a
passport or another registered number, a BIC; else by the account, and without one by the name
at its bank. Somebody with two accounts and no identifier therefore counts as two. The core gets
a keyed digest of it, so that nobody outside can try numbers against the chain.
"""

import re
from collections.abc import Sequence
from typing import Final

from tallystick.admission.desk import Desk
from tallystick.admission.parties import Transfer, agent_id
from tallystick.core.rule_sets import Facts
from tallystick.terms.disclosures import Channel, PersonKind
from tallystick.terms.identifiers import is_bic
from tallystick.terms.parties import Side
from tallystick.wire.iso20022.credit_transfer import CreditTransferTransaction
from tallystick.wire.iso20022.views import Account, Agent, Coded, Identifier, Party
from tallystick.wire.leaves import Leaf

# The schemes by which a person is known best first: tax number, passport, national identity
# number, social security, national registration, customer number (ExternalPersonIdentification).
_SCHEMES: Final = ("TXID", "CCPT", "NIDN", "SOSE", "COID", "CUST")
# The chain holds no text that a bank has chosen: what has not the form of a code is not told.
_PURPOSE: Final = re.compile(r"[A-Z0-9]{4}")
_REPORTING: Final = re.compile(r"(?=.*[0-9])[A-Z0-9]{1,10}")
# A contract's or document's number in the structured remittance, whatever stands beside it.
_DOCUMENT: Final = "RfrdDocInf"
_REMITTANCE: Final = "/RmtInf/"


def facts_of(desk: Desk, transfer: Transfer, side: Side) -> Facts:
    """Return what a transfer tells of our own customer, on this side of it, and of its purpose."""
    payment = transfer.transaction
    ours, theirs = _ends(payment, side)
    return Facts(
        Channel.BANK_TRANSFER,
        desk.person_digest(_known_as(*ours)),
        _kind(ours[0]),
        ours[0].country_of_residence,
        _country(*theirs),
        _purposes(transfer),
        _codes(payment),
        has_document=_has_document(payment, transfer.leaves),
    )


_End = tuple[Party, Account | None, Agent]


def _ends(payment: CreditTransferTransaction, side: Side) -> tuple[_End, _End]:
    debtor = payment.debtor, payment.debtor_account, payment.debtor_agent
    creditor = payment.creditor, payment.creditor_account, payment.creditor_agent
    return (debtor, creditor) if side is Side.DEBTOR else (creditor, debtor)


def _known_as(party: Party, account: Account | None, agent: Agent) -> str:
    """Name a person by the best that is told of it, each kind of name apart from the others."""
    if party.lei:
        return f"LEI/{party.lei}"
    best = _best([*party.organisation_ids, *party.personal_ids])
    if best is not None:
        return f"{_scheme(best)}/{_plain(best.id)}"
    if party.bic:
        return f"BIC/{party.bic}"
    number = _number(account)
    if number:
        return f"account/{number}"
    return f"name/{agent_id(agent)}/{' '.join(party.name.casefold().split())}"


def _best(ids: Sequence[Identifier]) -> Identifier | None:
    """Return the identifier that a person is known best by, in whatever order they are told."""
    if not ids:
        return None
    last = len(_SCHEMES)
    ranks = {scheme: rank for rank, scheme in enumerate(_SCHEMES)}
    return min(ids, key=lambda each: (ranks.get(_scheme(each), last), _scheme(each), each.id))


def _scheme(identifier: Identifier) -> str:
    scheme = identifier.scheme
    return (scheme.code or scheme.proprietary) if scheme is not None else ""


def _plain(number: str) -> str:
    """Return a number as it is the same however it is written: capitals, no blanks or marks."""
    return "".join(filter(str.isalnum, number)).upper()


def _number(account: Account | None) -> str:
    if account is None:
        return ""
    other = account.other.id if account.other is not None else ""
    return _plain(account.iban or other or account.proxy_id)


def _kind(party: Party) -> PersonKind | None:
    """Say what a person is, where its identification tells; a name alone does not."""
    if party.lei or party.bic or party.organisation_ids:
        return PersonKind.LEGAL_ENTITY
    return PersonKind.INDIVIDUAL if party.personal_ids or party.birth_date else None


def _country(party: Party, account: Account | None, agent: Agent) -> str:
    """Return where the other customer is: by residence, address or account, else by its bank."""
    address = party.address.country if party.address is not None else ""
    iban = account.iban[:2] if account is not None else ""
    bank = agent.bic[4:6] if is_bic(agent.bic) else ""
    return party.country_of_residence or address or iban or bank


def _purposes(transfer: Transfer) -> tuple[str, ...]:
    kind = transfer.document.payment_type_of(transfer.transaction)
    category = kind.category_purpose if kind is not None else None
    told = (_code(transfer.transaction.purpose), _code(category))
    return tuple(dict.fromkeys(code for code in told if code))


def _code(coded: Coded | None) -> str:
    """Return a code of ISO's set; what users agreed on by themselves may be any text."""
    code = coded.code if coded is not None else ""
    return code if _PURPOSE.fullmatch(code) else ""


def _codes(payment: CreditTransferTransaction) -> tuple[str, ...]:
    details = (each for report in payment.regulatory_reports for each in report.details)
    return tuple(dict.fromkeys(each.code for each in details if _REPORTING.fullmatch(each.code)))


def _has_document(payment: CreditTransferTransaction, leaves: Sequence[Leaf]) -> bool:
    if any(each.texts for report in payment.regulatory_reports for each in report.details):
        return True
    return any(
        _REMITTANCE in leaf.path and _DOCUMENT in leaf.path and leaf.path.endswith("/Nb")
        for leaf in leaves
    )
