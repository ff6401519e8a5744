"""What a bank asks, and what it answers: admitted, or refused with every fault told."""

from collections.abc import Callable

import msgspec
import pytest

from tallystick.admission.assignments import admit_assignment, admit_response
from tallystick.admission.desk import EVIDENCE, MESSAGE, Admitted, Refused, Sought
from tallystick.admission.items import Told, admit_item
from tallystick.core.assignments import AssignmentKind, Outcome
from tallystick.core.commands import AnswerAssignment, Assign, HearPeer
from tallystick.core.items import Assigned
from tallystick.core.questions import is_well_named
from tallystick.terms.errors import RemoteMessageError
from tallystick.terms.reasons import StatusReason
from tallystick.terms.verdicts import Outcome as Verdict
from tallystick.wire.iso20022.business_header import BusinessApplicationHeader
from tallystick.wire.iso20022.cancellation_request import CancelledGroup
from tallystick.wire.iso20022.messages import compose, receive
from tallystick.wire.iso20022.verification import IdentificationVerificationRequest
from tallystick.wire.iso20022.views import Account, Agent, Identifier, Party, PartyOrAgent
from tests.admission.messages import (
    NORTH_BANK,
    SOUTH_BANK,
    UETR,
    credit_transfer,
    desk,
    status_report,
)
from tests.admission.questions import (
    INVESTIGATED,
    RECALLS,
    REPORTS,
    RESOLUTIONS,
    VERIFICATIONS,
    cancelled,
    enquiry,
    identification,
    investigated,
    investigation,
    recall,
    refusing_desk,
    report,
    resolution,
    verification,
)

REQUIRED, BROKEN = StatusReason.REQUIRED_ELEMENT_MISSING, StatusReason.INVALID_FILE_FORMAT
AGENT = StatusReason.INCORRECT_AGENT


def asked(raw: bytes, sender: str = NORTH_BANK) -> Assign:
    """Return the command for a question that is admitted."""
    admitted = admit_assignment(desk(), sender, raw)
    assert isinstance(admitted, Admitted), admitted
    assert [kind for kind, _ in admitted.kept] == [MESSAGE, EVIDENCE]
    assert admitted.kept[0][1] == raw
    assert isinstance(admitted.command, Assign)
    return admitted.command


def faults(given: object) -> list[tuple[StatusReason, str]]:
    """Return every fault of what was refused: its reason and where it is."""
    assert isinstance(given, Refused), given
    assert given.text
    return [(given.reason, given.field), *((each[0], each[1]) for each in given.others)]


def answered(
    raw: bytes, question: bytes | None = None, sender: str = SOUTH_BANK
) -> AnswerAssignment:
    """Return the command for an answer that is admitted."""
    admitted = admit_response(desk(), sender, raw)
    if isinstance(admitted, Sought):
        admitted = admitted.finish(verification() if question is None else question)
    assert isinstance(admitted, Admitted), admitted
    assert isinstance(admitted.command, AnswerAssignment)
    return admitted.command


@pytest.mark.parametrize("message", RECALLS)
def test_a_recall_is_of_its_payment(message: str) -> None:
    """Its id is the payment's, its banks are those of the case."""
    assignment = asked(recall(message=message)).assignment  # type: ignore[arg-type]
    assert (assignment.kind, assignment.payment_id) == (AssignmentKind.RECALL, UETR)
    assert assignment.assignment_id == f"recall:{UETR}"
    assert (assignment.assigner, assignment.assignee) == (NORTH_BANK, SOUTH_BANK)
    assert (assignment.subject, is_well_named(assignment)) == (b"", True)


def test_the_payment_may_name_its_own_banks() -> None:
    """They go before those of the whole message, which another may have written."""
    raw = recall(
        cancelled(assigner=Agent(bic=NORTH_BANK), assignee=Agent(bic=SOUTH_BANK)),
        banks=("FORWXXMM", "ELSEXXMM"),
    )
    assignment = asked(raw).assignment
    assert (assignment.assigner, assignment.assignee) == (NORTH_BANK, SOUTH_BANK)


GROUP = CancelledGroup(
    message_id="MSG-1", message_name="pacs.008.001.13", is_group_cancellation=True
)
HEADER = BusinessApplicationHeader(
    sender_agent=Agent(bic=SOUTH_BANK),
    recipient_agent=Agent(bic=SOUTH_BANK),
    business_message_id="RECALL-1",
    message_definition=RECALLS[0],
    creation_date_time="2026-11-30T10:00:00Z",
)
UNLAWFUL = (
    (recall(cancelled(), cancelled()), [(BROKEN, "Undrlyg/TxInf")]),
    (
        recall(cancelled(), group=GROUP),
        [(StatusReason.TRANSACTION_NOT_SUPPORTED, "OrgnlGrpInfAndCxl/GrpCxl")],
    ),
    (
        recall(cancelled(original_uetr=""), number_of_transactions=2),
        [(BROKEN, "CtrlData/NbOfTxs"), (REQUIRED, "TxInf/OrgnlUETR")],
    ),
    (recall(banks=(NORTH_BANK, NORTH_BANK)), [(AGENT, "Assgnmt/Assgne")]),
    (recall(banks=(SOUTH_BANK, NORTH_BANK)), [(AGENT, "Assgnmt/Assgnr")]),
    (recall(header=HEADER), [(AGENT, "AppHdr/Fr")]),
    (
        recall(
            banks=(SOUTH_BANK, NORTH_BANK),
            header=msgspec.structs.replace(HEADER, copy_duplicate="COPY"),
        ),
        [(AGENT, "Assgnmt/Assgnr"), (StatusReason.TRANSACTION_FORBIDDEN, "AppHdr/CpyDplct")],
    ),
    (
        enquiry(investigation(uetr="", underlying_account=Account(other=Identifier("1")))),
        [(REQUIRED, "InvstgtnReq/Undrlyg")],
    ),
    (verification(identification(), identification("Li Wei")), [(BROKEN, "Vrfctn")]),
    (
        verification(identification("", account=None, agent=Agent(bic="ELSEXXMM"))),
        [
            (REQUIRED, "PtyAndAcctId/Acct"),
            (REQUIRED, "PtyAndAcctId/Pty/Nm"),
            (AGENT, "PtyAndAcctId/Agt"),
        ],
    ),
    (credit_transfer(), [(BROKEN, "Document")]),
    (resolution(), [(BROKEN, "Document")]),
)


@pytest.mark.parametrize(("raw", "expected"), UNLAWFUL)
def test_every_fault_of_a_question_is_told(
    raw: bytes, expected: list[tuple[StatusReason, str]]
) -> None:
    """With the reason and the place of each."""
    assert faults(admit_assignment(desk(), NORTH_BANK, raw)) == expected


@pytest.mark.parametrize("name", ["Wang Fang", "Ivanova", "62220001"])
def test_who_is_named_by_a_name_is_no_bank(name: str) -> None:
    """A customer's name in a bank's place would be in the chain, where nothing is erased."""
    document = receive(verification()).document
    assert isinstance(document, IdentificationVerificationRequest)
    somebody = PartyOrAgent(party=Party(name=name))
    document = msgspec.structs.replace(document, assignee=somebody)
    refused = admit_assignment(desk(), NORTH_BANK, compose(document, VERIFICATIONS[0]))
    assert faults(refused) == [(AGENT, "Assgnmt/Assgne")]


def test_an_enquiry_is_known_by_its_own_number() -> None:
    """By that of the case; without one by that of the message. Other banks have other ids."""
    first = asked(enquiry()).assignment
    chased = asked(enquiry(investigation(message_id="ENQ-9"))).assignment
    assert (first.kind, first.payment_id) == (AssignmentKind.ENQUIRY, UETR)
    assert first.assignment_id == chased.assignment_id
    assert first.content != chased.content
    bare = [
        asked(enquiry(investigation(message_id=each, requestor_investigation_id=""))).assignment
        for each in ("INV-1", "INV-2")
    ]
    assert bare[0].assignment_id == first.assignment_id
    assert bare[1].assignment_id != first.assignment_id
    assert all(is_well_named(each) for each in (first, *bare))


@pytest.mark.parametrize("message", VERIFICATIONS)
def test_a_verification_counts_by_its_account(message: str) -> None:
    """However its number is written; the name does not count, and is in no field."""
    accounts = (
        Account(other=Identifier("6222 0001")),
        Account(other=Identifier("6222-0001")),
        Account(other=Identifier("\uff16222\u20030001")),
        Account(other=Identifier("62220002")),
    )
    first, second, wide, other = (
        asked(verification(identification(account=each), message=message)).assignment  # type: ignore[arg-type]
        for each in accounts
    )
    assert (first.kind, first.payment_id) == (AssignmentKind.VERIFICATION, "")
    assert first.subject
    assert first.subject == second.subject == wide.subject != other.subject
    assert is_well_named(first)


def test_ids_of_neighbouring_words_differ() -> None:
    """What ends one of a bank's own ids is not taken for the beginning of the next."""
    names = {
        asked(verification(message_id=each)).assignment.assignment_id
        for each in ("VRF-1", "VRF-1V")
    }
    assert len(names) == 2


@pytest.mark.parametrize("on_hit", [Verdict.REFUSE, Verdict.BLOCK])
@pytest.mark.parametrize(
    "raw",
    [
        recall(cancelled()).replace(b"sent twice", b"Richard Roe"),
        enquiry(narrative="Ask Richard Roe."),
        verification(identification("Richard Roe")),
    ],
)
def test_a_listed_name_stops_a_question(raw: bytes, on_hit: Verdict) -> None:
    """For regulatory reason, and no word of whom or where."""
    given = admit_assignment(refusing_desk(on_hit), NORTH_BANK, raw)
    assert faults(given) == [(StatusReason.REGULATORY_REASON, "Document")]
    assert isinstance(given, Refused)
    assert "Roe" not in given.text


def test_what_would_be_held_goes_on_with_its_evidence() -> None:
    """Nothing is held of it, because no money moves."""
    admitted = admit_assignment(desk(), NORTH_BANK, enquiry(narrative="Ask Richard Roe."))
    assert isinstance(admitted, Admitted)
    assert b"Roe" in dict(admitted.kept)[EVIDENCE]
    assert b'"hold"' in dict(admitted.kept)[EVIDENCE]


# Answers.

RECALLED = (
    (resolution("CNCL"), Outcome.CANCELLED, ""),
    (resolution("CNCL", "ACCR"), Outcome.CANCELLED, ""),
    (resolution("RJCR", "RJCR", "CUST"), Outcome.REJECTED, "CUST"),
    (resolution("PDCR", message=RESOLUTIONS[1]), Outcome.PENDING, ""),
    (investigated(), Outcome.EXPLAINED, ""),
    (investigated("RJCT", "NOOR", message=INVESTIGATED[1]), Outcome.REJECTED, "NOOR"),
)


@pytest.mark.slow
@pytest.mark.parametrize(("raw", "outcome", "reason"), RECALLED)
def test_an_answer_says_one_outcome(raw: bytes, outcome: Outcome, reason: str) -> None:
    """Of the question that it names."""
    command = answered(raw)
    assert (command.participant_id, command.outcome, command.reason) == (
        SOUTH_BANK,
        outcome,
        reason,
    )
    questions = (recall(), enquiry())
    assert command.assignment_id in {asked(each).assignment.assignment_id for each in questions}


UNANSWERING: tuple[tuple[bytes, list[tuple[StatusReason, str]]], ...] = (
    (resolution("CNCL", "RJCR"), [(BROKEN, "Sts/Conf")]),
    (resolution("MODI"), [(BROKEN, "Sts/Conf")]),
    (resolution("CNCL", uetr=""), [(REQUIRED, "TxInfAndSts/OrgnlUETR")]),
    (investigated("PDNG"), [(BROKEN, "InvstgtnRspn/InvstgtnSts/Sts")]),
    (report(original_message_id=""), [(REQUIRED, "OrgnlAssgnmt/MsgId")]),
    (status_report("ACCP"), [(BROKEN, "Document")]),
    (recall(), [(BROKEN, "Document")]),
)


@pytest.mark.parametrize(("raw", "expected"), UNANSWERING)
def test_every_fault_of_an_answer_is_told(
    raw: bytes, expected: list[tuple[StatusReason, str]]
) -> None:
    """With the reason and the place of each."""
    assert faults(admit_response(desk(), SOUTH_BANK, raw)) == expected


@pytest.mark.parametrize("raw", [resolution(), investigated(), report()])
def test_nobody_answers_for_another(raw: bytes) -> None:
    """The answer is from whoever hands it in."""
    assert {reason for reason, _field in faults(admit_response(desk(), "SOB2CNSH", raw))} == {
        AGENT
    }


FOUND = (
    (report("Wang Fang"), Outcome.MATCHED, b"W*** F***"),
    (report("Wong Fang"), Outcome.CLOSE, b"W*** F***"),
    (report("Wong Fang", is_verified=False), Outcome.CLOSE, b"W*** F***"),
    (report("Li Wei"), Outcome.DIFFERENT, None),
    (report("Wang Fang", is_verified=False), Outcome.UNKNOWN, None),
    (report("Wang Fang", "PN02", is_verified=False), Outcome.CLOSE, None),
    (report("", is_verified=True), Outcome.MATCHED, None),
    (report("", "PN01", is_verified=False), Outcome.DIFFERENT, None),
    (report("", "AC01", is_verified=False), Outcome.UNKNOWN, None),
    (report("", is_verified=False, message=REPORTS[1]), Outcome.UNKNOWN, None),
)


@pytest.mark.parametrize(("raw", "outcome", "shown"), FOUND)
def test_the_node_finds_whose_an_account_is(
    raw: bytes, outcome: Outcome, shown: bytes | None
) -> None:
    """By the names where both are told, by the bank's word where not."""
    sought = admit_response(desk(), SOUTH_BANK, raw)
    assert isinstance(sought, Sought)
    assert sought.assignment_id == asked(verification()).assignment.assignment_id
    admitted = sought.finish(verification())
    assert isinstance(admitted, Admitted)
    assert isinstance(admitted.command, AnswerAssignment)
    assert (admitted.command.outcome, admitted.command.reason) == (outcome, "")
    assert dict(admitted.kept).get("display-name") == shown


@pytest.mark.parametrize("question", [b"", b"<a/>", recall()])
def test_a_report_on_nothing_finds_nothing(question: bytes) -> None:
    """Its question is erased, or never was: the core says what that means."""
    assert answered(report(), question).outcome is Outcome.UNKNOWN


# What the other node sends.


def heard(raw: bytes | None, question: bytes | None = None, **over: object) -> HearPeer:
    """Return the command for an item that asks what `question` says, with these bytes beside."""
    assignment = asked(question or recall()).assignment
    changed = msgspec.structs.replace(assignment, subject=b"", **over)
    beside = {} if raw is None else {MESSAGE: raw}
    item = Assigned("RUB-CNY", changed)
    admitted = admit_item(desk(), Told("NORTH", 1, item, beside, (1, b"h")))
    assert isinstance(admitted.command, HearPeer)
    assert bool(admitted.kept) is not admitted.command.is_unread
    return admitted.command


def test_what_is_heard_is_read_again() -> None:
    """By our own key is counted how often an account is asked after."""
    assert not heard(recall()).is_unread
    command = heard(verification(), verification())
    assert command.subject == asked(verification()).assignment.subject
    assert heard(recall()).subject == b""


UNREAD: tuple[Callable[[], HearPeer], ...] = (
    lambda: heard(None),
    lambda: heard(b""),
    lambda: heard(b"\xff" * 64),
    lambda: heard(b"<a>" * 10_000),
    lambda: heard(enquiry()),
    lambda: heard(recall(banks=(NORTH_BANK, "SOB2CNSH"))),
    lambda: heard(recall(), payment_id="00000000-0000-4000-8000-000000000000"),
    lambda: heard(recall(), assigner="NOB2RUMM"),
    lambda: heard(recall(), kind=AssignmentKind.ENQUIRY),
    lambda: heard(recall(header=HEADER)),
)


@pytest.mark.parametrize("case", UNREAD)
def test_what_says_something_else_is_unread(case: Callable[[], HearPeer]) -> None:
    """The core is told so, and presents nothing."""
    assert case().is_unread


HOSTILE = (
    b"",
    b"<Document",
    recall().replace(b"RECALL-1", b"R" * 36),
    recall().replace(UETR.encode(), UETR.upper().encode()),
    b'<!DOCTYPE a [<!ENTITY b "c">]>' + recall().partition(b"?>")[2],
    recall().replace(b"sent twice", b"x" * 106),
    enquiry().replace(b"Where is it?", b"x" * 100_000),
)


@pytest.mark.parametrize("raw", HOSTILE)
def test_broken_bytes_are_no_question(raw: bytes) -> None:
    """They are refused as a message, before they mean anything."""
    with pytest.raises(RemoteMessageError):
        admit_assignment(desk(), NORTH_BANK, raw)
    with pytest.raises(RemoteMessageError):
        admit_response(desk(), NORTH_BANK, raw)


@pytest.mark.parametrize("name", ["Robert'); DROP TABLE", "\u202eanna", "a" * 140, "<b>&amp;</b>"])
def test_hostile_names_are_only_compared(name: str) -> None:
    """Whatever a name holds, it is asked about and never run, and never shown."""
    raw = verification(identification(party=Party(name=name)))
    assert asked(raw).assignment.subject
    assert answered(report("Wang Fang"), raw).outcome is Outcome.DIFFERENT
