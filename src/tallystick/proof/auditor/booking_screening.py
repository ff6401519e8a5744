"""What policies, spared parties and the words about a hold do to the auditor's books."""

from tallystick.core import events
from tallystick.proof.auditor.books import Books, Spared
from tallystick.proof.auditor.breach import AuditError
from tallystick.terms.verdicts import Outcome, Verdict


def policy_proposed(books: Books, event: events.PolicyProposed) -> None:
    """One person wants it; another's proposal is over."""
    books.links[event.agreement_id].word_for = event.digest, event.person


def policy_activated(books: Books, event: events.PolicyActivated) -> None:
    """Two people want it: it is in force."""
    if event.first_person == event.second_person:
        raise AuditError(f"A policy of {event.agreement_id} takes two people, not one twice.")
    link = books.links[event.agreement_id]
    link.policies.append(event.digest)
    link.word_for = None


def spared(books: Books, event: events.GoodGuyProposed) -> None:
    """One person stands for it."""
    entry = event.entry
    books.spared[entry.good_guy_id] = Spared(entry.expires_at, [entry.proposed_by])


def spared_by_two(books: Books, event: events.GoodGuyConfirmed) -> None:
    """Two people stand for it."""
    books.spared[event.good_guy_id].people.append(event.person)


def spared_no_more(books: Books, event: events.GoodGuyRevoked | events.GoodGuyExpired) -> None:
    """Nobody stands for it."""
    del books.spared[event.good_guy_id]


def verdict_recorded(books: Books, event: events.VerdictRecorded) -> None:
    """The newest verdict counts; a first person's word was about the former."""
    sheet = books.sheets[event.payment_id]
    sheet.verdict, sheet.first_person = event.verdict, ""


def release_proposed(books: Books, event: events.ReleaseProposed) -> None:
    """One person lets it go on."""
    sheet = books.sheets[event.payment_id]
    sheet.first_person, sheet.first_standing = event.person, event.standing


def release_withdrawn(books: Books, event: events.ReleaseWithdrawn) -> None:
    """Nobody does."""
    books.sheets[event.payment_id].first_person = ""


def release_confirmed(books: Books, event: events.ReleaseConfirmed) -> None:
    """A second does: it is clear on the grounds it was held by."""
    sheet = books.sheets[event.payment_id]
    if sheet.first_person in ("", event.person):
        raise AuditError(f"Payment {event.payment_id} is released by fewer than two people.")
    was = sheet.verdict
    grounds = was.bundle, was.settings, was.evidence, was.exemption, was.relied_on
    sheet.verdict = Verdict(Outcome.CLEAR, *grounds)


def escalated(books: Books, event: events.PaymentEscalated) -> None:
    """One of the two must be a supervisor."""
    books.sheets[event.payment_id].needs_supervisor = True
