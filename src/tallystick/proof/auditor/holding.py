"""What people make of a held payment, of policies, and of parties that are not who is listed.

Two different people release, put a policy in force, or spare a party. One refuses,
takes back, or escalates. Nobody outside hears who or why.
"""

from tallystick.core.events import (
    GoodGuyConfirmed,
    GoodGuyProposed,
    GoodGuyRevoked,
    HeldRefused,
    HoldCause,
    HoldNoted,
    PaymentEscalated,
    PaymentRefused,
    PaymentRejected,
    PolicyActivated,
    PolicyProposed,
    ReleaseConfirmed,
    ReleaseProposed,
    ReleaseWithdrawn,
)
from tallystick.core.grounds import GoodGuy
from tallystick.core.screening_commands import (
    ConfirmGoodGuy,
    ConfirmPolicy,
    EscalateHeld,
    NoteHeld,
    ProposeGoodGuy,
    RefuseHeld,
    ReleaseHeld,
    RevokeGoodGuy,
    WithdrawRelease,
)
from tallystick.proof.auditor.books import Books, Link, Sheet, Stage
from tallystick.proof.auditor.moving import go_on
from tallystick.proof.auditor.screening import rests_on_what_counts
from tallystick.proof.auditor.script import Script, no
from tallystick.terms.good_guys import good_guy_id
from tallystick.terms.parties import Side
from tallystick.terms.reasons import StatusReason
from tallystick.terms.reviews import Standing
from tallystick.terms.verdicts import Outcome

_DIGEST = 32
_LIFE_MS = 400 * 24 * 3_600_000
_SPARED_MAX = 10_000


def _held(books: Books, payment_id: str) -> Sheet | None:
    """Return the sheet of a payment that people may decide about."""
    sheet = books.in_state(payment_id)
    if sheet is None or sheet.stage is not Stage.HELD:
        return None
    return None if payment_id in books.link_of(sheet).frozen else sheet


def release_held(books: Books, at: int, command: ReleaseHeld) -> Script:
    """Two different people release what was held for people, on the grounds it was held by."""
    sheet = _held(books, command.payment_id)
    word = command.payment_id, command.person, command.reason, command.standing
    if sheet is None or not _waits_for_people(books, at, sheet):
        yield no(command.payment_id)
    elif not sheet.first_person:
        yield ReleaseProposed(*word)
    elif sheet.first_person == command.person or _lacks_supervisor(sheet, command):
        yield no(command.payment_id)
    else:
        yield ReleaseConfirmed(*word)
        yield from go_on(books, at, sheet)


def _lacks_supervisor(sheet: Sheet, command: ReleaseHeld) -> bool:
    return sheet.needs_supervisor and {sheet.first_standing, command.standing} == {Standing.STAFF}


def _waits_for_people(books: Books, at: int, sheet: Sheet) -> bool:
    asked = sheet.held_for is HoldCause.REVIEW and sheet.verdict.outcome is Outcome.HOLD
    return asked and rests_on_what_counts(books, at, sheet)


def withdraw_release(books: Books, _at: int, command: WithdrawRelease) -> Script:
    """Where somebody has said that it may go on, anybody may say that it may not yet."""
    sheet = _held(books, command.payment_id)
    if sheet is None or not sheet.first_person:
        yield no(command.payment_id)
    else:
        yield ReleaseWithdrawn(command.payment_id, command.person, command.reason)


def refuse_held(books: Books, _at: int, command: RefuseHeld) -> Script:
    """One person is enough to refuse; the reason told is the law and no more."""
    sheet = _held(books, command.payment_id)
    if sheet is None:
        yield no(command.payment_id)
    else:
        yield HeldRefused(command.payment_id, command.person, command.reason)
        ends = PaymentRefused if sheet.side is Side.DEBTOR else PaymentRejected
        yield ends(command.payment_id, StatusReason.REGULATORY_REASON)


def escalate_held(books: Books, _at: int, command: EscalateHeld) -> Script:
    """Once is enough."""
    sheet = _held(books, command.payment_id)
    if sheet is None or sheet.needs_supervisor:
        yield no(command.payment_id)
    else:
        yield PaymentEscalated(command.payment_id, command.person, command.reason)


def note_held(books: Books, _at: int, command: NoteHeld) -> Script:
    """Words about a held payment change nothing; a frozen one is held too."""
    sheet = books.in_state(command.payment_id)
    if sheet is None or sheet.stage is not Stage.HELD:
        yield no(command.payment_id)
    else:
        yield HoldNoted(command.payment_id, command.person)


def confirm_policy(books: Books, _at: int, command: ConfirmPolicy) -> Script:
    """A first word is for one policy; a second person's word for the same puts it in force."""
    link = books.links.get(command.agreement_id)
    named = command.agreement_id, command.digest, command.version
    if link is None or not _may_follow(link, command):
        yield no(command.agreement_id)
    elif link.word_for is None or link.word_for[0] != command.digest:
        yield PolicyProposed(*named, command.person)
    elif link.word_for[1] == command.person:
        yield no(command.agreement_id)
    else:
        yield PolicyActivated(*named, link.word_for[1], command.person)


def _may_follow(link: Link, command: ConfirmPolicy) -> bool:
    is_next = command.version == len(link.policies) + 1
    is_new = link.policies[-1:] != [command.digest]
    return is_next and is_new and len(command.digest) == _DIGEST


def propose_good_guy(books: Books, at: int, command: ProposeGoodGuy) -> Script:
    """A first person spares a party, for a bounded time."""
    words = command.party, command.list_name, command.entity_id, command.content
    name = good_guy_id(*words)
    if name in books.spared or not _may_be_spared(books, at, command):
        yield no(name)
    else:
        entry = (name, *words, command.reason, command.expires_at, command.person)
        yield GoodGuyProposed(GoodGuy(*entry, seen_in=command.seen_in))


def _may_be_spared(books: Books, at: int, command: ProposeGoodGuy) -> bool:
    digests = len(command.party) == len(command.content) == _DIGEST
    named = command.list_name != "" and command.entity_id != ""
    bounded = 0 < command.expires_at - at <= _LIFE_MS
    return digests and named and bounded and len(books.spared) < _SPARED_MAX


def confirm_good_guy(books: Books, at: int, command: ConfirmGoodGuy) -> Script:
    """A second, other person stands for it too, while its time lasts."""
    entry = books.spared.get(command.good_guy_id)
    waits = entry is not None and len(entry.people) == 1 and at < entry.expires_at
    if entry is None or not waits or command.person in entry.people:
        yield no(command.good_guy_id)
    else:
        yield GoodGuyConfirmed(command.good_guy_id, command.person)


def revoke_good_guy(books: Books, _at: int, command: RevokeGoodGuy) -> Script:
    """One person ends it at any time."""
    if command.good_guy_id in books.spared:
        yield GoodGuyRevoked(command.good_guy_id, command.person)
    else:
        yield no(command.good_guy_id)
