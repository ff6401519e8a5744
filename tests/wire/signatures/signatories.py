"""Invented signatories with their keys, messages to sign, and how a refusal is told."""

import os
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Final

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, derive_private_key
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tallystick.terms.errors import RemoteMessageError
from tallystick.wire import xml
from tallystick.wire.iso20022.grammar import Message
from tallystick.wire.iso20022.messages import compose
from tallystick.wire.signatures.key_naming import IssuerSerial, KeyNaming
from tallystick.wire.signatures.keys import Algorithm, SigningKey
from tests.wire.iso20022.letters import ENVELOPE, PLAIN_TRANSFER

INPUTS: Final = Path(__file__).parents[3] / os.environ.get(
    "TALLYSTICK_TEST_DATA", "../shared/data"
)

# Two primes drawn from a seeded generator: an RSA key that keeps no secret.
_FIRST = int(
    "c79dbc121f04a6ffc272f5a7aa17c57cc61c96dbd8d4250d89df5e79bf7b6c6c"
    "3c2496ebac9261f1e429c87c9ecc7b5f75ff199d6ab6114f2207c6c03bf449fd"
    "2c564d56726c2c95f8dca309b5b39023fd09e37c7f9c13216bca9b3f18af266c"
    "3555d6ae15866ffb9fe5e39943cfeadf1279688cfce205cd1aefca62e22b64a7",
    16,
)
_SECOND = int(
    "fba129a7c038cb432008d409ba4d9d868338a572a0049e4406c347524fa37ca4"
    "92dbe8bad05f4a94df447f0af8f3da8b905eba4a0af8d1ff16796dc312249f98"
    "13a838916d8bc0c86682df6a8b50550f86048c680656fdac0dd9f7bbf69bfc7d"
    "5b7538c6fef884c25a0713e6caa8de41f5cf034a40575c8d914e44c1cc2821f9",
    16,
)
_EXPONENT = 65537


def rsa_key(first: int = _FIRST, second: int = _SECOND) -> rsa.RSAPrivateKey:
    """The RSA key of two primes."""
    private = pow(_EXPONENT, -1, (first - 1) * (second - 1))
    return rsa.RSAPrivateNumbers(
        first,
        second,
        private,
        rsa.rsa_crt_dmp1(private, first),
        rsa.rsa_crt_dmq1(private, second),
        rsa.rsa_crt_iqmp(first, second),
        rsa.RSAPublicNumbers(_EXPONENT, first * second),
    ).private_key()


def ed25519_key(name: str) -> Ed25519PrivateKey:
    """The Ed25519 key that a name stands for."""
    return Ed25519PrivateKey.from_private_bytes(sha256(name.encode()).digest())


_P256 = derive_private_key(int.from_bytes(sha256(b"p256").digest()), SECP256R1())
SIGNERS: Final = {
    "es": SigningKey("es", Algorithm.ES256, _P256),
    "eddsa": SigningKey("eddsa", Algorithm.EDDSA, ed25519_key("eddsa")),
    "ed": SigningKey("ed", Algorithm.ED25519, ed25519_key("ed")),
    "ps": SigningKey("ps", Algorithm.PS256, rsa_key()),
    "rs": SigningKey("rs", Algorithm.RS256, rsa_key()),
}
KEYS: Final = {name: each.verification_key() for name, each in SIGNERS.items()}
OTHER: Final = SigningKey("ed", Algorithm.ED25519, ed25519_key("another"))

KEY_INFO: Final = KeyNaming(IssuerSerial("CN=Example CA,O=Example & Co", 4711), "key-1")
MESSAGE: Final = compose(PLAIN_TRANSFER, Message("pacs.008.001.08"), ENVELOPE)


def canonical(raw: bytes) -> bytes:
    """The canonical form of a document."""
    return xml.canonical(xml.parse(raw))


def refusal(act: Callable[[], object]) -> str:
    """The code of the error by which something is refused."""
    with pytest.raises(RemoteMessageError) as caught:
        act()
    assert caught.value.detail.isprintable()
    assert len(caught.value.detail) <= 400
    return caught.value.code
