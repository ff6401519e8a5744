"""Whatever a bank is told is lawful, the same at every asking, and no more than is known."""

from hashlib import sha256
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typing_extensions import override

from tallystick.admission.answers import payment_named_in
from tallystick.core.commands import PassTime
from tallystick.core.effects import AnyEffect, Present, TellStatus
from tallystick.core.events import AnyEvent, TimePassed
from tallystick.core.rules import RULES
from tallystick.core.state import State
from tallystick.journal.entries import FORMAT, GENESIS, Entry, Sealed, entry_hash, seal
from tallystick.journal.memory import MemoryStore
from tallystick.journal.port import Batch, OutboxRow, Store
from tallystick.links.participants import Answered, Outgoing
from tallystick.links.status_reports import ANOTHER_MESSAGE
from tallystick.links.system_events import NOTIFICATION
from tallystick.node.node import MESSAGE
from tallystick.terms.errors import StoreError
from tallystick.terms.reasons import PaymentStatus, StatusReason
from tallystick.terms.returns import return_payment_id
from tallystick.wire.iso20022.credit_transfer import FIToFICustomerCreditTransfer
from tallystick.wire.iso20022.grammar import Message
from tallystick.wire.iso20022.messages import compose, receive
from tallystick.wire.iso20022.status_report import FIToFIPaymentStatusReport
from tallystick.wire.seal import Attachment
from tests.admission.messages import UETR, header_of, transaction
from tests.admission.returns import VERSIONS, payment_return
from tests.core.pair import BANKS, NORTH, SOUTH
from tests.links.lettered_nodes import NEW, OLD, LetteredNodes, messenger_of, uetr

WRITTEN_AT = 1_790_000_000_123
REPORT_OF = {OLD: "pacs.002.001.10", NEW: "pacs.002.001.15"}
# What XML may hold, line breaks and marks of its own included.
LETTERS = st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn"])
REFERENCES = st.text(LETTERS | st.sampled_from("&<>\"'\t\n\r"), min_size=1, max_size=35)
MAYBE = st.just("") | REFERENCES
INSTANTS = st.sampled_from(
    ["2026-11-30T10:00:00Z", "2026-11-30T10:00:00", "2026-11-30T10:00:00.123456+08:00"]
)
PARTIES = st.text(max_size=80) | st.sampled_from(
    ["NOBKRUMM", "NOBKRUMMXXX", "529900T8BM49AURSDO55", "RUCBC:044525225", "NORTH", "Bank & Sons"]
)
REASONS = st.none() | st.sampled_from(StatusReason)


class Original(NamedTuple):
    """The references of a message to be, and the version it is written in."""

    message_id: str
    created: str
    instruction_id: str
    end_to_end_id: str
    transaction_id: str
    version: Message = NEW
    has_header: bool = False

    def raw(self) -> bytes:
        """Return the message, as a bank might write it."""
        said = transaction(
            uetr=UETR,
            instruction_id=self.instruction_id,
            end_to_end_id=self.end_to_end_id,
            transaction_id=self.transaction_id,
            agreed_rate=None,
        )
        document = FIToFICustomerCreditTransfer(
            message_id=self.message_id,
            creation_date_time=self.created,
            number_of_transactions=1,
            settlement_method="CLRG",
            transactions=(said,),
        )
        header = header_of(message_definition=self.version) if self.has_header else None
        return compose(document, self.version, header)


STORED = Original("M", "2026-11-30T10:00:00Z", "", "E", "").raw()
ORIGINALS = st.builds(
    Original,
    REFERENCES,
    INSTANTS,
    MAYBE,
    REFERENCES,
    MAYBE,
    st.sampled_from([OLD, NEW]),
    st.booleans(),
)


class Shelf:
    """Books with one entry, and perhaps one stored message."""

    def __init__(self, raw: bytes = b"", operator_id: str = NORTH) -> None:
        memory = MemoryStore()
        happened: list[AnyEvent] = [TimePassed(WRITTEN_AT)]
        entry = Entry(1, WRITTEN_AT, FORMAT, RULES, GENESIS, PassTime(), happened)
        memory.commit(Batch((seal(entry),)))
        self.store: Store = memory
        self.raw = raw
        self._state = State(operator_id)

    @property
    def state(self) -> State:
        """The books, empty."""
        return self._state

    def kept(self, _name: str, _kind: str) -> tuple[bytes, ...]:
        """Keep nothing of any bulk."""
        return ()

    def kept_by_entry(self, _name: str, _kind: str) -> dict[int, bytes]:
        """Have asked nobody anything."""
        return {}

    def attachments(self, _payment_id: str) -> tuple[Attachment, ...]:
        """Return what was stored."""
        return (Attachment(MESSAGE, self.raw),) if self.raw else ()

    def answer(self, _assignment_id: str, _until: int) -> Answered:
        """Nobody has answered anything."""
        return Answered()


def row(effect: AnyEffect, number: int = 1, bank: str = "NOBKRUMM") -> OutboxRow:
    """Return a row of a bank's queue."""
    return OutboxRow(f"participant:{bank}", number, 1, effect)


def report(told: Outgoing) -> FIToFIPaymentStatusReport:
    """Return a status report as a bank reads it: by the schema of its version."""
    received = receive(told.content)
    assert received.message == told.message
    assert isinstance(received.document, FIToFIPaymentStatusReport)
    return received.document


@given(ORIGINALS, st.sampled_from(PaymentStatus), REASONS, PARTIES)
def test_a_report_repeats_the_message_lawfully(
    original: Original, status: PaymentStatus, reason: StatusReason | None, bank: str
) -> None:
    """Whatever lawful references it has; the schema judges what was written without it."""
    shelf = Shelf(original.raw())
    told = messenger_of(NORTH).message(
        shelf, row(TellStatus(bank, UETR, status, reason), bank=bank)
    )
    assert told.message == REPORT_OF[original.version]
    document = report(told)
    assert document.creation_date_time == "2026-09-21T14:13:20.123Z"
    (said,) = document.transactions
    group = said.original_message
    assert group is not None
    assert (group.message_id, group.message_name) == (original.message_id, original.version)
    assert group.creation_date_time == original.created
    assert said.original_instruction_id == original.instruction_id
    assert said.original_end_to_end_id == original.end_to_end_id
    assert said.original_transaction_id == original.transaction_id
    assert (said.original_uetr, said.status) == (UETR, status)
    codes = [each.reason.code for each in said.reasons if each.reason is not None]
    assert codes == ([reason] if reason is not None else [])


@given(
    st.builds(
        TellStatus,
        PARTIES,
        st.text(max_size=80) | st.just(UETR),
        st.sampled_from(PaymentStatus),
        REASONS,
        st.binary(max_size=32),
    ),
    PARTIES,
    st.integers(1, 10**15 - 1),
)
def test_a_report_without_the_message_is_lawful_too(
    effect: TellStatus, operator: str, number: int
) -> None:
    """Whatever the payment, its bank and the operator are called."""
    told = messenger_of(operator).message(Shelf(), row(effect, number, effect.participant_id))
    (said,) = report(told).transactions
    assert said.original_message is None
    assert said.original_uetr in ("", effect.payment_id)
    assert len(report(told).message_id) <= 35


@given(
    st.lists(
        st.tuples(PARTIES, PARTIES, st.integers(1, 10**6)), min_size=2, max_size=2, unique=True
    )
)
def test_no_two_rows_have_one_message_id(rows: list[tuple[str, str, int]]) -> None:
    """Nor two operators, nor two banks."""
    named = set()
    for operator, bank, number in rows:
        effect = TellStatus(bank, UETR, PaymentStatus.ACSC)
        told = messenger_of(operator).message(Shelf(), row(effect, number, bank))
        named.add(report(told).message_id)
    assert len(named) == 2


@pytest.mark.parametrize("message", VERSIONS)
def test_a_return_is_told_of_by_its_message_and_its_own_id(message: Message) -> None:
    """The UETR is its original's, so the message's name and the RtrId say that it is not that."""
    payment_id, shelf = return_payment_id(UETR, "RTR-1"), Shelf(payment_return(message=message))
    told = messenger_of(NORTH).message(
        shelf, row(TellStatus("NOBKRUMM", payment_id, PaymentStatus.ACSC))
    )
    (said,) = report(told).transactions
    group = said.original_message
    assert group is not None
    assert (group.message_name, said.original_instruction_id) == (message, "RTR-1")
    assert (said.original_uetr, payment_named_in(said)) == (UETR, payment_id)


def test_another_message_under_the_id_is_told_so() -> None:
    """Of the payment's own message nothing is said, though the messenger has just read it."""
    messenger, shelf = (
        messenger_of(NORTH),
        Shelf(STORED),
    )
    own = messenger.message(shelf, row(TellStatus("NOBKRUMM", UETR, PaymentStatus.ACSC)))
    refused = TellStatus(
        "NOB2RUMM", UETR, PaymentStatus.RJCT, StatusReason.DUPLICATION, b"another's digest"
    )
    told = messenger.message(shelf, row(refused, bank="NOB2RUMM"))
    assert report(own).transactions[0].reasons == ()
    (said,) = report(told).transactions
    assert (said.original_message, said.original_end_to_end_id) == (None, "")
    assert (said.original_uetr, said.status) == (UETR, PaymentStatus.RJCT)
    (reason,) = said.reasons
    assert reason.additional_information == (ANOTHER_MESSAGE,)


def test_what_was_erased_is_told_of_by_nobody() -> None:
    """Not even by a messenger that has read it before: it forgets it with the presentation."""
    messenger, shelf = (
        messenger_of(SOUTH),
        Shelf(STORED),
    )
    presentation = row(Present("SOBKCNSH", UETR), bank="SOBKCNSH")
    shown = messenger.message(shelf, presentation)
    assert (shown.message, shown.content) == (NEW, shelf.raw)
    shelf.raw = b""
    told = messenger.message(shelf, presentation)
    assert told == messenger_of(SOUTH).message(shelf, presentation)
    assert told.terms is None
    (said,) = report(told).transactions
    assert (said.original_message, said.status) == (None, PaymentStatus.PDNG)
    settled = row(TellStatus("SOBKCNSH", UETR, PaymentStatus.ACSC), 2, "SOBKCNSH")
    assert report(messenger.message(shelf, settled)).transactions[0].original_message is None


def test_what_cannot_be_read_is_unwell_and_no_bug() -> None:
    """An entry that is missing, and one that is no entry."""
    effect = TellStatus("NOBKRUMM", UETR, PaymentStatus.ACSC)
    with pytest.raises(StoreError) as missing:
        messenger_of(NORTH).message(Shelf(), OutboxRow("participant:NOBKRUMM", 1, 2, effect))
    assert missing.value.code == "entry-missing"
    shelf = Shelf()
    shelf.store = Torn()
    with pytest.raises(StoreError) as broken:
        messenger_of(NORTH).message(shelf, row(effect))
    assert broken.value.code == "entry-broken"


class Torn(MemoryStore):
    """A store whose entries are no longer what was written."""

    @override
    def entry(self, sequence: int) -> Sealed | None:
        """Return bytes that are no entry."""
        body = sha256(b"torn").digest()
        return Sealed(sequence, body, entry_hash(body))


@pytest.mark.parametrize("version", [OLD, NEW])
def test_a_bank_is_told_the_same_after_the_cycle(version: Message) -> None:
    """A presentation by its own bytes and terms, a status by its own, however late it is asked."""
    nodes = LetteredNodes().found()
    nodes.written_in = version
    for amount in (1_000, 20_000):
        nodes.send(NORTH, amount)
    queues = [(NORTH, BANKS[NORTH][0]), (SOUTH, BANKS[SOUTH][0])]
    before = [nodes.read(*queue) for queue in queues]
    nodes.close_cycle()
    assert uetr(1) not in nodes.state(SOUTH).payments
    for queue, told in zip(queues, before, strict=True):
        *again, closed = nodes.read(*queue)
        assert again == told
        assert closed.message == NOTIFICATION
    presented = [told for told in before[1] if told.message == version]
    assert [told.terms.debtor_amount for told in presented if told.terms] == [1_000, 20_000]
    assert all(receive(told.content).document for queue in before for told in queue)
    assert {told.message for told in before[0]} == {REPORT_OF[version]}
