"""What is repeated of a message is the same, whoever has read it."""

from pathlib import Path

import pytest
from hypothesis import given

from tallystick.admission.orders import transfer_in
from tallystick.admission.parties import Return, Transfer
from tallystick.admission.returns import payment_id_of, return_in
from tallystick.links.originals import original_of, read_original
from tallystick.terms.errors import RemoteMessageError
from tallystick.wire.iso20022.grammar import Message
from tests.admission.returns import VERSIONS, payment_return
from tests.links.test_participants import STORED
from tests.wire.iso20022.samples import INPUTS


@given(STORED)
def test_what_was_read_before_is_what_is_read_again(raw: bytes) -> None:
    """From the view of the admitted message, and from its stored bytes."""
    read = transfer_in(raw)
    assert isinstance(read, Transfer)
    assert original_of(read.message, read.document) == read_original(raw)


@pytest.mark.parametrize("message", VERSIONS)
def test_of_a_return_its_own_id_is_repeated(message: Message) -> None:
    """With its original's references; and from both its payment's id follows."""
    raw = payment_return(message=message)
    read = return_in(raw)
    assert isinstance(read, Return)
    original = original_of(read.message, read.document)
    assert original == read_original(raw)
    assert (original.message, original.payment.instruction_id) == (message, "RTR-1")
    assert original.payment_id == payment_id_of(read)


def payments_in(folder: Path) -> list[tuple[bytes, Transfer]]:
    """Return every message of one payment below a folder, and what it says."""
    found = []
    for path in sorted(folder.rglob("*.xml")):
        raw = path.read_bytes()
        try:
            read = transfer_in(raw)
        except RemoteMessageError:
            continue
        if isinstance(read, Transfer):
            found.append((raw, read))
    return found


@pytest.mark.slow
def test_real_messages_are_repeated_alike() -> None:
    """Every sample that is one payment."""
    if not INPUTS.exists():
        pytest.skip("the sample messages are not at TALLYSTICK_TEST_DATA")
    payments = payments_in(INPUTS / "iso20022")
    for raw, read in payments:
        assert original_of(read.message, read.document) == read_original(raw)
    assert len(payments) > 40
