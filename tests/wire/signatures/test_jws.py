"""A detached JWS says who signed these bytes, for whom and when, or it is refused."""

import hmac
import json
from base64 import urlsafe_b64encode
from hashlib import sha256

import msgspec
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tallystick.terms.errors import LocalMessageError, RemoteMessageError
from tallystick.wire.signatures import jws, xmldsig
from tallystick.wire.signatures.jws import Expected, Signed, sign, signing_input, verify
from tallystick.wire.signatures.keys import Algorithm, SigningKey
from tests.every import for_each
from tests.wire.signatures.signatories import KEYS, MESSAGE, OTHER, SIGNERS, refusal
from tests.wire.signatures.test_keys import octets

AT = 1_790_000_000_000
EXPECTED = Expected(recipient="SOUTH", earliest=AT - 5_000, latest=AT + 5_000)
ALLOWED = [name for name in SIGNERS if SIGNERS[name].algorithm in jws.ALGORITHMS]
HEADER = {
    "alg": "Ed25519",
    "kid": "ed",
    "typ": "message+jws",
    "aud": "SOUTH",
    "at": AT,
    "b64": False,
    "crit": ["b64", "aud", "at"],
}


def encoded(content: bytes) -> str:
    """Bytes in base64url."""
    return urlsafe_b64encode(content).rstrip(b"=").decode()


def signed_under(header: bytes, content: bytes = MESSAGE, key: SigningKey | None = None) -> str:
    """The signature of the north under a header of any bytes."""
    protected = encoded(header)
    value = (key or SIGNERS["ed"]).sign(signing_input(protected, content))
    return f"{protected}..{encoded(value)}"


def signed_with(**members: object) -> str:
    """The signature of the north under a header with other members; None leaves one out."""
    header = {name: each for name, each in (HEADER | members).items() if each is not None}
    return signed_under(json.dumps(header).encode())


def verdict(signature: str, content: bytes = MESSAGE) -> str:
    """The code by which a signature is refused."""
    return refusal(lambda: verify(signature, content, KEYS, EXPECTED))


@pytest.mark.parametrize("name", ALLOWED)
def test_what_was_signed_is_told(name: str) -> None:
    """By whom, and when."""
    signature = sign(MESSAGE, SIGNERS[name], "SOUTH", AT)
    assert verify(signature, MESSAGE, KEYS, EXPECTED) == Signed(name, AT)


@given(st.binary(max_size=300))
@example(b"")
@example(b"a.b.c")
@example(b"\xff\x00.")
def test_any_bytes_can_be_signed(content: bytes) -> None:
    """The payload is not encoded, and may hold dots."""
    signature = sign(content, SIGNERS["ed"], "SOUTH", AT)
    assert verify(signature, content, KEYS, EXPECTED).key_id == "ed"
    assert verdict(signature, content + b" ") == "signature-value"


def test_the_order_and_the_blanks_of_the_header_are_the_signers() -> None:
    """Other writers than ours write other JSON."""
    header = json.dumps(dict(reversed(HEADER.items())), indent=1).encode()
    assert verify(signed_under(header), MESSAGE, KEYS, EXPECTED) == Signed("ed", AT)
    assert verify(signed_with(crit=["at", "b64", "aud"]), MESSAGE, KEYS, EXPECTED).at == AT


@for_each(
    ("code", "more"),
    [
        ("header", {"exp": AT}),
        ("header", {"at": str(AT)}),
        ("header", {"at": True}),
        ("header", {"typ": "JWT"}),
        ("header", {"b64": True}),
        ("critical", {"crit": ["b64", "aud"]}),
        ("critical", {"crit": ["b64", "aud", "at", "exp"]}),
        ("key-in-header", {"jwk": {}}),
        ("algorithm", {"alg": "none"}),
        ("recipient", {"aud": "WEST"}),
        ("time", {"at": 0}),
        ("key", {"kid": "\ud800"}),
    ],
)
def test_the_form_of_the_header_changes_nothing(code: str, more: dict[str, object]) -> None:
    """Written as we write it, or with blanks between, it is refused by the same rule."""
    for separators in ((",", ":"), (", ", ": ")):
        text = json.dumps(HEADER | more, separators=separators)
        assert verdict(signed_under(text.encode())) == f"signature-{code}"
    twice = json.dumps(HEADER, separators=(",", ":"))[:-1] + ',"kid":"ed"}'
    assert verdict(signed_under(twice.encode())) == "signature-header"


@pytest.mark.parametrize("at", [EXPECTED.earliest, EXPECTED.latest])
def test_both_ends_of_the_window_are_in_it(at: int) -> None:
    """One millisecond beyond either is not."""
    assert verify(signed_with(at=at), MESSAGE, KEYS, EXPECTED).at == at
    outward = 1 if at == EXPECTED.latest else -1
    assert verdict(signed_with(at=at + outward)) == "signature-time"


GOOD = signed_with()
PROTECTED, _, VALUE = GOOD.split(".")
TEXT = json.dumps(HEADER)
HOSTILE: dict[str, tuple[str, str]] = {
    "nothing": ("form", ""),
    "one part": ("form", PROTECTED),
    "two parts": ("form", f"{PROTECTED}.{VALUE}"),
    "four parts": ("form", f"{PROTECTED}..{VALUE}."),
    "a payload of its own": ("form", f"{PROTECTED}.{encoded(MESSAGE[:90])}.{VALUE}"),
    "no header": ("form", f"..{VALUE}"),
    "no signature": ("form", f"{PROTECTED}.."),
    "padding": ("form", f"{PROTECTED}..{VALUE}=="),
    "the other alphabet": ("form", f"{PROTECTED}..+/{VALUE[2:]}"),
    "a blank": ("form", f"{PROTECTED}..{VALUE[:9]} {VALUE[9:]}"),
    "a line's end": ("form", GOOD + "\n"),
    "letters that decode to the same": ("form", GOOD[:-1] + chr(ord(GOOD[-1]) + 1)),
    "a length no base64 has": ("form", f"{PROTECTED}..{VALUE[:-1]}"),
    "other letters": ("form", f"{PROTECTED}..é{VALUE[1:]}"),
    "too long a header": ("too-large", f"{'A' * 1025}..{VALUE}"),
    "far too long": ("too-large", "A" * 1_000_000),
    "half a pair as a member": ("header", signed_under(TEXT.encode()[:-1] + b', "\\ud800": 1}')),
    "half a pair as the time": (
        "header",
        signed_under(b'{"crit":["b64","aud","at"],"at":"\\ud800"}'),
    ),
    "no JSON": ("header", signed_under(b"alg")),
    "no object": ("header", signed_under(b"[]")),
    "JSON in UTF-16": ("header", signed_under(TEXT[:400].encode("utf-16"))),
    "a byte order mark": ("header", signed_under(b"\xef\xbb\xbf" + TEXT.encode())),
    "no UTF-8": ("header", signed_under(TEXT.encode().replace(b"SOUTH", b"\xff"))),
    "deep JSON": ("header", signed_under(b"[" * 700)),
    "a member twice": ("header", signed_under(f'{TEXT[:-1]}, "kid": "ed"}}'.encode())),
    "an inner member twice": ("header", signed_under(b'{"crit": {"a": 1, "a": 1}}')),
    "an unknown member": ("header", signed_with(exp=AT)),
    "compression": ("header", signed_with(zip="DEF")),
    "no kid": ("header", signed_with(kid=None)),
    "no alg": ("header", signed_with(alg=None)),
    "no time": ("header", signed_with(at=None)),
    "no recipient": ("header", signed_with(aud=None)),
    "a time in a text": ("header", signed_with(at=str(AT))),
    "a time with a fraction": ("header", signed_with(at=AT + 0.5)),
    "a time that is no number": ("header", signed_with(at=float("nan"))),
    "a time that is true": ("header", signed_with(at=True)),
    "two recipients": ("header", signed_with(aud=["SOUTH", "WEST"])),
    "another type": ("header", signed_with(typ="JWT")),
    "no type": ("header", signed_with(typ=None)),
    "an encoded payload": ("header", signed_with(b64=True)),
    "no b64": ("header", signed_with(b64=None)),
    "its own key": ("key-in-header", signed_with(jwk={"kty": "OKP"})),
    "its own key's address": ("key-in-header", signed_with(jku="https://example.org/keys")),
    "a certificate's address": ("key-in-header", signed_with(x5u="https://example.org/cert")),
    "its own certificate": ("key-in-header", signed_with(x5c=["MIIB"])),
    "nothing critical": ("critical", signed_with(crit=None)),
    "an empty list of what is critical": ("critical", signed_with(crit=[])),
    "b64 alone critical": ("critical", signed_with(crit=["b64"])),
    "something unknown critical": ("critical", signed_with(crit=["b64", "aud", "at", "exp"])),
    "something critical twice": ("critical", signed_with(crit=["b64", "b64", "aud", "at"])),
    "critical things of other kinds": ("critical", signed_with(crit=["b64", "aud", 1])),
    "none": ("algorithm", signed_with(alg="none")),
    "HMAC": ("algorithm", signed_with(alg="HS256")),
    "RSA of the old kind": ("algorithm", signed_with(alg="RS256", kid="rs")),
    "another case": ("algorithm", signed_with(alg="ed25519")),
    "another name of the key's algorithm": ("algorithm", signed_with(alg="EdDSA")),
    "another key's algorithm": ("algorithm", signed_with(alg="ES256")),
    "an unknown key": ("key", signed_with(kid="ed2")),
    "a key that is no text in print": ("key", signed_with(kid="\ud800\n\u202e")),
    "another recipient": ("recipient", signed_with(aud="WEST")),
    "too old": ("time", signed_with(at=AT - 5_001)),
    "from the future": ("time", signed_with(at=AT + 5_001)),
    "another's key": ("value", signed_under(TEXT.encode(), key=OTHER)),
    "another message": ("value", signed_under(TEXT.encode(), content=MESSAGE + b" ")),
    "the message encoded": (
        "value",
        signed_under(TEXT.encode(), content=urlsafe_b64encode(MESSAGE).rstrip(b"=")),
    ),
}


@for_each("name", HOSTILE)
def test_what_is_wrong_is_refused(name: str) -> None:
    """Each by its own code."""
    code, signature = HOSTILE[name]
    assert verdict(signature) == f"signature-{code}"


def test_a_signature_by_hmac_with_a_public_key_is_refused() -> None:
    """The old trick: the public key's bytes taken for a secret."""
    protected = encoded(json.dumps(HEADER | {"alg": "HS256"}).encode())
    secret = SIGNERS["ed"].private.public_key().public_bytes_raw()  # type: ignore[union-attr]
    value = hmac.digest(secret, signing_input(protected, MESSAGE), sha256)
    assert verdict(f"{protected}..{encoded(value)}") == "signature-algorithm"


def test_no_change_of_a_letter_passes() -> None:
    """Whatever single letter of header or signature is another."""
    for place, letter in enumerate(GOOD):
        other = "A" if letter != "A" else "B"
        assert verdict(GOOD[:place] + other + GOOD[place + 1 :])


def test_no_change_of_a_bit_of_the_message_passes() -> None:
    """The bytes are what was signed, not what they mean."""
    for place in range(0, len(MESSAGE), 7):
        other = bytearray(MESSAGE)
        other[place] ^= 1
        assert verdict(GOOD, bytes(other)) == "signature-value"


@given(st.text(max_size=200))
@example("..")
@example("a..b")
def test_any_text_is_refused(text: str) -> None:
    """By one kind of error."""
    with pytest.raises(RemoteMessageError):
        verify(text, MESSAGE, KEYS, EXPECTED)


@pytest.mark.slow
@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(), st.lists))
def test_any_member_is_taken_or_refused(member: object) -> None:
    """No value of a member makes another error."""
    for name, usual in HEADER.items():
        header = json.dumps(HEADER | {name: member}).encode()
        if len(encoded(header)) <= jws.HEADER_MAX and member != usual:
            assert verdict(signed_under(header)).startswith("signature-")


def test_the_example_of_rfc_7797_4_2() -> None:
    """What is signed is what the standard's own example signs; its algorithm is not ours."""
    protected = "eyJhbGciOiJIUzI1NiIsImI2NCI6ZmFsc2UsImNyaXQiOlsiYjY0Il19"
    secret = octets(
        "AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow"
    )
    value = "A5dxf2s96_n5FLueVuW1Z_vh161FwXZC4YLPff6dmDY"
    assert hmac.digest(secret, signing_input(protected, b"$.02"), sha256) == octets(value)
    assert verdict(f"{protected}..{value}", b"$.02") == "signature-critical"


def test_a_key_of_another_form_signs_none() -> None:
    """RS256 is for XML signatures alone."""
    with pytest.raises(LocalMessageError) as caught:
        sign(MESSAGE, SIGNERS["rs"], "SOUTH", AT)
    assert caught.value.code == "signature-algorithm"


def test_a_header_that_nobody_would_take_is_not_written() -> None:
    """The names in it have bounds."""
    key = msgspec.structs.replace(SIGNERS["ed"], key_id="k" * 900)
    with pytest.raises(LocalMessageError) as caught:
        sign(MESSAGE, key, "SOUTH", AT)
    assert caught.value.code == "signature-too-large"


class Device:
    """A device that keeps its key to itself, and counts how often it signed."""

    key_id = "ed"
    algorithm = Algorithm.ED25519

    def __init__(self) -> None:
        self.count = 0

    def sign(self, content: bytes) -> bytes:
        """The signature over the content."""
        self.count += 1
        return SIGNERS["ed"].sign(content)


def test_a_device_can_sign() -> None:
    """It is asked once a message, and its key never leaves it."""
    device = Device()
    assert verify(sign(MESSAGE, device, "SOUTH", AT), MESSAGE, KEYS, EXPECTED).key_id == "ed"
    raw = xmldsig.sign(MESSAGE, device, xmldsig.IN_HEADER)
    assert xmldsig.verify(raw, KEYS, xmldsig.IN_HEADER).key_id == "ed"
    assert device.count == 2
