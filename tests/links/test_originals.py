"""What is repeated of a message is the same, whoever has read it."""

from pathlib import Path

import pytest
from hypothesis import given

from tallystick.admission.orders import transfer_in
from tallystick.admission.parties import Transfer
from tallystick.links.originals import original_of, read_original
from tallystick.terms.errors import RemoteMessageError
from tests.links.test_participants import STORED
from tests.wire.iso20022.samples import INPUTS


@given(STORED)
def test_what_was_read_before_is_what_is_read_again(raw: bytes) -> None:
    """From the view of the admitted message, and from its stored bytes."""
    read = transfer_in(raw)
    assert isinstance(read, Transfer)
    assert original_of(read.message, read.document) == read_original(raw)


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


def test_real_messages_are_repeated_alike() -> None:
    """Every sample that is one payment."""
    if not INPUTS.exists():
        pytest.skip("the sample messages are not at TALLYSTICK_TEST_DATA")
    payments = payments_in(INPUTS / "iso20022")
    for raw, read in payments:
        assert original_of(read.message, read.document) == read_original(raw)
    assert len(payments) > 40
