"""Entries: one command, its events, and the hash that chains them to all before.

An entry's body is bytes in one fixed form; its hash covers the body, the body
holds the hash before it. It also covers the digest of the vault rows written
with it, so that a swapped row is seen without any key.
"""

from collections.abc import Iterable, Sequence
from hashlib import sha256
from typing import Any, Self, TypeAlias

import msgspec

from tallystick.core.commands import AnyCommand
from tallystick.core.events import AnyEvent
from tallystick.core.rules import RULES

FORMAT = 1
GENESIS = sha256(b"tallystick.journal.1").digest()
_DOMAIN = b"tallystick.entry.1\x00"


class Entry(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One line of the journal. `vault` is the digest of its vault rows, empty if it has none."""

    sequence: int
    at: int
    format: int
    rules: int
    previous: bytes
    command: AnyCommand
    events: list[AnyEvent]
    vault: bytes = b""


class Sealed(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """An entry as it is stored: its number, its bytes and their hash."""

    sequence: int
    body: bytes
    hash: bytes


_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(Entry)


def seal(entry: Entry) -> Sealed:
    """Return the entry's bytes and hash."""
    body = _encoder.encode(entry)
    return Sealed(entry.sequence, body, entry_hash(body))


# An entry to be: its instant, its command and events, and the digest of its vault rows.
Draft: TypeAlias = tuple[int, AnyCommand, list[AnyEvent], bytes]


class Chain(tuple[Sealed, ...]):  # noqa: SLOT001 - a tuple with slots holds nothing more
    """Entries that follow one another from a head on, sealed so here and never changed since.

    What a store would have to prove of foreign entries is true of these by their making.
    """

    follows: tuple[int, bytes]
    head: tuple[int, bytes]

    @classmethod
    def sealed(cls, follows: tuple[int, bytes], drafts: Iterable[Draft]) -> Self:
        """Seal the drafts one after the other, the first as the entry after this head."""
        sequence, previous = follows
        entries = []
        for at, command, events, vault in drafts:
            sequence += 1
            entry = Entry(sequence, at, FORMAT, RULES, previous, command, events, vault)
            body = _encoder.encode(entry)
            previous = sha256(_DOMAIN + body).digest()
            entries.append(Sealed(sequence, body, previous))
        made = cls(entries)
        made.follows, made.head = follows, (sequence, previous)
        return made


def entry_hash(body: bytes) -> bytes:
    """Return the hash by which the next entry will name this one."""
    return sha256(_DOMAIN + body).digest()


def unseal(sealed: Sealed) -> Entry:
    """Return the entry.

    Raises:
        msgspec.DecodeError: the bytes are no entry of a format that we read.
    """
    return _decoder.decode(sealed.body)


def encode(value: Any) -> bytes:  # noqa: ANN401 - commands, events and effects alike
    """Return the one binary form in which everything is stored."""
    return _encoder.encode(value)


def is_form_of(stored: bytes, whole: bytes) -> bool:
    """Tell whether stored bytes are the one form of what `whole` is, or were that once.

    A later version adds fields at the end of a record, each with what it means where it is
    missing. So what was written before lacks them, and has nothing else and nothing besides.
    """
    if stored == whole:
        return True
    try:
        plain = msgspec.msgpack.decode(stored)
    except (msgspec.DecodeError, ValueError):
        return False
    return _encoder.encode(plain) == stored and _begins(plain, msgspec.msgpack.decode(whole))


def _begins(older: object, newer: object) -> bool:
    if isinstance(older, list) and isinstance(newer, list):
        return len(older) <= len(newer) and all(map(_begins, older, newer))
    if isinstance(older, dict) and isinstance(newer, dict):
        return all(key in newer and _begins(each, newer[key]) for key, each in older.items())
    return type(older) is type(newer) and older == newer


class VaultRow(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """Something personal, encrypted under its payment's key: `kind` says what it is."""

    payment_id: str
    kind: str
    sequence: int
    ciphertext: bytes


def vault_digest(rows: Sequence[VaultRow]) -> bytes:
    """Return the digest that the entry holds of the vault rows written with it."""
    return sha256(_encoder.encode(rows)).digest() if rows else b""
