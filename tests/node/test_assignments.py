"""From the bytes of a question at one node to the bytes of its answer at the other, and back."""

from collections.abc import Callable
from typing import NamedTuple

import pytest
from typing_extensions import override

from tallystick.core.assignments import Outcome
from tallystick.core.effects import PresentAssignment, TellAnswer, TellPeer
from tallystick.core.events import CommandRefused
from tallystick.core.items import Assigned, AssignmentAnswered
from tallystick.journal.entries import unseal
from tallystick.links.peer import Delivered
from tallystick.wire.iso20022.grammar import Message
from tallystick.wire.iso20022.investigation import InvestigationResponse
from tallystick.wire.iso20022.messages import receive
from tallystick.wire.iso20022.resolution import (
    ResolutionOfInvestigation,
    TransactionCancellationStatus,
)
from tallystick.wire.iso20022.verification import (
    IdentificationVerificationReport,
    VerificationReport,
)
from tests.admission.questions import (
    RECALLS,
    RESOLUTIONS,
    VERIFICATIONS,
    cancelled,
    enquiry,
    identification,
    investigated,
    investigation,
    recall,
    report,
    resolution,
    verification,
)
from tests.core.pair import BANKS, NORTH, SOUTH
from tests.node.asking_nodes import ASKED, ASKER, AskingNodes

pytestmark = pytest.mark.slow

DAYS_MS = 86_400_000


@pytest.fixture
def nodes() -> AskingNodes:
    """Return two nodes under an agreement."""
    return AskingNodes().found()


def recall_of(payment_id: str, message: Message = RECALLS[0]) -> bytes:
    """Return the camt.056 for a payment."""
    return recall(cancelled(original_uetr=payment_id), message=message)


def cancellation_in(raw: bytes) -> tuple[ResolutionOfInvestigation, TransactionCancellationStatus]:
    """Return a camt.029, judged by its schema, and its one payment."""
    document = receive(raw).document
    assert isinstance(document, ResolutionOfInvestigation)
    ((told,),) = (each.transactions for each in document.cancellations)
    return document, told


def report_in(raw: bytes) -> VerificationReport:
    """Return what an acmt.024 says of its one verification."""
    document = receive(raw).document
    assert isinstance(document, IdentificationVerificationReport)
    (told,) = document.reports
    return told


def shown_in(said: VerificationReport) -> str:
    """Return the holder's name that a report shows, "" for none."""
    party = said.updated.party if said.updated is not None else None
    return party.name if party is not None else ""


def test_a_recall_and_its_answer_travel_unchanged(nodes: AskingNodes) -> None:
    """What one bank writes, the other reads, byte by byte, both ways, and again."""
    payment_id = nodes.paid()
    raw = recall_of(payment_id)
    nodes.ask(NORTH, ASKER, raw)
    nodes.settle_down()
    (asked,) = nodes.presented()
    assert (asked.content, asked.message) == (raw, RECALLS[0])
    assert (asked.payment_id, asked.assignment_id) == (payment_id, f"recall:{payment_id}")
    answer = resolution("RJCR", "RJCR", "CUST", uetr=payment_id, message=RESOLUTIONS[1])
    nodes.answer(SOUTH, ASKED, answer)
    nodes.settle_down()
    first, again = nodes.told(NORTH, ASKER), nodes.told(NORTH, ASKER)
    assert [(each.content, each.message) for each in first] == [(answer, RESOLUTIONS[1])]
    assert first == again
    nodes.restart(NORTH)
    assert nodes.told(NORTH, ASKER) == first


@pytest.mark.parametrize(("question", "answer"), list(zip(RECALLS, RESOLUTIONS, strict=True)))
def test_a_recall_before_the_decision_is_answered_by_the_node(
    nodes: AskingNodes, question: Message, answer: Message
) -> None:
    """In the generation of the camt.056, with its own references; nobody else hears of it."""
    nodes.banks_answer = False
    payment_id = nodes.submit(NORTH, 100_000)
    nodes.ask(NORTH, ASKER, recall_of(payment_id, question))
    nodes.settle_down()
    (told,) = nodes.told(NORTH, ASKER)
    document, payment = cancellation_in(told.content)
    assert told.message == answer
    assert (document.confirmation, payment.status) == ("CNCL", "ACCR")
    assert (payment.original_uetr, payment.original_instruction_id) == (payment_id, "INSTR-1")
    assert payment.resolved_case is not None
    assert payment.resolved_case.id == "CASE-1"
    assert nodes.presented() == []


def test_a_recall_that_nobody_answers_ends_in_time(nodes: AskingNodes) -> None:
    """The assignee's node says so, the assigner's writes it, and a late answer is refused."""
    payment_id = nodes.paid()
    nodes.ask(NORTH, ASKER, recall_of(payment_id))
    nodes.settle_down()
    nodes.answer(SOUTH, ASKED, resolution("PDCR", uetr=payment_id))
    nodes.settle_down()
    nodes.at += 11 * DAYS_MS
    nodes.step(SOUTH)
    nodes.settle_down()
    pending, expired = nodes.told(NORTH, ASKER)
    assert cancellation_in(pending.content)[0].confirmation == "PDCR"
    document, payment = cancellation_in(expired.content)
    assert document.confirmation == "RJCR"
    assert [each.reason and each.reason.code for each in payment.reasons] == ["NOAS"]
    reply = nodes.answer(SOUTH, ASKED, resolution("CNCL", uetr=payment_id))
    assert isinstance(reply.events[0], CommandRefused)


def test_an_enquiry_goes_both_ways_unchanged(nodes: AskingNodes) -> None:
    """The words of both banks are theirs alone."""
    payment_id = nodes.paid()
    asked = investigation(payment_id)
    raw, answer = enquiry(asked), investigated(asked=asked)
    nodes.ask(NORTH, ASKER, raw)
    nodes.settle_down()
    assert [each.content for each in nodes.presented()] == [raw]
    nodes.answer(SOUTH, ASKED, answer)
    nodes.settle_down()
    (told,) = nodes.told(NORTH, ASKER)
    assert (told.content, told.payment_id) == (answer, payment_id)
    # Asked again, it is told again, by another row and with the same bytes.
    nodes.ask(NORTH, ASKER, raw)
    assert [each.content for each in nodes.told(NORTH, ASKER)] == [answer, answer]


def test_an_enquiry_without_answer_repeats_what_was_asked(nodes: AskingNodes) -> None:
    """The node's own camt.111 says which enquiry of the bank's it is about."""
    payment_id = nodes.paid()
    nodes.ask(NORTH, ASKER, enquiry(investigation(payment_id)))
    nodes.settle_down()
    nodes.at += 11 * DAYS_MS
    nodes.step(SOUTH)
    nodes.settle_down()
    (told,) = nodes.told(NORTH, ASKER)
    document = receive(told.content).document
    assert isinstance(document, InvestigationResponse)
    assert document.status == "RJCT"
    assert document.investigation == investigation(payment_id)


class Holder(NamedTuple):
    """Whose an account is, and what a bank is told that asks whether it is Wang Fang's."""

    name: str
    outcome: Outcome
    code: str | None
    shown: str


HOLDERS = (
    Holder("Wang Fang", Outcome.MATCHED, None, "W*** F***"),
    Holder("Wong Fang", Outcome.CLOSE, "PN02", "W*** F***"),
    Holder("Li Wei", Outcome.DIFFERENT, "PN01", ""),
    Holder("", Outcome.UNKNOWN, "NR01", ""),
)


@pytest.mark.parametrize("message", VERIFICATIONS)
@pytest.mark.parametrize("holder", HOLDERS)
def test_a_verification_is_answered_by_the_node(
    nodes: AskingNodes, message: Message, holder: Holder
) -> None:
    """By what the names came to; the holder's name crosses the link nowhere."""
    nodes.ask(NORTH, ASKER, verification(message=message))
    nodes.settle_down()
    nodes.answer(SOUTH, ASKED, report(holder.name, is_verified=bool(holder.name)))
    crossing = nodes.envelope(SOUTH)
    nodes.settle_down()
    (told,) = nodes.told(NORTH, ASKER)
    assert told.message == message.replace("023", "024")
    said = report_in(told.content)
    assert (said.original_id, said.is_verified) == ("V-1", holder.outcome is Outcome.MATCHED)
    assert (said.reason.code if said.reason else None) == holder.code
    assert shown_in(said) == holder.shown
    for raw in (crossing, told.content):
        assert not holder.name or holder.name.encode() not in raw
        assert holder.shown.encode() in raw


def test_a_report_stays_in_its_own_vault(nodes: AskingNodes) -> None:
    """At the account's node it is kept under the question's key; the other has no row of it."""
    nodes.ask(NORTH, ASKER, verification())
    nodes.settle_down()
    nodes.answer(SOUTH, ASKED, report())
    nodes.settle_down()
    (row,) = nodes.rows(SOUTH, ASKED, PresentAssignment)
    assert isinstance(row.effect, PresentAssignment)
    name = row.effect.assignment_id
    kinds = {each: [row.kind for row in nodes.stores[each].vault(name)] for each in (NORTH, SOUTH)}
    assert kinds[SOUTH] == ["message", "screening", "answer", "display-name"]
    assert kinds[NORTH] == ["message", "screening", "display-name"]
    nodes.stores[SOUTH].erase(name)
    assert nodes.nodes[SOUTH].attachments(name) == ()


def test_nothing_personal_is_in_the_chain(nodes: AskingNodes) -> None:
    """No name and no account of a verification, no word of an enquiry."""
    nodes.ask(NORTH, ASKER, verification(identification("Maria Musterfrau")))
    payment_id = nodes.paid()
    asked = investigation(payment_id)
    nodes.ask(NORTH, ASKER, enquiry(asked, "Ask Jane Doe"))
    nodes.settle_down()
    nodes.answer(SOUTH, ASKED, report("Maria Musterfrau"))
    nodes.answer(SOUTH, ASKED, investigated(asked=asked))
    nodes.settle_down()
    for store in nodes.stores.values():
        entries = list(store.entries(0))
        assert any(unseal(each).vault for each in entries)
        for secret in (b"Musterfrau", b"62220001", b"6222 0001", b"Jane", b"credited"):
            assert not any(secret in each.body for each in entries)


class Losing(AskingNodes):
    """A node that loses, or changes, what travels beside an item."""

    def __init__(self) -> None:
        super().__init__()
        self.instead: dict[str, dict[str, bytes]] = {}

    @override
    def beside(self, hearer: str, each: Delivered) -> dict[str, bytes]:
        return self.instead.get(hearer, super().beside(hearer, each))


INSTEAD: tuple[Callable[[str], bytes], ...] = (
    lambda _payment_id: b"<Document",
    lambda _payment_id: recall_of("00000000-0000-4000-8000-00000000dead"),
    lambda payment_id: recall(cancelled(original_uetr=payment_id), banks=(ASKER, BANKS[SOUTH][1])),
    lambda payment_id: enquiry(investigation(payment_id)),
    lambda payment_id: recall_of(payment_id).replace(b"sent twice", b"Richard Roe"),
)


@pytest.mark.parametrize("instead", [None, *INSTEAD])
def test_a_question_without_its_message_is_not_presented(
    instead: Callable[[str], bytes] | None,
) -> None:
    """Or with another message, or one that our own lists stop: it fits no books, and no more."""
    nodes = Losing().found()
    nodes.refuses.add(SOUTH)
    payment_id = nodes.paid()
    nodes.instead[SOUTH] = {} if instead is None else {"message": instead(payment_id)}
    nodes.ask(NORTH, ASKER, recall_of(payment_id))
    nodes.settle_down()
    assert nodes.presented() == []
    (told,) = nodes.told(NORTH, ASKER)
    document, payment = cancellation_in(told.content)
    assert document.confirmation == "RJCR"
    assert [each.reason and each.reason.code for each in payment.reasons] == ["NOOR"]


@pytest.mark.parametrize(
    "raw",
    [b"", b"<Document", resolution("CNCL"), enquiry(), report()],
)
def test_an_answer_without_its_message_is_told_by_the_node(raw: bytes) -> None:
    """What the item says counts; a message that says otherwise is shown to nobody."""
    nodes = Losing().found()
    payment_id = nodes.paid()
    nodes.ask(NORTH, ASKER, recall_of(payment_id))
    nodes.settle_down()
    nodes.answer(SOUTH, ASKED, resolution("PDCR", uetr=payment_id))
    nodes.settle_down()
    nodes.instead[NORTH] = {"answer": raw} if raw else {}
    nodes.answer(SOUTH, ASKED, resolution("RJCR", reason="AC04", uetr=payment_id))
    nodes.settle_down()
    _pending, told = nodes.told(NORTH, ASKER)
    document, payment = cancellation_in(told.content)
    assert (document.confirmation, payment.status) == ("RJCR", "RJCR")
    assert [each.reason and each.reason.code for each in payment.reasons] == ["AC04"]
    assert payment.original_end_to_end_id == "E2E-1"


def test_an_answer_that_our_lists_stop_is_told_by_the_node(nodes: AskingNodes) -> None:
    """The outcome arrives, so the question is over; whom it named is told to nobody."""
    payment_id = nodes.paid()
    asked = investigation(payment_id)
    nodes.ask(NORTH, ASKER, enquiry(asked))
    nodes.settle_down()
    nodes.refuses.add(NORTH)
    answer = investigated(asked=asked).replace(b"It was credited.", b"Ask Richard Roe.")
    nodes.answer(SOUTH, ASKED, answer)
    nodes.settle_down()
    (told,) = nodes.told(NORTH, ASKER)
    assert b"Roe" not in told.content
    assert b"CLSD" in told.content


def test_a_name_is_masked_again_where_it_arrives() -> None:
    """A node that tells a whole name, or no text at all, shows it to nobody here."""
    nodes = Losing().found()
    for number, (raw, shown) in enumerate(
        ((b"Wang Fang", "W*** F***"), (b"\xff\xfe", ""), (b"A\x00B", "")), start=1
    ):
        nodes.instead.clear()
        name = f"VRF-{number}"
        nodes.ask(NORTH, ASKER, verification(message_id=name))
        nodes.settle_down()
        nodes.instead[NORTH] = {"display-name": raw, "answer": report()}
        nodes.answer(SOUTH, ASKED, report(original_message_id=name))
        nodes.settle_down()
        said = report_in(nodes.told(NORTH, ASKER)[-1].content)
        assert said.is_verified
        assert shown_in(said) == shown


def test_what_is_forgotten_is_told_by_its_id_alone(nodes: AskingNodes) -> None:
    """Once the key is erased, no word of either bank is left, and the queue goes on."""
    payment_id = nodes.paid()
    asked = investigation(payment_id)
    nodes.ask(NORTH, ASKER, recall_of(payment_id))
    nodes.ask(NORTH, ASKER, enquiry(asked))
    nodes.ask(NORTH, ASKER, verification())
    nodes.settle_down()
    nodes.answer(SOUTH, ASKED, resolution("CNCL", uetr=payment_id))
    nodes.answer(SOUTH, ASKED, investigated(asked=asked))
    nodes.answer(SOUTH, ASKED, report())
    nodes.settle_down()
    for store, rows in (
        (nodes.stores[NORTH], nodes.rows(NORTH, ASKER, TellAnswer)),
        (nodes.stores[SOUTH], nodes.rows(SOUTH, ASKED, PresentAssignment)),
    ):
        for row in rows:
            store.erase(row.effect.assignment_id)  # type: ignore[union-attr]
    told = nodes.told(NORTH, ASKER) + nodes.presented()
    assert len(told) == 6
    for each in told:
        assert receive(each.content).message == each.message
        for word in (b"E2E-1", b"credited", b"Wang", b"W***"):
            assert word not in each.content


def test_items_say_no_more_than_they_must(nodes: AskingNodes) -> None:
    """The digest of an account stays with the node that made it."""
    nodes.ask(NORTH, ASKER, verification())
    nodes.settle_down()
    nodes.answer(SOUTH, ASKED, report())
    sent = [
        row.effect.item
        for name, peer in ((NORTH, SOUTH), (SOUTH, NORTH))
        for row in nodes.stores[name].outbox(f"peer:{peer}", 0, 1_000)
        if isinstance(row.effect, TellPeer)
    ]
    questions = [item for item in sent if isinstance(item, Assigned)]
    answers = [item for item in sent if isinstance(item, AssignmentAnswered)]
    assert [each.assignment.subject for each in questions] == [b""]
    assert [each.outcome for each in answers] == [Outcome.MATCHED]
    subjects = [
        nodes.state(name).assignments[questions[0].assignment.assignment_id].assignment.subject
        for name in (NORTH, SOUTH)
    ]
    assert all(subjects)
    assert subjects[0] != subjects[1]
