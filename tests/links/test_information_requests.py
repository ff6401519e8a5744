"""The letter by which a node asks one of its banks, and what an invented bank answers to it."""

import pytest

from tallystick.links.assignments import ANSWERS
from tallystick.links.information_requests import (
    REQUEST_VERSION,
    Wanted,
    request_letter,
    words_in,
)
from tallystick.links.originals import read_original
from tallystick.sandbox.case_letters import Envelope, answer_letter
from tallystick.terms.errors import LocalMessageError
from tallystick.terms.reviews import Subject
from tallystick.wire.iso20022.check import check
from tallystick.wire.iso20022.code_sets import published
from tallystick.wire.iso20022.investigation import InvestigationRequest, InvestigationResponse
from tallystick.wire.iso20022.messages import receive
from tests.admission.messages import UETR, credit_transfer

NUMBER = "0" * 32
WANTED = Wanted(NUMBER, "NORTH", "NOBKRUMM", UETR, Subject.PURPOSE, "RQIN", "Which goods?")
# Codes that say why a bank is asked, and not what.
WHY = {"AMLI", "FCCI", "FRAD", "FWTR"}


def asked_in(letter: bytes) -> InvestigationRequest:
    """Return what a letter asks."""
    received = receive(letter)
    assert isinstance(received.document, InvestigationRequest)
    assert received.message == REQUEST_VERSION
    return received.document


@pytest.mark.parametrize("subject", Subject)
def test_every_subject_is_a_code_that_does_not_say_why(subject: Subject) -> None:
    """And its letter breaks no rule of the schema and has the codes of the published sets."""
    reasons = published().get("ExternalInvestigationReason1Code")
    assert reasons is not None
    assert subject.value in reasons.codes
    assert subject.value not in WHY
    letter = request_letter(WANTED._replace(subject=subject), None)
    assert not check(letter).errors
    document = asked_in(letter)
    assert document.investigation.sub_kind is None
    assert document.investigation.kind.code == "RQFI"


def test_it_names_the_payment_by_its_own_references() -> None:
    """As its bank wrote them; without the message, by the UETR alone."""
    original = read_original(credit_transfer())
    assert original is not None
    underlying = asked_in(request_letter(WANTED, original)).investigation.underlying_interbank
    bare = asked_in(request_letter(WANTED, None)).investigation.underlying_interbank
    assert underlying is not None
    assert bare is not None
    assert (underlying.uetr, underlying.message_id) == (UETR, original.message_id)
    assert underlying.end_to_end_id == original.payment.end_to_end_id
    assert (bare.uetr, bare.message_id) == (UETR, "")


@pytest.mark.parametrize("text", ["", "x" * 501, "a\x00b"])
def test_what_has_no_place_in_the_message_is_not_written(text: str) -> None:
    """A text too long or of no characters never leaves as it is."""
    if not text:
        assert words_in(request_letter(WANTED._replace(text=text), None)) == ""
        return
    with pytest.raises(LocalMessageError):
        request_letter(WANTED._replace(text=text), None)


def test_an_invented_bank_answers_it() -> None:
    """With a lawful camt.111 that repeats the request, and with words of its own."""
    letter = request_letter(WANTED, None)
    answer = answer_letter(receive(letter), {}, Envelope("A-1", 0))
    assert not check(answer).errors
    received = receive(answer)
    assert received.message == ANSWERS[REQUEST_VERSION]
    assert isinstance(received.document, InvestigationResponse)
    assert received.document.investigation.requestor_investigation_id == NUMBER
    assert "customer" in words_in(answer)


def test_words_are_read_of_these_two_messages_alone() -> None:
    """What is no message, or another, has none."""
    assert words_in(request_letter(WANTED, None)) == "Which goods?"
    assert words_in(b"no message") == words_in(credit_transfer()) == ""
