"""The bundle: every list version a node screens against, under one hash.

The hash covers names, dates, file digests and entries of all lists; it rides in every
verdict, so that what was known when a payment was cleared can be told for ever. Two people
or machines that read the same files get the same hash. `as_of` says when the
operator last made sure that these were the editions in force: it is signed with the hash
but no part of it, so that confirming the same lists tomorrow disturbs no payment.

A bundle is one file: a line that names the format, the SHA-256 of what follows, the
content, and the signatures of whoever stands for it. A file that is not exactly what was
written is refused.
"""

import os
from collections.abc import Iterable, Mapping
from hashlib import sha256
from hmac import compare_digest
from pathlib import Path
from typing import Final

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from tallystick.screening.lists import ListVersion
from tallystick.terms.errors import SettingError, StoreError
from tallystick.terms.instants import DAY_MS, Instant, day_number, is_date

_HEADING: Final = b"tallystick.lists.2\n"
_DOMAIN: Final = b"tallystick.bundle.2\x00"
_SIGNED: Final = b"tallystick.bundle.signature.1\x00"
_DIGEST_BYTES: Final = 32


class Signature(msgspec.Struct, frozen=True, array_like=True):
    """An Ed25519 signature (RFC 8032) over a bundle's hash and its `as_of`."""

    key_id: str
    signature: bytes


class Bundle(msgspec.Struct, frozen=True, array_like=True):
    """List versions in the order of their names, their hash, and when they were in force.

    `as_of` is a business date, "" when nobody said. `digest` is what `bundle_of` found.
    """

    digest: bytes
    as_of: str
    lists: tuple[ListVersion, ...]
    signatures: tuple[Signature, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the lists."""
        return tuple(each.name for each in self.lists)


class _Content(msgspec.Struct, frozen=True, array_like=True):
    as_of: str
    lists: bytes
    signatures: tuple[Signature, ...]


_encoder = msgspec.msgpack.Encoder()
_content_decoder = msgspec.msgpack.Decoder(_Content)
_lists_decoder = msgspec.msgpack.Decoder(tuple[ListVersion, ...])


def bundle_of(lists: Iterable[ListVersion], as_of: str = "") -> Bundle:
    """Return the bundle of the lists; without a date, as of the `oldest_date` of its lists.

    Raises:
        SettingError: one list is there twice, or `as_of` is no date.
    """
    in_order = tuple(sorted(lists, key=lambda each: each.name))
    names = [each.name for each in in_order]
    twice = [name for name in dict.fromkeys(names) if names.count(name) > 1]
    if twice:
        raise SettingError(f"two editions of {twice[0]} in one bundle", field="lists")
    if as_of and not is_date(as_of):
        raise SettingError(f"{as_of!r} is not a date YYYY-MM-DD", field="as_of")
    in_force = as_of or oldest_date(in_order)
    return Bundle(_digest(_encoder.encode(in_order)), in_force, in_order)


def oldest_date(lists: Iterable[ListVersion]) -> str:
    """Return the date from which the age of these lists counts: the oldest that one bears.

    It is "" where a list bears none, however new the others are: nobody knows how old it is.
    """
    return min((each.published_on for each in lists), default="")


def valid_until(bundle: Bundle, max_age_ms: int) -> Instant:
    """Return the instant from which the bundle is too old; 0 if it bears no date.

    The age counts from the start of the day in UTC.
    """
    return day_number(bundle.as_of) * DAY_MS + max_age_ms if bundle.as_of else 0


def sign(bundle: Bundle, key_id: str, key: Ed25519PrivateKey) -> Bundle:
    """Return the bundle with one more signature, which replaces any by the same key."""
    others = tuple(each for each in bundle.signatures if each.key_id != key_id)
    signature = Signature(key_id, key.sign(signed_bytes(bundle)))
    return msgspec.structs.replace(bundle, signatures=(*others, signature))


def signed_bytes(bundle: Bundle) -> bytes:
    """Return what a signature covers."""
    return _SIGNED + bundle.digest + bundle.as_of.encode()


def signers(bundle: Bundle, keys: Mapping[str, Ed25519PublicKey]) -> tuple[str, ...]:
    """Return the ids of the known keys whose signatures on the bundle hold."""
    return tuple(each.key_id for each in bundle.signatures if _holds(bundle, each, keys))


def write_bundle(bundle: Bundle) -> bytes:
    """Return the bundle as the bytes of its file."""
    content = _Content(bundle.as_of, _encoder.encode(bundle.lists), bundle.signatures)
    raw = _encoder.encode(content)
    return _HEADING + sha256(raw).digest() + raw


def read_bundle(raw: bytes, ref: str = "") -> Bundle:
    """Return the bundle that a file holds; `ref` names the file in errors.

    Raises:
        StoreError: another format, or not exactly what was written.
    """
    heading, rest = raw[: len(_HEADING)], raw[len(_HEADING) :]
    if heading != _HEADING:
        raise _unreadable("the file is no bundle of lists, or of a format not known here", ref)
    digest, body = rest[:_DIGEST_BYTES], rest[_DIGEST_BYTES:]
    if not compare_digest(digest, sha256(body).digest()):
        raise _unreadable("the bundle is damaged: its bytes are not those that were written", ref)
    try:
        content = _content_decoder.decode(body)
        lists = _lists_decoder.decode(content.lists)
    except (msgspec.DecodeError, RecursionError) as broken:
        raise _unreadable(f"the bundle cannot be read: {broken}", ref) from broken
    return Bundle(_digest(content.lists), content.as_of, lists, content.signatures)


def save(bundle: Bundle, path: Path) -> None:
    """Write the bundle's file, whole or not at all.

    Raises:
        OSError: the disk would not take it.
    """
    beside = path.with_name(f"{path.name}.part")
    with beside.open("wb") as file:
        file.write(write_bundle(bundle))
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)


def is_bundle(path: Path) -> bool:
    """Tell whether a path is a file that begins as a bundle's does.

    Raises:
        OSError: it cannot be read.
    """
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return file.read(len(_HEADING)) == _HEADING


def load(path: Path) -> Bundle:
    """Return the bundle of a file.

    Raises:
        StoreError: the file is damaged or of another format.
        OSError: it cannot be read.
    """
    return read_bundle(path.read_bytes(), path.name)


def _digest(lists: bytes) -> bytes:
    return sha256(_DOMAIN + lists).digest()


def _holds(bundle: Bundle, signature: Signature, keys: Mapping[str, Ed25519PublicKey]) -> bool:
    key = keys.get(signature.key_id)
    if key is None:
        return False
    try:
        key.verify(signature.signature, signed_bytes(bundle))
    except InvalidSignature:
        return False
    return True


def _unreadable(detail: str, ref: str) -> StoreError:
    return StoreError(detail, outcome_known=True, code="bundle-unreadable", ref=ref)
