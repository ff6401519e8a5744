"""Detached JWS: a signature over the exact bytes of a message, that travels beside it.

The compact form of RFC 7515 with an empty payload, which is the message as it stands
(RFC 7797, `b64` false): nothing is encoded, parsed or made canonical before it is checked.
The header is protected, there is no other, and it has these members and no more:

    alg   how is signed: the algorithm of the key, from the list here
    kid   the key's name in the list that the verifier passes in
    typ   "message+jws", so that no other JWS of the same key can stand for one
    aud   the recipient, so that a message cannot be passed on to another
    at    when it was signed, in milliseconds since 1970 UTC, so that it cannot be kept for later
    b64   false
    crit  ["b64", "aud", "at"], in any order: whoever knows not what these mean must refuse

A message that comes again within the window is for the caller to know, by its own id.
"""

import json
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from typing import Any, Final, NamedTuple, NoReturn

import msgspec

from tallystick.terms.errors import LocalMessageError
from tallystick.wire.signatures.keys import (
    Algorithm,
    Signable,
    Signer,
    VerificationKey,
    refused,
)

ALGORITHMS: Final = frozenset(
    {Algorithm.ES256, Algorithm.EDDSA, Algorithm.ED25519, Algorithm.PS256}
)
TYPE: Final = "message+jws"
CRITICAL: Final = ("b64", "aud", "at")
HEADER_MAX: Final = 1024  # characters of the encoded header
SIGNATURE_MAX: Final = 1024  # characters: an RSA key of 6144 bits
_KEYS_IN_HEADER: Final = frozenset({"jwk", "jku", "x5u", "x5c"})
_BASE64URL: Final = re.compile(r"[A-Za-z0-9_-]+")


class Header(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The protected header; what each member says is told above."""

    alg: str
    kid: str
    typ: str
    aud: str
    at: int
    b64: bool
    crit: tuple[str, ...]


_read_header: Final = msgspec.json.Decoder(Header).decode
_write_header: Final = msgspec.json.Encoder().encode


class Expected(msgspec.Struct, frozen=True, kw_only=True):
    """What a signature must say: for whom it is, and between which instants it was made.

    `earliest` and `latest`, in milliseconds since 1970 UTC, are both allowed.
    """

    recipient: str
    earliest: int
    latest: int


class Signed(msgspec.Struct, frozen=True):
    """By which key of the list a message was signed, and when."""

    key_id: str
    at: int


def sign(content: bytes, signer: Signer, recipient: str, at: int) -> str:
    """Return the signature over a message: header, nothing, and signature, between dots.

    Raises:
        LocalMessageError: the key's algorithm is none for this form, or the header grows
            too long.
    """
    if signer.algorithm not in ALGORITHMS:
        detail = f"{signer.algorithm} signs no JWS here."
        raise LocalMessageError(detail, code="signature-algorithm")
    protected = _encoded(
        _write_header(
            Header(
                alg=signer.algorithm,
                kid=signer.key_id,
                typ=TYPE,
                aud=recipient,
                at=at,
                b64=False,
                crit=CRITICAL,
            )
        )
    )
    if len(protected) > HEADER_MAX:
        detail = f"The header of a signature has more than {HEADER_MAX} characters."
        raise LocalMessageError(detail, code="signature-too-large")
    return f"{protected}..{_encoded(signer.sign(signing_input(protected, content)))}"


def signing_input(protected: str, content: bytes) -> bytes:
    """Return what is signed: the encoded header, a dot, the bytes as they are (RFC 7797, 3)."""
    return b"%s.%s" % (protected.encode(), content)


def verify(
    signature: str, content: bytes, keys: Mapping[str, VerificationKey], expected: Expected
) -> Signed:
    """Return by whom the bytes of a message were signed as expected.

    `keys` are all that may sign, by the name in `kid`.

    Raises:
        RemoteMessageError: they were not; its code, behind `signature-`, is one of
            too-large, form, header, key-in-header, critical, algorithm, key, recipient,
            time and value. Nothing else is raised, whatever the signature is.
    """
    checked = _checked(signature, keys, expected)
    return _signed(checked, signing_input(checked.protected, content))


def protected_in(signature: str) -> str:
    """Return the encoded header of a signature, which is signed before the message."""
    return signature.partition(".")[0]


def verify_input(
    signature: str,
    signed: Signable,
    keys: Mapping[str, VerificationKey],
    expected: Expected,
) -> Signed:
    """Return the same of a message that lies behind its signature's header already.

    `signed` is the `signing_input`, in memory or mapped from a file: a key of these
    algorithms must see all of it at once, and it is copied nowhere.

    Raises:
        RemoteMessageError: as `verify`.
    """
    checked = _checked(signature, keys, expected)
    begin = f"{checked.protected}.".encode()
    if signed[: len(begin)] != begin:
        raise refused("value", "it does not fit the message")
    return _signed(checked, signed)


class _Checked(NamedTuple):
    """A signature that says what it must; whether it fits is still to be seen."""

    protected: str
    header: Header
    key: VerificationKey
    value: bytes


def _checked(signature: str, keys: Mapping[str, VerificationKey], expected: Expected) -> _Checked:
    protected, value = _parts(signature)
    header = _header(protected)
    key = _key(header, keys)
    _refuse_unexpected(header, expected)
    return _Checked(protected, header, key, value)


def _signed(checked: _Checked, signed: Signable) -> Signed:
    if not checked.key.fits(checked.value, signed):
        raise refused("value", "it does not fit the message")
    return Signed(checked.header.kid, checked.header.at)


def _parts(signature: str) -> tuple[str, bytes]:
    """Return the encoded header and the decoded signature."""
    if len(signature) > HEADER_MAX + SIGNATURE_MAX + 2:
        raise refused("too-large", f"it has {len(signature)} characters")
    parts = signature.split(".")
    if len(parts) != 3 or parts[1]:
        raise refused("form", "it is not a header and a signature with two dots between")
    if len(parts[0]) > HEADER_MAX:
        raise refused("too-large", f"its header has {len(parts[0])} characters")
    return parts[0], _decoded(parts[2], "signature")


def _header(protected: str) -> Header:
    octets = _decoded(protected, "header")
    return _plain_header(octets) or _checked_header(octets)


def _plain_header(octets: bytes) -> Header | None:
    """Return a header that is written as `sign` writes it, to the byte; None for any other.

    So it has each member once and no other, without being looked through for it.
    """
    try:
        header = _read_header(octets)
        is_plain = header.crit == CRITICAL and _write_header(header) == octets
    except (msgspec.DecodeError, ValueError, RecursionError):
        return None
    return header if is_plain else None


def _checked_header(octets: bytes) -> Header:
    try:
        members = json.loads(
            octets.decode(),
            object_pairs_hook=_members,
            parse_float=_refuse_number,
            parse_constant=_refuse_number,
        )
    except (ValueError, RecursionError) as broken:
        raise refused("header", "its header is not JSON in UTF-8") from broken
    if not isinstance(members, dict):
        raise refused("header", "its header is no object")
    if carried := _KEYS_IN_HEADER & members.keys():
        raise refused("key-in-header", f"its header brings a key of its own ({min(carried)})")
    _refuse_critical(members)
    try:
        return msgspec.convert(members, Header)
    except (msgspec.ValidationError, UnicodeError) as broken:
        # Half of a surrogate pair is text to JSON, and none to anybody else.
        raise refused("header", f"its header is wrong: {ascii(str(broken))[1:-1]}") from broken


def _members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) < len(pairs):
        raise refused("header", "its header has a member twice")
    return members


def _refuse_number(_text: str) -> NoReturn:
    raise refused("header", "its header has a number that is no integer")


def _refuse_critical(members: Mapping[str, Any]) -> None:
    critical = members.get("crit")
    names = critical if isinstance(critical, list) else []
    if sorted(map(repr, names)) != sorted(map(repr, CRITICAL)):
        raise refused("critical", f"what is critical in it is not {', '.join(CRITICAL)}")


def _key(header: Header, keys: Mapping[str, VerificationKey]) -> VerificationKey:
    if header.b64 or header.typ != TYPE:
        raise refused("header", f"its header must have b64 false and typ {TYPE}")
    if header.alg not in ALGORITHMS:
        raise refused("algorithm", f"the algorithm {header.alg[:40]!a} is not allowed")
    key = keys.get(header.kid)
    if key is None:
        raise refused("key", f"the key {header.kid[:80]!a} is not listed")
    if header.alg != key.algorithm:
        raise refused("algorithm", f"the key is listed for {key.algorithm}, not for {header.alg}")
    return key


def _refuse_unexpected(header: Header, expected: Expected) -> None:
    if header.aud != expected.recipient:
        raise refused("recipient", f"it is for {header.aud[:80]!a}, not for {expected.recipient}")
    if not expected.earliest <= header.at <= expected.latest:
        raise refused(
            "time", f"it is of {header.at}, not from {expected.earliest} to {expected.latest}"
        )


def _encoded(octets: bytes) -> str:
    return urlsafe_b64encode(octets).rstrip(b"=").decode()


def _decoded(text: str, what: str) -> bytes:
    """Return what an encoded text stands for, which has no other encoding."""
    if _BASE64URL.fullmatch(text):
        try:
            octets = urlsafe_b64decode(text + "=" * (-len(text) % 4))
        except ValueError:
            octets = b""
        if _encoded(octets) == text:
            return octets
    raise refused("form", f"its {what} is not base64url as RFC 7515 has it")
