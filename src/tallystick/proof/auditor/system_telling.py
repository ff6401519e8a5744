"""Which banks must be told what happens at the link: those of our end, each that it concerns."""

from tallystick.core import effects, events
from tallystick.proof.auditor.books import Books

_KIND = effects.SystemEventKind
Told = list[effects.AnyEffect]


def _everybody(books: Books, name: str, kind: effects.SystemEventKind, number: int) -> Told:
    members = books.links[name].members
    ours = [bank for bank in members if members[bank].operator_id == books.operator_id]
    return [effects.TellSystemEvent(bank, kind, name, number) for bank in ours]


def closed(books: Books, event: events.CycleClosed) -> Told:
    """A cycle is closed and the next is open, perhaps under another version than the one before.

    Which version a cycle opened under is written down at each opening.
    """
    name, opened = event.agreement_id, event.cycle + 1
    told = _everybody(books, name, _KIND.CYCLE_CLOSED, event.cycle)
    opened_under = books.links[name].opened_under
    if opened_under[opened] != opened_under[event.cycle]:
        told += _everybody(books, name, _KIND.VERSION_IN_FORCE, opened_under[opened])
    return told


def begun_by(books: Books, name: str, version: int) -> Told:
    """The first version binds once both have signed it, within the open cycle."""
    link = books.links.get(name)
    if link is None or link.opened_under.get(link.open_round) != version:
        return []
    return _everybody(books, name, _KIND.VERSION_IN_FORCE, version)


def heard(books: Books, event: events.AgreementHeard) -> Told:
    """The other operator has signed, perhaps as the second."""
    return begun_by(books, event.agreement_id, event.version)


def suspended(books: Books, event: events.ParticipantSuspended) -> Told:
    """A bank of ours hears that it is stopped."""
    return _itself(books, event, _KIND.SUSPENDED)


def reinstated(books: Books, event: events.ParticipantReinstated) -> Told:
    """A bank of ours hears that it goes on."""
    return _itself(books, event, _KIND.REINSTATED)


def _itself(
    books: Books,
    event: events.ParticipantSuspended | events.ParticipantReinstated,
    kind: effects.SystemEventKind,
) -> Told:
    bank, name = event.participant_id, event.agreement_id
    if books.links[name].members[bank].operator_id != books.operator_id:
        return []
    return [effects.TellSystemEvent(bank, kind, name)]
