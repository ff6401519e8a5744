"""What a bank reads is lawful, the same each time, and says what the books say and no more."""

from typing import NamedTuple

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from typing_extensions import override

from tallystick.core.commands import CloseCase
from tallystick.core.effects import AnyEffect, CallPeople, Present, TellStatus
from tallystick.core.state import State
from tallystick.journal.entries import Entry, Sealed, seal, unseal
from tallystick.journal.memory import MemoryStore
from tallystick.journal.port import OutboxRow, Store
from tallystick.links.originals import Originals, read_original
from tallystick.links.participants import Answered, Outgoing, message_id
from tallystick.links.status_reports import PLAIN_REPORT, REPORTS
from tallystick.terms.errors import InvariantError, RemoteMessageError, StoreError
from tallystick.terms.identifiers import is_uetr
from tallystick.terms.instants import format_instant
from tallystick.terms.reasons import PaymentStatus, StatusReason
from tallystick.wire.iso20022.grammar import Message, supported
from tallystick.wire.iso20022.messages import compose, receive
from tallystick.wire.iso20022.status_report import FIToFIPaymentStatusReport, TransactionStatus
from tallystick.wire.seal import Attachment
from tallystick.wire.signatures import jws
from tallystick.wire.signatures.keys import Algorithm, VerificationKey
from tests.admission.messages import credit_transfer, transaction
from tests.core.pair import BANKS, NORTH, SOUTH, START
from tests.links.lettered_nodes import NEW, OLD, LetteredNodes, messenger_of, uetr
from tests.node.linked_nodes import SIGNING
from tests.wire.iso20022 import letters

DEBTOR, CREDITOR = BANKS[NORTH][0], BANKS[SOUTH][0]


def report_in(outgoing: Outgoing) -> FIToFIPaymentStatusReport:
    """Return the pacs.002 that a message is, judged by its schema."""
    received = receive(outgoing.content)
    assert received.message == outgoing.message
    assert isinstance(received.document, FIToFIPaymentStatusReport)
    return received.document


def told_in(outgoing: Outgoing) -> TransactionStatus:
    """Return the one payment that a pacs.002 is about."""
    (told,) = report_in(outgoing).transactions
    return told


@pytest.fixture(scope="module")
def nodes() -> LetteredNodes:
    """Return two nodes whose banks sent, refused, repeated and misused."""
    nodes = LetteredNodes().found()
    nodes.send(NORTH, 100_000)
    nodes.written_in = OLD
    nodes.send(NORTH, 110_000)
    nodes.send(SOUTH, 12_000)
    nodes.send(NORTH, 5, creditor_agent="NOBANKXX")
    order = nodes.order(NORTH, 120_000)
    nodes.step(NORTH, nodes.submission(NORTH, order), nodes.submission(NORTH, order))
    misuse = msgspec.structs.replace(order, amount=1, content=b"misuse")
    nodes.step(NORTH, nodes.submission(NORTH, misuse))
    nodes.settle_down()
    return nodes


@pytest.mark.parametrize(("name", "bank"), [(n, b) for n in (NORTH, SOUTH) for b in BANKS[n]])
def test_a_row_gives_the_same_bytes_each_time(nodes: LetteredNodes, name: str, bank: str) -> None:
    """With what was read before, without it, and after a restart of the node."""
    messenger = messenger_of(name)
    first = nodes.read(name, bank, messenger)
    assert nodes.read(name, bank, messenger) == first
    later = nodes.branch()
    later.close_cycle()
    assert later.read(name, bank)[: len(first)] == first
    assert [each.number for each in first] == list(range(1, len(first) + 1))


@pytest.mark.parametrize(("name", "bank"), [(n, b) for n in (NORTH, SOUTH) for b in BANKS[n]])
def test_whatever_a_bank_reads_is_signed_for_it(
    nodes: LetteredNodes, name: str, bank: str
) -> None:
    """Over its exact bytes, by the key of the node's card, of the instant of its entry."""
    keys = {"1": VerificationKey(Algorithm.ED25519, SIGNING[name].public_key())}
    rows = nodes.stores[name].outbox(f"participant:{bank}", 0, 100)
    for row, told in zip(rows, nodes.read(name, bank), strict=True):
        entry = nodes.stores[name].entry(row.entry)
        assert entry is not None
        at = unseal(entry).at
        expected = jws.Expected(recipient=bank, earliest=at, latest=at)
        assert jws.verify(told.signature, told.content, keys, expected) == jws.Signed("1", at)
        with pytest.raises(RemoteMessageError, match="does not fit"):
            jws.verify(told.signature, told.content + b" ", keys, expected)


def test_a_presentation_is_the_message_itself(nodes: LetteredNodes) -> None:
    """The debtor's bank's bytes, with both amounts beside them, whatever has happened since."""
    presented = nodes.read(SOUTH, CREDITOR)[0]
    assert presented.payment_id == uetr(1)
    assert presented.message == NEW
    (beside,) = nodes.nodes[NORTH].attachments(uetr(1))
    assert presented.content == beside.content
    assert presented.terms is not None
    assert (presented.terms.debtor_amount, presented.terms.creditor_amount) == (100_000, 7_900)
    assert presented.terms.quote_id == "quote-1"
    closed = nodes.branch()
    closed.close_cycle()
    assert uetr(1) not in closed.state(SOUTH).payments
    assert closed.read(SOUTH, CREDITOR)[0] == presented


def test_a_status_says_what_its_row_says(nodes: LetteredNodes) -> None:
    """Status, reason and instant, and by which references the bank knows its payment."""
    for row, outgoing in zip(
        nodes.stores[NORTH].outbox(f"participant:{DEBTOR}", 0, 100),
        nodes.read(NORTH, DEBTOR),
        strict=True,
    ):
        if isinstance(row.effect, TellStatus):
            told, document = told_in(outgoing), report_in(outgoing)
            assert told.status == row.effect.status
            codes = [each.reason.code for each in told.reasons if each.reason is not None]
            assert codes == ([row.effect.reason.value] if row.effect.reason else [])
            assert told.original_uetr == row.effect.payment_id
            assert document.creation_date_time == format_instant(START)
            assert document.instructed_agent is not None
            assert document.instructed_agent.bic == DEBTOR


def test_a_status_is_of_the_generation_of_its_message(nodes: LetteredNodes) -> None:
    """And repeats the message's own references."""
    statuses = {each.payment_id: each for each in nodes.read(NORTH, DEBTOR) if each.terms is None}
    for number, written_in in ((1, NEW), (2, OLD)):
        outgoing = statuses[uetr(number)]
        assert outgoing.message == REPORTS[written_in]
        told = told_in(outgoing)
        assert told.original_message is not None
        assert told.original_message.message_name == written_in
        assert told.original_message.message_id == f"M-{uetr(number)[:8]}"
        assert told.original_instruction_id == f"I-{uetr(number)[:8]}"
        assert told.original_end_to_end_id == "E2E-1"


def test_every_version_that_is_taken_has_its_report() -> None:
    """A bank that writes in any of them is answered, and what it is answered is lawful."""
    taken = {each for each in supported() if each.startswith(("pacs.004", "pacs.008"))}
    assert set(REPORTS) == taken
    of_transfers = [report for name, report in REPORTS.items() if name.startswith("pacs.008")]
    assert len(set(of_transfers)) == len(of_transfers)
    for report in REPORTS.values():
        assert receive(compose(letters.PLAIN_REPORT, report)).document == letters.PLAIN_REPORT


def test_a_misuse_of_an_id_says_nothing_of_its_payment(nodes: LetteredNodes) -> None:
    """The message that misused it was not kept; the payment's own is another matter."""
    rows = nodes.stores[NORTH].outbox(f"participant:{DEBTOR}", 0, 100)
    (number,) = (
        row.number for row in rows if isinstance(row.effect, TellStatus) and row.effect.content
    )
    messenger = messenger_of(NORTH)
    nodes.read(NORTH, DEBTOR, messenger)  # the payment itself is known to it
    outgoing = nodes.read(NORTH, DEBTOR, messenger)[number - 1]
    told = told_in(outgoing)
    assert outgoing.message == PLAIN_REPORT
    assert told.original_uetr == outgoing.payment_id == uetr(5)
    assert told.original_message is None
    assert (told.original_end_to_end_id, told.original_instruction_id) == ("", "")
    assert told.status == PaymentStatus.RJCT


def test_an_erased_payment_is_still_told(nodes: LetteredNodes) -> None:
    """A status without the original, and for a presentation that it was pending."""
    erased = nodes.branch()
    before = erased.read(SOUTH, CREDITOR)
    originals = Originals()
    messenger = messenger_of(SOUTH, originals)
    erased.read(SOUTH, CREDITOR, messenger)
    erased.stores[SOUTH].erase(uetr(1))
    originals.forget(uetr(1))
    for reader in (messenger, None):
        after = erased.read(SOUTH, CREDITOR, reader)
        told = [told_in(each) for each in after if each.payment_id == uetr(1)]
        assert [each.status for each in told] == ["PDNG", "ACSC"]
        assert all(each.original_message is None for each in told)
        assert all(each.original_uetr == uetr(1) for each in told)
        unlike = [each for each in before if each.payment_id != uetr(1)]
        assert [each for each in after if each.payment_id != uetr(1)] == unlike


# Rows of every kind, from a store and a vault that hold what a test says.


class Shelf(NamedTuple):
    """A node, as far as messages come from it."""

    store: Store
    message: bytes
    state: State

    def kept(self, _name: str, _kind: str) -> tuple[bytes, ...]:
        """Keep nothing of any bulk."""
        return ()

    def kept_by_entry(self, _name: str, _kind: str) -> dict[int, bytes]:
        """Have asked nobody anything."""
        return {}

    def attachments(self, _payment_id: str) -> tuple[Attachment, ...]:
        """Return the one message that there is, if there is one."""
        return (Attachment("message", self.message),) if self.message else ()

    def answer(self, _assignment_id: str, _until: int) -> Answered:
        """Nobody has answered anything."""
        return Answered()


class OneEntry(MemoryStore):
    """A store with one entry, whatever its number, written at an instant."""

    def __init__(self, at: int) -> None:
        super().__init__()
        self._at = at

    @override
    def entry(self, sequence: int) -> Sealed | None:
        """Return it."""
        return seal(Entry(sequence, self._at, 1, 1, b"", CloseCase("case", "ann"), []))


NAMES = st.text(max_size=50)
MEMBERS = st.from_regex(r"[A-Z]{2}([A-Z]{3})?:[A-Z0-9]{1,35}", fullmatch=True)
PARTIES = st.one_of(
    st.sampled_from([DEBTOR, "DEUTDEFF500", "7LTWFZYICNSX8D621K86", "RUCBC:044525225"]),
    MEMBERS,
    NAMES,
)
IDS = st.one_of(st.uuids(version=4).map(str), NAMES)
EFFECTS = st.builds(
    TellStatus,
    PARTIES,
    IDS,
    st.sampled_from(PaymentStatus),
    st.none() | st.sampled_from(StatusReason),
    st.sampled_from((b"", b"another message")),
)
REFERENCES = st.text(
    st.characters(
        codec="utf-8", exclude_categories=("Cc", "Cs"), exclude_characters="\ufffe\uffff"
    ),
    min_size=1,
    max_size=35,
).filter(lambda text: text == " ".join(text.split()))


def letter_of(instruction: str, end_to_end: str, message: Message) -> bytes:
    """Return a lawful message with these references."""
    raw = credit_transfer(
        transaction(instruction_id=instruction, end_to_end_id=end_to_end, agreed_rate=None)
    )
    document = receive(raw).document
    assert document is not None
    return compose(document, message)


STORED = st.builds(letter_of, st.just("") | REFERENCES, REFERENCES, st.sampled_from([OLD, NEW]))


@given(
    EFFECTS, st.one_of(st.just(b""), STORED), st.integers(0, 4 * 10**12), st.integers(1, 10**12)
)
def test_whatever_is_told_is_lawful(effect: TellStatus, raw: bytes, at: int, number: int) -> None:
    """Our own schema accepts every report that is written, and gives back what was told."""
    shelf = Shelf(OneEntry(at), raw, State(NORTH))
    row = OutboxRow(f"participant:{effect.participant_id}", number, 1, effect)
    outgoing = messenger_of(NORTH).message(shelf, row)
    document = report_in(outgoing)
    assert compose(document, Message(outgoing.message)) == outgoing.content
    assert document.message_id == message_id(NORTH, row)
    assert len(document.message_id) <= 35
    (told,) = document.transactions
    assert told.status == effect.status
    has_original = bool(raw) and not effect.content
    assert (told.original_message is not None) == has_original
    if has_original:
        original = read_original(raw)
        assert original is not None
        assert told.original_end_to_end_id == original.payment.end_to_end_id
        assert told.original_instruction_id == original.payment.instruction_id
    elif is_uetr(effect.payment_id):
        assert told.original_uetr == effect.payment_id


def status_row(**over: object) -> OutboxRow:
    """Return a row that tells a bank that its payment is settled."""
    told = TellStatus(DEBTOR, uetr(1), PaymentStatus.ACSC)
    return OutboxRow(f"participant:{DEBTOR}", 1, 1, msgspec.structs.replace(told, **over))


def test_no_two_rows_have_one_message_id() -> None:
    """Another number, bank or operator gives another identifier."""
    rows = [
        OutboxRow(f"participant:{bank}", n, 1, status_row().effect)
        for bank in BANKS[NORTH]
        for n in (1, 2, 11)
    ]
    ids = [message_id(operator, row) for operator in (NORTH, SOUTH) for row in rows]
    assert len(set(ids)) == len(ids)


@pytest.mark.parametrize("raw", [b"no XML", b"<Document/>", b"<?xml version='1.0'?><a/>"])
def test_a_stored_message_that_says_nothing_is_none(raw: bytes) -> None:
    """The bank is told all the same."""
    shelf = Shelf(OneEntry(START), raw, State(NORTH))
    for effect in (status_row().effect, Present(CREDITOR, uetr(1))):
        row = OutboxRow(f"participant:{DEBTOR}", 1, 1, effect)
        told = told_in(messenger_of(NORTH).message(shelf, row))
        assert told.original_message is None


def test_several_payments_in_a_message_are_no_original() -> None:
    """No such message becomes a payment; none is picked out of it."""
    assert read_original(credit_transfer(transaction(), transaction())) is None
    one = read_original(credit_transfer())
    assert one is not None
    assert one.message == NEW


@pytest.mark.parametrize("effect", [CallPeople("case", "text")])
def test_what_is_for_others_is_no_message(effect: AnyEffect) -> None:
    """It would be our bug that it stands in a participant's queue."""
    row = OutboxRow("participant:X", 1, 1, effect)
    with pytest.raises(InvariantError):
        messenger_of(NORTH).message(Shelf(OneEntry(START), b"", State(NORTH)), row)


def test_a_row_without_its_entry_is_a_damaged_store() -> None:
    """It is said, and no instant is made up."""
    shelf = Shelf(MemoryStore(), b"", State(NORTH))
    with pytest.raises(StoreError, match="is not in the journal"):
        messenger_of(NORTH).message(shelf, status_row())


def test_what_was_read_of_messages_is_bounded() -> None:
    """The oldest is forgotten first, and read again when it is needed."""
    messenger = messenger_of(NORTH, Originals(2))
    for number in (1, 2, 3, 1):
        letter = credit_transfer(transaction(uetr=uetr(number), end_to_end_id="E"))
        shelf = Shelf(OneEntry(START), letter, State(NORTH))
        told = told_in(messenger.message(shelf, status_row(payment_id=uetr(number))))
        assert told.original_end_to_end_id == "E"
    gone = Shelf(OneEntry(START), b"", State(NORTH))
    known = [
        told_in(messenger.message(gone, status_row(payment_id=uetr(n)))).original_end_to_end_id
        for n in (1, 2, 3)
    ]
    assert known == ["E", "", "E"]
