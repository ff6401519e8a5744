"""A bank's status request becomes a question after one payment."""

import pytest

from tallystick.admission.desk import Admitted, Refused
from tallystick.admission.status_requests import admit_status_request
from tallystick.core.commands import AskStatus
from tallystick.terms.errors import RemoteMessageError
from tallystick.terms.returns import return_payment_id
from tallystick.wire.iso20022.grammar import Message
from tallystick.wire.iso20022.originals import OriginalMessage
from tallystick.wire.iso20022.status_request import RequestedGroup
from tests.admission.messages import (
    NORTH_BANK,
    UETR,
    credit_transfer,
    requested,
    status_request,
)

VERSIONS = (Message("pacs.028.001.03"), Message("pacs.028.001.06"))
OF_A_RETURN = OriginalMessage("MSG-1", "pacs.004.001.09")


@pytest.mark.parametrize("version", VERSIONS)
def test_a_payment_is_asked_after_by_its_uetr(version: Message) -> None:
    """In either version, by the bank that sends the message."""
    given = admit_status_request(NORTH_BANK, status_request(message=version))
    assert given == Admitted(AskStatus(UETR, NORTH_BANK))


@pytest.mark.parametrize(
    ("raw", "field"),
    [
        (status_request(requested(original_uetr="")), "OrgnlUETR"),
        (status_request(requested(), requested()), "TxInf"),
        (status_request(requested(original_message=OF_A_RETURN)), "OrgnlInstrId"),
        (
            status_request(
                groups=(RequestedGroup(message_id="MSG-1", message_name="pacs.004.001.09"),)
            ),
            "OrgnlInstrId",
        ),
        (credit_transfer(), "Document"),
    ],
)
def test_what_asks_after_no_one_payment_is_refused(raw: bytes, field: str) -> None:
    """None or several, or one that no UETR names."""
    given = admit_status_request(NORTH_BANK, raw)
    assert isinstance(given, Refused)
    assert given.field == field


def test_a_question_after_a_message_alone_is_refused() -> None:
    """A payment is asked after, not the message that it came in."""
    raw = status_request(
        groups=(RequestedGroup(message_id="MSG-1", message_name="pacs.008.001.13"),), alone=True
    )
    given = admit_status_request(NORTH_BANK, raw)
    assert isinstance(given, Refused)
    assert given.field == "TxInf"


def test_a_broken_question_is_the_sender_s_mistake() -> None:
    """Its schema is judged first."""
    with pytest.raises(RemoteMessageError):
        admit_status_request(NORTH_BANK, status_request().replace(UETR.encode(), b"nothing"))


def test_a_return_is_asked_after_by_its_own_id_too() -> None:
    """Its original's UETR with its RtrId: a payment may have several returns."""
    asked = requested(original_message=OF_A_RETURN, original_instruction_id="RTR-1")
    given = admit_status_request(NORTH_BANK, status_request(asked))
    assert isinstance(given, Admitted)
    assert given.command == AskStatus(return_payment_id(UETR, "RTR-1"), NORTH_BANK)
