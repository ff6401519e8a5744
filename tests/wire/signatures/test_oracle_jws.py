"""What joserfc signs we verify, and what we sign joserfc verifies: the payload not encoded."""

from typing import Any

import pytest
from cryptography.hazmat.primitives import serialization

from tallystick.wire.signatures.jws import Expected, Signed, sign, verify
from tests.wire.signatures.signatories import KEYS, MESSAGE, SIGNERS

AT = 1_790_000_000_000
EXPECTED = Expected(recipient="SOUTH", earliest=AT, latest=AT)
OURS = {"b64": "bool", "aud": "str", "at": "int"}  # of the header, what no standard library knows
KINDS = {"es": "ECKey", "ed": "OKPKey", "ps": "RSAKey"}
each_name = pytest.mark.parametrize("name", KINDS)


def library(name: str) -> tuple[Any, Any, Any]:
    """The library, a key as it takes it, and what it must know of our header."""
    jose = pytest.importorskip("joserfc.jws")
    jwk = pytest.importorskip("joserfc.jwk")
    parameter = pytest.importorskip("joserfc.registry").HeaderParameter
    pem = SIGNERS[name].private.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    registry = jose.JWSRegistry(
        header_registry={each: parameter(each, kind) for each, kind in OURS.items()},
        algorithms=[str(SIGNERS[name].algorithm)],
    )
    return jose, getattr(jwk, KINDS[name]).import_key(pem), registry


@each_name
def test_joserfc_verifies_what_we_sign(name: str) -> None:
    """Until a byte of the message is another."""
    jose, key, registry = library(name)
    signature = sign(MESSAGE, SIGNERS[name], "SOUTH", AT)
    jose.deserialize_compact(signature, key, payload=MESSAGE, registry=registry)
    with pytest.raises(pytest.importorskip("joserfc.errors").BadSignatureError):
        jose.deserialize_compact(signature, key, payload=MESSAGE + b" ", registry=registry)


@each_name
def test_we_verify_what_joserfc_signs(name: str) -> None:
    """Once it is told what our header holds."""
    jose, key, registry = library(name)
    header = {
        "typ": "message+jws",
        "kid": name,
        "alg": str(SIGNERS[name].algorithm),
        "crit": ["b64", "aud", "at"],
        "b64": False,
        "aud": "SOUTH",
        "at": AT,
    }
    whole = jose.serialize_compact(header, MESSAGE, key, registry=registry)
    text = whole if isinstance(whole, str) else whole.decode()
    detached = f"{text.partition('.')[0]}..{text.rpartition('.')[2]}"
    assert verify(detached, MESSAGE, KEYS, EXPECTED) == Signed(name, AT)
