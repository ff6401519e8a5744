"""Checkers: what must be true of every node and between both, whatever happened.

They look at the core's own state and at what it did, command by command, and share
nothing with the way it decides. `Checkers` remembers what was final and who was told,
so that neither can change; `check_halves` compares two operators' auditors.
"""

from collections.abc import Mapping, Sequence
from itertools import permutations

from tallystick.core import events
from tallystick.core.assignments import AssignmentKind, Outcome
from tallystick.core.bulks import Bulk
from tallystick.core.effects import AnyEffect, TellStatus
from tallystick.core.ledger import Ledger
from tallystick.core.orders import Decision
from tallystick.core.state import Payment, State
from tallystick.proof.auditor import AuditError, Auditor, tally
from tallystick.proof.auditor.books import Link, Sheet, Slip
from tallystick.proof.auditor.files import File
from tallystick.proof.checkers_screening import ScreeningCheckers
from tallystick.terms.parties import Side
from tallystick.terms.reasons import PaymentStatus, StatusReason

# Decision, cycle and reason: what may never change once it is there.
Ending = tuple[Decision, int, StatusReason | None]


class Checkers:
    """The checkers of one world; they remember what must not change."""

    def __init__(self) -> None:
        self._endings: dict[tuple[str, str], Ending] = {}
        self._credited: set[tuple[str, str]] = set()
        self._screening = ScreeningCheckers()

    def look(self, operator_id: str, state: State) -> None:
        """Check a node's state as it stands.

        Raises:
            AuditError: The books are wrong, or something final has changed.
        """
        check_books(state.ledger)
        for payment_id, payment in state.payments.items():
            self._check_final(operator_id, payment_id, payment)

    def _check_final(self, operator_id: str, payment_id: str, payment: Payment) -> None:
        """Finality never goes back: a decision, once made or heard, stays as it is."""
        key = operator_id, payment_id
        known = self._endings.get(key)
        if payment.decision is None:
            if known is not None:
                raise AuditError(f"Finality never goes back: {payment_id} was {known[0]}.")
            return
        ending = payment.decision, payment.cycle, payment.reason
        if self._endings.setdefault(key, ending) != ending:
            raise AuditError(f"Finality never goes back: {payment_id} was {known}, is {ending}.")

    def follow(
        self,
        operator_id: str,
        state: State,
        happened: Sequence[events.AnyEvent],
        told: Sequence[AnyEffect],
    ) -> None:
        """Check one command: `state` is the node's state right after it.

        Raises:
            AuditError: A decision point was passed without a clear verdict, or a bank told wrong.
        """
        self._screening.follow(operator_id, state, happened)
        asked = [event for event in happened if isinstance(event, events.StatusRepeated)]
        if not asked:
            self._check_credits(operator_id, state, happened, told)

    def _check_credits(
        self,
        operator_id: str,
        state: State,
        happened: Sequence[events.AnyEvent],
        told: Sequence[AnyEffect],
    ) -> None:
        """The creditor's bank is told once that it may credit, and only when it is settled."""
        settled = [e.payment_id for e in happened if isinstance(e, events.PaymentSettled)]
        for effect in told:
            if not isinstance(effect, TellStatus) or effect.status is not PaymentStatus.ACSC:
                continue
            payment_id = effect.payment_id
            if payment_id not in settled:
                raise AuditError(f"A bank credits on the final notice alone: {payment_id}.")
            payment = state.payments[payment_id]
            key = operator_id, payment_id
            if payment.side is Side.CREDITOR:
                if key in self._credited:
                    raise AuditError(f"A customer is credited once: {payment_id}.")
                self._credited.add(key)


def check_books(ledger: Ledger) -> None:
    """Postings sum to zero, no account is under its floor, holds and available are the balance.

    Raises:
        AuditError: One of them is not so.
    """
    sums: dict[str, int] = {}
    held: dict[str, int] = {}
    for hold in ledger.holds.values():
        for posting in hold.postings:
            held[posting.debit] = held.get(posting.debit, 0) + posting.amount
    for account_id, account in ledger.accounts.items():
        sums[account.currency] = sums.get(account.currency, 0) + account.balance
        if account.held != held.get(account_id, 0):
            raise AuditError(f"Holds and available are the balance: {account_id} is not so.")
        if account.floor is not None and account.balance - account.held < account.floor:
            raise AuditError(f"No account goes under its floor: {account_id} does.")
    if any(sums.values()):
        raise AuditError(f"The postings of a currency sum to zero, not to {sums}.")


def check_same_books(auditor: Auditor, state: State) -> None:
    """The core's ledger says what the auditor's books say, account by account; so do its bulks.

    Raises:
        AuditError: They differ; the sentence names the first account, or the bulk.
    """
    books = auditor.books
    theirs = {name: account.balance for name, account in state.ledger.accounts.items()}
    ours = {name: account.balance for name, account in books.accounts.items()}
    for name in sorted({*ours, *theirs}):
        if ours.get(name) != theirs.get(name):
            raise AuditError(
                f"What was posted is what was decided: {name} is {theirs.get(name)} in the "
                f"ledger and {ours.get(name)} by the auditor's books."
            )
    held = sorted(repr(hold.postings) for hold in state.ledger.holds.values())
    expected = sorted(repr(postings) for postings in books.holds.values())
    if held != expected:
        raise AuditError(f"What is held is what was reserved: {held}, not {expected}.")
    for bulk_id, file in books.files.items():
        if file.dropped_for is None:
            _check_bulk(file, state.bulks[bulk_id])


def _check_bulk(file: File, bulk: Bulk) -> None:
    """What was refused, taken up and repeated of a bulk adds up, and what was refused stays so."""
    ours = file.size, file.total, file.taken, file.repeated
    theirs = bulk.staged, bulk.total, bulk.taken_up, bulk.repeated
    refused = {number: each.reason for number, each in file.refused.items()}
    if ours != theirs or refused != bulk.refused or not refused.keys().isdisjoint(bulk.orders):
        raise AuditError(
            f"A bulk is what was staged of it, less what was refused: {file.bulk_id} has "
            f"{theirs} with {bulk.refused} refused, not {ours} with {refused}."
        )


def check_halves(auditors: Mapping[str, Auditor]) -> None:
    """Both nodes' decisions are equal once both know them, and so are the lines of a cycle.

    Raises:
        AuditError: A payment ended in two ways, or a line differs.
    """
    for operator_id, auditor in auditors.items():
        for link in auditor.books.links.values():
            other = auditors.get(link.there.operator_id)
            if other is not None and link.agreement_id in other.books.links:
                _check_decisions(auditor, other)
                _check_lines(operator_id, auditor, other, link)


def _check_decisions(decider: Auditor, other: Auditor) -> None:
    for payment_id, sheet in decider.books.sheets.items():
        half = other.books.sheets.get(payment_id)
        if half is None or not _is_other_half(sheet, half):
            continue
        resolved = sheet.is_resolved or half.is_resolved
        if half.decision is not None and _ending(sheet, resolved) != _ending(half, resolved):
            raise AuditError(
                f"Both halves end alike: {payment_id} is {sheet.decision} at its decider "
                f"and {half.decision} at the other node."
            )


def _is_other_half(sheet: Sheet, half: Sheet) -> bool:
    """Tell whether two sheets of one id are the two halves of one forwarded payment."""
    same = sheet.order == half.order and sheet.terms == half.terms
    here = half.decision is Decision.BLOCKED and not half.cycle  # blocked before it was forwarded
    return same and sheet.side is Side.CREDITOR and half.side is Side.DEBTOR and not here


def _ending(sheet: Sheet, resolved: bool) -> tuple[Decision | None, int]:  # noqa: FBT001
    """Return how a payment ended; people sign no more than that it moved no money."""
    moved = sheet.decision in (Decision.ACCEPTED, Decision.BLOCKED)
    return sheet.decision if moved or not resolved else Decision.REJECTED, sheet.cycle


def _check_lines(operator_id: str, auditor: Auditor, other: Auditor, link: Link) -> None:
    """Whoever has heard a declaration has the same lines as who declared."""
    theirs = other.books.links[link.agreement_id]
    if theirs.frozen:
        return
    for number, page in theirs.rounds.items():
        if page.declared_there is None:
            continue
        decided = tally.lines_of(auditor.books, link, number, Side.CREDITOR)
        heard = tally.lines_of(other.books, theirs, number, Side.DEBTOR)
        if decided != heard:
            raise AuditError(f"Both halves match: cycle {number} of {operator_id} does not.")


def check_peace(auditors: Mapping[str, Auditor]) -> None:
    """Once all is quiet: every payment final, nothing held, both halves equal.

    Raises:
        AuditError: It is not so.
    """
    for auditor in auditors.values():
        auditor.peace()
    check_halves(auditors)
    for first, second in permutations(auditors.values(), 2):
        _check_answers(first, second)
    for auditor in auditors.values():
        for payment_id, sheet in auditor.books.sheets.items():
            other = auditors[_peer_of(auditor, sheet)] if sheet.cycle else None
            if other is not None and other.final(payment_id).cycle != sheet.cycle:
                raise AuditError(f"Both halves match: {payment_id} is counted by one alone.")


def _check_answers(asking: Auditor, answering: Auditor) -> None:
    """What one node's bank was told is what the other node's bank answered, or its node for it."""
    for name, slip in asking.books.slips.items():
        link = asking.books.links[slip.asked.agreement_id]
        is_its = link.there.operator_id == answering.books.operator_id
        if slip.side is Side.CREDITOR or not slip.is_put or not is_its:
            continue
        other = answering.books.slips.get(name)
        same = other is not None and _answer(slip) == _answer(other)
        if not same and not _may_differ(slip, asking, answering):
            raise AuditError(f"Both halves end alike: {name} is answered in two ways.")


def _answer(slip: Slip) -> tuple[Outcome | None, str, bytes]:
    return slip.outcome, slip.reason, slip.answer


def _may_differ(slip: Slip, asking: Auditor, answering: Auditor) -> bool:
    """Only what was given up may: a verification that took long, or an item that was parked."""
    cases = (*asking.books.cases, *answering.books.cases)
    parked = any(case.startswith("parked item") for case in cases)
    return slip.is_expired and (slip.asked.kind is AssignmentKind.VERIFICATION or parked)


def _peer_of(auditor: Auditor, sheet: Sheet) -> str:
    return auditor.books.link_of(sheet).there.operator_id
