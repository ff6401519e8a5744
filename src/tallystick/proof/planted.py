"""Planted bugs: a catalogue of mutations of the core, each of which must be found.

A checker that has never found anything proves nothing. Each bug here is one that a
payment system might really have; it is installed by replacing an entry of one of the
machine's tables, or one function of a module, and undone again. Nothing but proof may
install one.
"""

from collections.abc import Callable, MutableMapping
from types import ModuleType
from typing import Any, NamedTuple, TypeAlias, TypeVar

from msgspec.structs import replace

from tallystick.core import announcements, commands, effects, events, items, machine, room
from tallystick.core.decide import (
    inward,
    outward,
    quotes,
    returns,
    settlement,
)
from tallystick.core.ledger import Posting
from tallystick.core.orders import Decision, Portion, Terms
from tallystick.core.state import Payment, State, Usage
from tallystick.terms.money import Rate, Rounding, convert
from tallystick.terms.parties import Side
from tallystick.terms.reasons import PaymentStatus, StatusReason

Undo: TypeAlias = Callable[[], None]
Key = TypeVar("Key")
Entry = TypeVar("Entry")
Change: TypeAlias = Callable[[Callable[..., Any]], Callable[..., Any]]


class Bug(NamedTuple):
    """One bug of the catalogue: `install` plants it and returns what takes it out again."""

    name: str
    sentence: str
    install: Callable[[], Undo]


def in_table(table: MutableMapping[Key, Entry], key: Key, entry: Entry) -> Undo:
    """Put another entry in a table for a while."""
    before = table.get(key)
    table[key] = entry

    def undo() -> None:
        if before is None:
            del table[key]
        else:
            table[key] = before

    return undo


def in_deciding(kind: type, change: Change) -> Undo:
    """Change what the core makes of a kind of command, for a while."""
    return in_table(machine.DECIDE, kind, change(machine.DECIDE[kind]))


def in_evolving(kind: type, change: Change) -> Undo:
    """Change what a kind of event does to the state, for a while."""
    return in_table(machine.EVOLVE, kind, change(machine.EVOLVE[kind]))


def in_places(change: Change, name: str, *places: ModuleType | type) -> Undo:
    """Change one function wherever it is known by its name, for a while."""
    before = [(place, getattr(place, name)) for place in places]
    for place, function in before:
        setattr(place, name, change(function))

    def undo() -> None:
        for place, function in before:
            setattr(place, name, function)

    return undo


def _always(answer: object) -> Change:
    return lambda _function: lambda *_words, **_more: answer


def _lost_void() -> Undo:
    evolve = machine.EVOLVE[events.PaymentRejected]

    def rejected(state: State, at: int, event: events.PaymentRejected) -> None:
        before = dict(state.ledger.holds)
        evolve(state, at, event)
        for hold_id, hold in before.items():
            if hold_id not in state.ledger.holds:
                state.ledger.hold(hold_id, hold.postings)

    return in_table(machine.EVOLVE, events.PaymentRejected, rejected)


def _wrong_cycle() -> Undo:
    decide = machine.DECIDE[commands.AnswerPresentation]

    def answer(state: State, at: int, command: commands.AnswerPresentation) -> list[Any]:
        return [
            replace(event, cycle=event.cycle + 1)
            if isinstance(event, events.PaymentAccepted)
            else event
            for event in decide(state, at, command)
        ]

    return in_table(machine.DECIDE, commands.AnswerPresentation, answer)


def _quote_for_ever() -> Undo:
    return in_places(_always(answer=False), "has_expired", Terms)


def _heard_twice() -> Undo:
    decide = machine.DECIDE[commands.HearPeer]

    def hear(state: State, at: int, command: commands.HearPeer) -> list[events.AnyEvent]:
        expected = state.peers[command.operator_id].received + 1
        sequence = min(command.sequence, expected) if command.sequence < expected else 0
        return decide(state, at, replace(command, sequence=expected) if sequence else command)

    return in_table(machine.DECIDE, commands.HearPeer, hear)


def _credited_on_promise() -> Undo:
    def tell(state: State, _at: int, event: events.PaymentPromised) -> list[effects.AnyEffect]:
        agent = state.payments[event.payment_id].order.creditor_agent
        return [effects.TellStatus(agent, event.payment_id, PaymentStatus.ACSC)]

    return in_table(announcements.ANNOUNCE, events.PaymentPromised, tell)


def _wrong_posting() -> Undo:
    evolve = machine.EVOLVE[events.PaymentSettled]

    def settled(state: State, at: int, event: events.PaymentSettled) -> None:
        payment = state.payments[event.payment_id]
        leg = room.postings_of(state.pacts[payment.order.agreement_id], payment)[0]
        evolve(state, at, event)
        if leg.amount > 1:
            state.ledger.transfer(Posting(leg.credit, leg.debit, 1))

    return in_table(machine.EVOLVE, events.PaymentSettled, settled)


def _attempt_goes_on() -> Undo:
    evolve = machine.EVOLVE[events.SettlementVoided]

    def voided(state: State, at: int, event: events.SettlementVoided) -> None:
        evolve(state, at, event)
        attempt = state.pacts[event.agreement_id].cycles[event.cycle].settlement
        assert attempt is not None, "what is voided has begun"
        attempt.is_voided = False

    return in_table(machine.EVOLVE, events.SettlementVoided, voided)


def _lost_fee() -> Undo:
    def change(postings_of: Callable[..., Any]) -> Callable[..., Any]:
        return lambda *words: postings_of(*words)[:1]

    return in_places(change, "postings_of", outward)


def _kept_exposure() -> Undo:
    evolve = machine.EVOLVE[events.PaymentSettled]

    def settled(state: State, at: int, event: events.PaymentSettled) -> None:
        payment = state.payments[event.payment_id]
        house = state.pacts[payment.order.agreement_id].providers.get(
            payment.known_terms.provider_id
        )
        before = house.exposure if house is not None else 0
        evolve(state, at, event)
        if house is not None:
            house.exposure = before

    return in_table(machine.EVOLVE, events.PaymentSettled, settled)


def _kept_daily_limit() -> Undo:
    evolve = machine.EVOLVE[events.PaymentRejected]

    def rejected(state: State, at: int, event: events.PaymentRejected) -> None:
        used = _usage_of(state, state.payments[event.payment_id])
        before = used.sent if used is not None else 0
        evolve(state, at, event)
        if used is not None:
            used.sent = before

    return in_table(machine.EVOLVE, events.PaymentRejected, rejected)


def _usage_of(state: State, payment: Payment) -> Usage | None:
    pact = state.pacts.get(payment.order.agreement_id)
    member = pact.participants.get(payment.order.debtor_agent) if pact is not None else None
    return None if member is None or payment.side is Side.CREDITOR else member.usage


def _ignored_limits() -> Undo:
    return in_places(_always(None), "objection_to_limits", outward)


def _withdrawn_after_acceptance() -> Undo:
    def tell(state: State, _at: int, event: events.WithdrawalAnswered) -> list[effects.AnyEffect]:
        payment = state.payments.get(event.payment_id)
        if payment is None:
            return []
        pact = state.pacts[payment.order.agreement_id]
        stream = state.peers[pact.peer_id]
        item = items.Decided(pact.agreement_id, event.payment_id, Decision.WITHDRAWN)
        stream.sent += 1
        before = stream.sent_chain
        stream.sent_chain = items.chain_on(before, items.item_digest(item))
        return [effects.TellPeer(pact.peer_id, stream.sent, item, before)]

    return in_table(announcements.ANNOUNCE, events.WithdrawalAnswered, tell)


def _ignored_swing() -> Undo:
    return in_places(_always(answer=True), "is_within_swing", room)


def _rounded_up() -> Undo:
    def convert_up(amount: int, rate: Rate, _rounding: Rounding) -> int:
        return convert(amount, rate, Rounding.UP)

    return in_places(lambda _function: convert_up, "convert", quotes)


def _silent_abort() -> Undo:
    announce = announcements.ANNOUNCE[events.PaymentRejected]

    def tell(state: State, at: int, event: events.PaymentRejected) -> list[effects.AnyEffect]:
        told = announce(state, at, event)
        return [effect for effect in told if not isinstance(effect, effects.TellProvider)]

    return in_table(announcements.ANNOUNCE, events.PaymentRejected, tell)


def _tipped_off() -> Undo:
    announce = announcements.ANNOUNCE[events.PaymentHeld]

    def tell(state: State, at: int, event: events.PaymentHeld) -> list[effects.AnyEffect]:
        return [
            replace(effect, reason=StatusReason.REGULATORY_REASON)
            if isinstance(effect, effects.TellStatus)
            else effect
            for effect in announce(state, at, event)
        ]

    return in_table(announcements.ANNOUNCE, events.PaymentHeld, tell)


def _decided_twice() -> Undo:
    announce = announcements.ANNOUNCE[events.PaymentSettled]

    def tell(state: State, at: int, event: events.PaymentSettled) -> list[effects.AnyEffect]:
        told = announce(state, at, event)
        return told + [effect for effect in told if isinstance(effect, effects.TellPeer)]

    return in_table(announcements.ANNOUNCE, events.PaymentSettled, tell)


def _overtaken_queue() -> Undo:
    return in_places(_always(answer=False), "waits_behind", outward, inward)


def _impatience() -> Undo:
    decide = machine.DECIDE[commands.PassTime]

    def pass_time(state: State, at: int, command: commands.PassTime) -> list[events.AnyEvent]:
        return decide(state, at + 2_000, command)

    return in_table(machine.DECIDE, commands.PassTime, pass_time)


def _other_way_round() -> Undo:
    def change(legs_of: Callable[..., Any]) -> Callable[..., Any]:
        def turned(*words: object) -> tuple[events.SettlementLeg, ...]:
            legs: tuple[events.SettlementLeg, ...] = legs_of(*words)
            return tuple(replace(leg, payer=leg.payee, payee=leg.payer) for leg in legs)

        return turned

    return in_places(change, "legs_of", settlement)


def _returned_beyond() -> Undo:
    def change(gone: Callable[..., Any]) -> Callable[..., Any]:
        def only_settled(*words: object) -> tuple[Portion, Portion]:
            returned: Portion = gone(*words)[0]
            return returned, returned

        return only_settled

    return in_places(change, "_gone", returns)


def _returned_apart() -> Undo:
    def apart(portion: Portion, sent: int, came: int) -> bool:
        return portion.debtor_amount <= sent and portion.creditor_amount <= came

    return in_places(lambda _function: apart, "is_within", Portion)


def _one_sided_root() -> Undo:
    evolve = machine.EVOLVE[events.PaymentAccepted]

    def accepted(state: State, at: int, event: events.PaymentAccepted) -> None:
        evolve(state, at, event)
        payment = state.payments[event.payment_id]
        if payment.side is Side.DEBTOR:
            terms = payment.known_terms
            payment.terms = replace(terms, creditor_amount=terms.creditor_amount + 1)

    return in_table(machine.EVOLVE, events.PaymentAccepted, accepted)


def _forgotten_bank() -> Undo:
    announce = announcements.ANNOUNCE[events.CycleClosed]

    def tell(state: State, at: int, event: events.CycleClosed) -> list[effects.AnyEffect]:
        told = announce(state, at, event)
        banks = [effect for effect in told if isinstance(effect, effects.TellSystemEvent)]
        return [effect for effect in told if effect not in banks[-1:]]

    return in_table(announcements.ANNOUNCE, events.CycleClosed, tell)


CATALOGUE: tuple[Bug, ...] = (
    Bug("lost-void", "A rejected payment's reservation is never released.", _lost_void),
    Bug("wrong-cycle", "The decider stamps an acceptance with the next cycle.", _wrong_cycle),
    Bug("quote-for-ever", "A quote's expiry is not looked at.", _quote_for_ever),
    Bug("heard-twice", "An item that comes again is applied again.", _heard_twice),
    Bug("credited-on-promise", "The bank is told ACSC when it promises.", _credited_on_promise),
    Bug("wrong-posting", "A right tally line stands over a wrong posting.", _wrong_posting),
    Bug("attempt-goes-on", "A voided settlement can still be released.", _attempt_goes_on),
    Bug("lost-fee", "The debtor's bank is not charged the fee.", _lost_fee),
    Bug("kept-exposure", "A settled quote counts as exposure for ever.", _kept_exposure),
    Bug("kept-daily-limit", "A rejected payment counts against the limits.", _kept_daily_limit),
    Bug("ignored-limits", "A bank's own limits are not looked at.", _ignored_limits),
    Bug(
        "withdrawn-after-acceptance",
        "The decider says withdrawn of a payment that it has accepted.",
        _withdrawn_after_acceptance,
    ),
    Bug("ignored-swing", "The swing limit does not bind.", _ignored_swing),
    Bug("rounded-up", "What the creditor gets is rounded up.", _rounded_up),
    Bug("silent-abort", "A provider is not told of an abort.", _silent_abort),
    Bug("tipped-off", "A bank is told why its payment waits.", _tipped_off),
    Bug("decided-twice", "The other node is told a decision twice.", _decided_twice),
    Bug("overtaken-queue", "A payment overtakes those that wait before it.", _overtaken_queue),
    Bug("impatience", "What is due in two seconds is timed out now.", _impatience),
    Bug("other-way-round", "The net creditor pays the net debtor.", _other_way_round),
    Bug(
        "returned-beyond",
        "What is reserved for returns under way does not count.",
        _returned_beyond,
    ),
    Bug("returned-apart", "Returns of the two kinds do not count together.", _returned_apart),
    Bug("forgotten-bank", "One bank is not told that a cycle is closed.", _forgotten_bank),
    Bug("one-sided-line", "One half remembers another amount than was agreed.", _one_sided_root),
)
