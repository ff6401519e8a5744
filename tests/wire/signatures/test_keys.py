"""A key is good for one algorithm, and for what its owner signed."""

from base64 import urlsafe_b64decode
from hashlib import sha256

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import (
    SECP256R1,
    SECP384R1,
    EllipticCurvePublicNumbers,
    derive_private_key,
)
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tallystick.terms.errors import LocalMessageError
from tallystick.wire.signatures.keys import Algorithm, PublicKey, SigningKey, VerificationKey
from tests.wire.signatures.signatories import KEYS, SIGNERS, ed25519_key, rsa_key

CONTENT = b"what is signed"


def octets(text: str) -> bytes:
    """What a text in base64url stands for."""
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


@pytest.mark.parametrize("name", SIGNERS)
def test_a_key_knows_what_its_owner_signed(name: str) -> None:
    """It fits the content and no other, of no other key."""
    signature = SIGNERS[name].sign(CONTENT)
    assert KEYS[name].fits(signature, CONTENT)
    assert not KEYS[name].fits(signature, CONTENT + b".")
    assert [other for other in KEYS if KEYS[other].fits(signature, CONTENT)] == [name]


@pytest.mark.parametrize("name", SIGNERS)
@pytest.mark.parametrize("change", ["", "short", "long"])
def test_a_signature_of_another_length_fits_nothing(name: str, change: str) -> None:
    """Nor does it raise anything."""
    signature = SIGNERS[name].sign(CONTENT)
    other = {"": b"", "short": signature[:-1], "long": signature + b"\x00"}[change]
    assert not KEYS[name].fits(other, CONTENT)


def test_an_ecdsa_signature_of_zeros_fits_nothing() -> None:
    """Nor one of numbers as large as can be written."""
    for byte in (b"\x00", b"\xff"):
        assert not KEYS["es"].fits(byte * 64, CONTENT)


EC_KEY = derive_private_key(int.from_bytes(sha256(b"ec").digest()), SECP256R1()).public_key()
P384_KEY = derive_private_key(7, SECP384R1()).public_key()
ED_KEY = ed25519_key("ed").public_key()
RSA_KEY = rsa_key().public_key()
SHORT_KEY = rsa_key(2**521 - 1, 2**607 - 1).public_key()  # two known primes, 1128 bits
MISFITS: tuple[tuple[Algorithm, PublicKey], ...] = (
    (Algorithm.ES256, ED_KEY),
    (Algorithm.ES256, RSA_KEY),
    (Algorithm.ES256, P384_KEY),
    (Algorithm.ED25519, EC_KEY),
    (Algorithm.EDDSA, RSA_KEY),
    (Algorithm.PS256, EC_KEY),
    (Algorithm.RS256, ED_KEY),
    (Algorithm.RS256, SHORT_KEY),
    (Algorithm.PS256, SHORT_KEY),
)


@pytest.mark.parametrize(("algorithm", "key"), MISFITS)
def test_a_key_is_not_listed_for_what_it_is_not(algorithm: Algorithm, key: PublicKey) -> None:
    """Whoever lists keys is told at once."""
    with pytest.raises(LocalMessageError) as caught:
        VerificationKey(algorithm, key)
    assert caught.value.code == "signature-key"


def test_a_key_shows_nothing_of_itself() -> None:
    """What a log may print of a signing key is its name and algorithm."""
    assert repr(SIGNERS["ed"]) == "SigningKey('ed', Ed25519)"
    with pytest.raises(LocalMessageError):
        SigningKey("x", Algorithm.ES256, ed25519_key("x"))


def test_the_example_of_rfc_7515_a_3() -> None:
    """ES256 over the standard's own example fits."""
    numbers = EllipticCurvePublicNumbers(
        int.from_bytes(octets("f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU")),
        int.from_bytes(octets("x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0")),
        SECP256R1(),
    )
    key = VerificationKey(Algorithm.ES256, numbers.public_key())
    content = (
        b"eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFt"
        b"cGxlLmNvbS9pc19yb290Ijp0cnVlfQ"
    )
    signature = (
        "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q"
    )
    assert key.fits(octets(signature), content)


def test_the_example_of_rfc_8037_a_4() -> None:
    """Ed25519 makes the standard's own signature, to the byte."""
    private = Ed25519PrivateKey.from_private_bytes(
        octets("nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A")
    )
    key = SigningKey("rfc", Algorithm.EDDSA, private)
    content = b"eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc"
    signature = octets(
        "hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg"
    )
    assert key.sign(content) == signature
    assert key.verification_key().fits(signature, content)
