"""A file is verified as it lies on the disk, behind its signature's header."""

import io

import pytest

from tallystick.wire.signatures.jws import (
    Signed,
    protected_in,
    sign,
    signing_input,
    verify_input,
)
from tests.wire.signatures.signatories import KEYS, MESSAGE, SIGNERS, refusal
from tests.wire.signatures.test_jws import ALLOWED, AT, EXPECTED


def mapped(signature: str, content: bytes = MESSAGE) -> memoryview:
    """Return what a file holds whose signature has come before it."""
    return memoryview(io.BytesIO(signing_input(protected_in(signature), content)).getvalue())


@pytest.mark.parametrize("name", ALLOWED)
def test_every_algorithm_verifies_what_is_mapped(name: str) -> None:
    """The same answer as for a message in memory; another file is refused."""
    signature = sign(MESSAGE, SIGNERS[name], "SOUTH", AT)
    assert verify_input(signature, mapped(signature), KEYS, EXPECTED) == Signed(name, AT)
    other = mapped(signature, MESSAGE + b" ")
    assert refusal(lambda: verify_input(signature, other, KEYS, EXPECTED)) == "signature-value"


def test_a_file_behind_another_header_is_refused() -> None:
    """What stands before the file is what the signature says, or it is not what was signed."""
    signature = sign(MESSAGE, SIGNERS["ed"], "SOUTH", AT)
    for before in (b"", b".", b"e30.", b"\xff" * 40 + b"."):
        signed = memoryview(before + MESSAGE)
        found = refusal(lambda signed=signed: verify_input(signature, signed, KEYS, EXPECTED))  # type: ignore[misc]
        assert found == "signature-value"
    assert refusal(lambda: verify_input("", memoryview(b""), KEYS, EXPECTED)) == "signature-form"
