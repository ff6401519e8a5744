"""One operator's half of every payment that crossed the link, as its store has it.

How a payment ended is taken from its closing record, or from the books while it is
still there; its tally line is taken from the posting, as it happens again in the
replay. A payment that never left its debtor's node has no other half and is not one.
"""

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Protocol

import msgspec

from tallystick.core.commands import AnyCommand, HearPeer
from tallystick.core.decide.returns import closing_record
from tallystick.core.effects import TellPeer
from tallystick.core.events import (
    AnyEvent,
    ForwardRefused,
    ItemParked,
    PaymentBlocked,
    PaymentResolved,
    PaymentsClosed,
    PaymentSettled,
    ReturnReserved,
)
from tallystick.core.items import Decided, Forwarded, Item
from tallystick.core.lifecycle import PaymentState
from tallystick.core.orders import NOTHING, ClosingRecord, Decision, Portion
from tallystick.core.state import Payment, State
from tallystick.core.tally import TallyLine, encode_line, line_of
from tallystick.journal.entries import Sealed, encode
from tallystick.journal.reader import FIRST
from tallystick.node.replay import retrace
from tallystick.terms.merkle import leaf_hash, root
from tallystick.terms.parties import Side

READ_AT_ONCE = 500
_PAID = (PaymentState.SETTLED, PaymentState.RETURNED)
# How a payment ends at the debtor's node before anybody else has seen it.
_UNSEEN = (
    PaymentState.RECEIVED,
    PaymentState.HELD,
    PaymentState.QUEUED,
    PaymentState.RESERVED,
    PaymentState.REFUSED,
    PaymentState.TIMED_OUT,
    PaymentState.BLOCKED,
)


class Told(Protocol):
    """What a store tells of itself, as far as its halves are read from it."""

    def entries(self, after: int) -> Iterator[Sealed]:
        """Yield the entries after a sequence, in order."""

    def closed_payments(self) -> Iterator[str]:
        """Yield the payment of every closing record."""

    def closings(self, payment_ids: Sequence[str]) -> dict[str, ClosingRecord]:
        """Return the closing records that there are of these payments."""


# A payment and the operator of its debtor: an id may have been misused at the other node.
Key = tuple[str, str]


class Half(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What one node says of a payment; amounts in minor units, the reason is ISO's code.

    `returned` is what went back of it over the link, and `returned_by` the last return.
    `is_final` is false while something may still happen to it.
    """

    state: str
    reason: str
    cycle: int
    debtor_amount: int
    debtor_currency: str
    creditor_amount: int
    creditor_currency: str
    debtor_agent: str
    creditor_agent: str
    returned_by: str
    returned: Portion
    is_final: bool


_read_half = msgspec.msgpack.Decoder(Half).decode
_read_line = msgspec.msgpack.Decoder(TallyLine).decode


class Halves:
    """All halves that one store holds of its agreements with another operator.

    `lines` are the tally lines as posted. Of payments that are not put away yet, `sent`
    and `answered` say as which number of our stream they, or our decisions, were sent;
    of the other node's stream we have heard all up to `received`. Items about `parked`
    payments were set aside, `resolved` ones were ended by people, `frozen` ones wait for
    them; `at_home` counts what is under way and has not left its debtor's node.
    """

    def __init__(self, store: Told, operator_id: str, peer_id: str) -> None:
        """Read it all; without a peer every other operator counts.

        Raises:
            StoreError: the store is broken: its word counts nothing.
        """
        self.operator_id = operator_id
        self.halves: dict[Key, bytes] = {}
        self.lines: dict[Key, bytes] = {}
        self.sent: dict[Key, int] = {}
        self.answered: dict[Key, int] = {}
        self.parked: set[str] = set()
        self.resolved: set[str] = set()
        self.at_home = 0
        self._peer_id = peer_id
        self._parts: dict[str, ReturnReserved] = {}
        self._last_back: dict[Key, str] = {}
        self._frozen: dict[Key, Portion] = {}
        state = self._replay(store)
        self._take_closed(store, state)
        self._take_open(state)
        self.received = sum(each.received for name, each in state.peers.items() if name == peer_id)
        linked = [pact for name, pact in state.pacts.items() if self._is_linked(state, name)]
        self.is_linked = bool(linked)
        self.frozen = {payment_id for pact in linked for payment_id in pact.frozen}

    def _key(self, payment_id: str, side: Side) -> Key:
        return payment_id, self.operator_id if side is Side.DEBTOR else self._peer_id

    def _is_linked(self, state: State, agreement_id: str) -> bool:
        pact = state.pacts.get(agreement_id)
        return pact is not None and self._peer_id in ("", pact.peer_id)

    def _replay(self, store: Told) -> State:
        """Follow what happened: lines as they are posted, payments as they are sent."""
        state = State(self.operator_id)
        for replayed in retrace(store.entries(FIRST), self.operator_id):
            state = replayed.state
            for event in replayed.entry.events:
                self._note(state, event, replayed.entry.command)
            for effect in replayed.effects:
                if isinstance(effect, TellPeer):
                    self._note_sent(effect)
        return state

    def _note_sent(self, told: TellPeer) -> None:
        item = told.item
        if isinstance(item, Forwarded):
            self.sent[self._key(item.order.payment_id, Side.DEBTOR)] = told.sequence
        elif isinstance(item, Decided):
            self.answered[self._key(item.payment_id, Side.CREDITOR)] = told.sequence

    def _note(self, state: State, event: AnyEvent, command: AnyCommand) -> None:
        if isinstance(event, PaymentSettled | PaymentBlocked):
            payment = state.payments[event.payment_id]
            if payment.cycle and self._is_linked(state, payment.order.agreement_id):
                key = self._key(event.payment_id, payment.side)
                self.lines[key] = encode_line(line_of(payment))
            self._note_return(payment)
        elif isinstance(event, ReturnReserved):
            self._parts[event.payment_id] = event
        elif isinstance(event, PaymentResolved):
            self.resolved.add(event.payment_id)
        elif isinstance(event, ItemParked):
            self.parked.add(event.payment_id)
        elif isinstance(event, ForwardRefused) and isinstance(command, HearPeer):
            self._take_refused(state, event, command.item)
        elif isinstance(event, PaymentsClosed):
            self._put_away(event)

    def _put_away(self, event: PaymentsClosed) -> None:
        for record in event.records:
            self.sent.pop(self._key(record.payment_id, Side.DEBTOR), None)
            self.answered.pop(self._key(record.payment_id, Side.CREDITOR), None)
            self._parts.pop(record.payment_id, None)

    def _note_return(self, payment: Payment) -> None:
        """Note which return of a payment was the last to cross the link, and what never did."""
        part = self._parts.get(payment.order.payment_id)
        if part is None:
            return
        key = self._key(part.original_id, payment.side.other)
        if payment.cycle:
            self._last_back[key] = part.payment_id
        else:
            self._frozen[key] = self._frozen.get(key, NOTHING).plus(part.portion)

    def _take_refused(self, state: State, event: ForwardRefused, item: Item) -> None:
        """Keep the answer to a payment that could not be stored: it is all there is of it."""
        if not isinstance(item, Forwarded) or not self._is_linked(state, event.agreement_id):
            return
        order, terms = item.order, item.terms
        half = Half(
            PaymentState.REJECTED,
            event.reason,
            0,
            terms.debtor_amount,
            terms.debtor_currency,
            terms.creditor_amount,
            terms.creditor_currency,
            order.debtor_agent,
            order.creditor_agent,
            "",
            NOTHING,
            is_final=True,
        )
        self.halves[self._key(event.payment_id, Side.CREDITOR)] = encode(half)

    def _take_closed(self, store: Told, state: State) -> None:
        closed = store.closed_payments()
        while names := list(islice(closed, READ_AT_ONCE)):
            for record in store.closings(names).values():
                if self._is_linked(state, record.agreement_id):
                    self._take(record, is_final=True)

    def _take_open(self, state: State) -> None:
        for payment in state.payments.values():
            if self._is_linked(state, payment.order.agreement_id):
                self._take(closing_record(payment), is_final=payment.is_final)

    def _take(self, record: ClosingRecord, *, is_final: bool) -> None:
        """Keep a half, unless the payment has none elsewhere."""
        if record.side is Side.DEBTOR and record.state in _UNSEEN:
            self.at_home += not is_final
            return
        half = Half(
            _ending(record),
            record.reason,
            record.cycle,
            record.debtor_amount,
            record.debtor_currency,
            record.creditor_amount,
            record.creditor_currency,
            record.debtor_agent,
            record.creditor_agent,
            record.returned_by,
            record.returned,
            is_final,
        )
        self.halves[self._key(record.payment_id, record.side)] = encode(half)

    def half(self, key: Key) -> Half | None:
        """Return this operator's half of a payment.

        A part counts as returned once its return has crossed the link; one that the law froze
        before it did is nothing that the other operator would know of.
        """
        found = self.halves.get(key)
        if found is None:
            return None
        half = _read_half(found)
        if half.returned == NOTHING:
            return half
        half = self._without_frozen(key, half)
        is_whole = half.returned.exhausts(half.debtor_amount, half.creditor_amount)
        state = PaymentState.RETURNED if is_whole else PaymentState.SETTLED
        return msgspec.structs.replace(half, state=state) if half.state in _PAID else half

    def _without_frozen(self, key: Key, half: Half) -> Half:
        """Take away what its own node froze of it on the way back."""
        frozen = self._frozen.get(key)
        if frozen is None:
            return half
        crossed = Portion(
            half.returned.debtor_amount - frozen.debtor_amount,
            half.returned.creditor_amount - frozen.creditor_amount,
        )
        return msgspec.structs.replace(
            half, returned=crossed, returned_by=self._last_back.get(key, "")
        )

    def line(self, key: Key) -> TallyLine | None:
        """Return this operator's tally line of a payment."""
        found = self.lines.get(key)
        return None if found is None else _read_line(found)

    def root(self) -> bytes:
        """Return one root over the tally lines of every cycle, in the order of their bytes.

        A line begins with its agreement, its cycle and its payment.
        """
        return root([leaf_hash(line) for line in sorted(self.lines.values())])


def _ending(record: ClosingRecord) -> str:
    """Say how a payment stands in words that both sides share."""
    return PaymentState.BLOCKED if record.decision is Decision.BLOCKED else record.state
