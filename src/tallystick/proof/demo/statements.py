"""Each bank's account by its own notes: what it sent and was credited is what its node booked.

A bank reads everything that was ever booked to its account, entry by entry (camt.054), and
its day so far (camt.052). The entries come to the balance of the report, which is the one
that the node tells as its position; and they are of the very payments that the bank was
told are settled, sent and received, in the amounts it sent.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

from tallystick.sandbox.online.sending import Observed
from tallystick.sandbox.online.teller import Teller
from tallystick.sandbox.plan import Ending
from tallystick.terms.errors import LinkError
from tallystick.terms.returns import RETURN_PREFIX
from tallystick.wire.iso20022.account_reports import (
    BankToCustomerAccountReport,
    BankToCustomerDebitCreditNotification,
)
from tallystick.wire.iso20022.documents import Document
from tallystick.wire.iso20022.entries import Entry
from tallystick.wire.iso20022.messages import receive

AT_ONCE: Final = 500


class Statements(NamedTuple):
    """How many accounts were read, how many entries they have, and what was wrong with any."""

    accounts: int = 0
    entries: int = 0
    faults: tuple[str, ...] = ()


async def read_statements(
    tellers: Mapping[str, Teller], observed: Sequence[Observed]
) -> Statements:
    """Have every bank read its account and hold it against its own notes.

    Raises:
        LinkError: a node does not tell an account.
    """
    count, faults = 0, []
    for bic, teller in tellers.items():
        entries = await _entries(teller)
        count += len(entries)
        faults += [f"{bic}: {fault}" for fault in await _balance_faults(teller, entries)]
        faults += [f"{bic}: {fault}" for fault in _payment_faults(teller, entries, observed)]
    return Statements(len(tellers), count, tuple(faults))


async def _entries(teller: Teller) -> list[Entry]:
    """Return all entries of a bank's account, from the first on."""
    entries: list[Entry] = []
    after, more = 0, True
    while more:
        words = await _asked(teller, "/v1/notifications", after=after, limit=AT_ONCE)
        after, more = words["last"], words["more"]
        told = words["notification"]
        document = _document(teller, told) if told is not None else None
        if isinstance(document, BankToCustomerDebitCreditNotification):
            entries += document.notifications[0].entries
    return entries


async def _balance_faults(teller: Teller, entries: Sequence[Entry]) -> list[str]:
    """Hold the sum of the entries against the report and the position."""
    words = await _asked(teller, "/v1/reports", page=1)
    if words["pages"] > 1:
        words = await _asked(teller, "/v1/reports", page=words["pages"])
    document = _document(teller, words)
    positions = await _asked(teller, "/v1/positions")
    position = sum(each["balance"] for each in positions["accounts"])
    reported = _interim(document)
    summed = sum(map(_signed, entries))
    if summed == reported == position:
        return []
    return [f"its entries come to {summed}, its report to {reported}, its position to {position}"]


def _interim(document: Document | None) -> int | None:
    if not isinstance(document, BankToCustomerAccountReport):
        return None
    for balance in document.reports[0].balances:
        if balance.kind.code == "ITBD":
            minor = balance.amount.minor
            return minor if balance.credit_debit == "CRDT" else -minor
    return None


def _payment_faults(
    teller: Teller, entries: Sequence[Entry], observed: Sequence[Observed]
) -> Iterator[str]:
    """Hold the payments among the entries against those that the bank sent and was credited."""
    bank = teller.bank
    settled = [
        each
        for each in observed
        if each.outcome.ending is Ending.SETTLED
        and each.planned.debtor_agent == bank.participant_id
    ]
    sent = Counter({each.payment_id: -each.planned.amount for each in settled})
    booked = {_uetr(e): _signed(e) for e in entries if _is_transfer(e) and _signed(e) < 0}
    for payment_id in sorted(sent.keys() | booked.keys()):
        ours, theirs = sent.get(payment_id), booked.get(payment_id)
        if ours != theirs:
            yield f"{payment_id}: sent as {ours}, booked as {theirs}"
    received = {_uetr(e) for e in entries if _is_transfer(e) and _signed(e) > 0}
    # A return is booked as one, under its original's UETR.
    credited = {each for each in bank.credited if not each.startswith(RETURN_PREFIX)}
    for payment_id in sorted(received ^ credited):
        yield f"{payment_id}: booked or credited to a customer, not both"


def _is_transfer(entry: Entry) -> bool:
    return entry.bank_transaction_code.sub_family == "XBCT"


def _uetr(entry: Entry) -> str:
    return entry.details[0].transactions[0].uetr


def _signed(entry: Entry) -> int:
    return entry.amount.minor if entry.credit_debit == "CRDT" else -entry.amount.minor


async def _asked(teller: Teller, path: str, **words: str | int) -> dict[str, Any]:
    answer = await teller.door.get(path, **words)
    if not answer.is_good:
        raise LinkError(f"{path} is refused: {answer.body[:200]!r}", outcome_known=True)
    return answer.words()


def _document(teller: Teller, told: Mapping[str, Any]) -> Document | None:
    """Return what a message says, if the node signed it."""
    content = told["content"].encode()
    fault = teller.signing.fault(content, told["signature"], teller.clock.now_ms())
    if fault:
        raise LinkError(f"a {told['message']}: {fault}", outcome_known=True)
    return receive(content).document
