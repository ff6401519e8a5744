"""The shelf: every bundle a node ever screened by, by its hash: no verdict loses its lists.

A list version is a file under the SHA-256 of its content, and a bundle a file under its own
hash that names its list versions: what two bundles share is kept once. Who signed a bundle,
as of which day, is a third file. Nothing on the shelf is ever changed or taken away; a file is
there whole or not at all, and what is read is held against the hash it was asked for by.
"""

import os
import re
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Final

import msgspec

from tallystick.screening.bundle import Bundle, Signature, bundle_of
from tallystick.screening.lists import ListVersion
from tallystick.terms.errors import StoreError

_VERSIONS: Final = "versions"
_BUNDLES: Final = "bundles"
_SIGNED: Final = "signed"
_UNDER_WAY: Final = ".part"
_NAME: Final = re.compile(r"[0-9a-f]{64}")


class _Signed(msgspec.Struct, frozen=True, array_like=True):
    digest: bytes
    as_of: str
    signatures: tuple[Signature, ...]


_encoder = msgspec.msgpack.Encoder()
_version_decoder = msgspec.msgpack.Decoder(ListVersion)
_names_decoder = msgspec.msgpack.Decoder(tuple[bytes, ...])
_signed_decoder = msgspec.msgpack.Decoder(_Signed)


class Shelf:
    """A folder of list versions and bundles; it is made when the first bundle is put there."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, bundle: Bundle) -> None:
        """Put a bundle there, if it is not there yet, and who signed it.

        Raises:
            StoreError: what stands there under one of the hashes is something else.
            OSError: the disk would not take it.
        """
        versions = [_encoder.encode(each) for each in bundle.lists]
        names = tuple(sha256(raw).digest() for raw in versions)
        for name, raw in zip(names, versions, strict=True):
            self._write(_VERSIONS, name, raw)
        self._write(_BUNDLES, bundle.digest, _encoder.encode(names))
        if bundle.signatures:
            raw = _encoder.encode(_Signed(bundle.digest, bundle.as_of, bundle.signatures))
            self._write(_SIGNED, sha256(raw).digest(), raw)

    def digests(self) -> tuple[bytes, ...]:
        """Return the hashes of all bundles there, in order.

        Raises:
            OSError: the folder cannot be read.
        """
        return tuple(self._named(_BUNDLES))

    def bundle(self, digest: bytes) -> Bundle:
        """Return the bundle of a hash, as of no day: when it was in force is another matter.

        Raises:
            StoreError: it is not there, or what is there is not what was put there.
            OSError: it cannot be read.
        """
        raw = self._read(_BUNDLES, digest)
        try:
            names = _names_decoder.decode(raw)
        except msgspec.DecodeError as broken:
            raise _damaged(_BUNDLES, digest) from broken
        found = bundle_of(map(self.version, names))
        if found.digest != digest:
            raise _damaged(_BUNDLES, digest)
        return msgspec.structs.replace(found, as_of="")

    def version(self, digest: bytes) -> ListVersion:
        """Return the list version of a hash.

        Raises:
            StoreError: it is not there, or what is there is not what was put there.
            OSError: it cannot be read.
        """
        raw = self._read(_VERSIONS, digest)
        if sha256(raw).digest() != digest:
            raise _damaged(_VERSIONS, digest)
        return _version_decoder.decode(raw)

    def signed(self, digest: bytes) -> tuple[tuple[str, tuple[Signature, ...]], ...]:
        """Return as of which days a bundle was signed, and the signatures, in order.

        Raises:
            StoreError: what is there is not what was put there.
            OSError: it cannot be read.
        """
        found = []
        for name in self._named(_SIGNED):
            raw = self._read(_SIGNED, name)
            if sha256(raw).digest() != name:
                raise _damaged(_SIGNED, name)
            each = _signed_decoder.decode(raw)
            if each.digest == digest:
                found.append((each.as_of, each.signatures))
        return tuple(sorted(found, key=lambda each: each[0]))

    def _named(self, kind: str) -> Iterator[bytes]:
        folder = self._folder / kind
        names = sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []
        return (bytes.fromhex(name) for name in names if _NAME.fullmatch(name))

    def _write(self, kind: str, name: bytes, raw: bytes) -> None:
        path = self._folder / kind / name.hex()
        if path.exists():
            if path.read_bytes() != raw:
                raise _damaged(kind, name)
            return
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        beside = path.with_name(f"{path.name}{_UNDER_WAY}")
        with beside.open("wb") as file:
            file.write(raw)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
        _settle(path.parent)

    def _read(self, kind: str, name: bytes) -> bytes:
        try:
            return (self._folder / kind / name.hex()).read_bytes()
        except FileNotFoundError as missing:
            detail = f"nothing stands on the shelf of {kind} under {name.hex()}"
            raise StoreError(detail, outcome_known=True, code="not-on-the-shelf") from missing


def _settle(folder: Path) -> None:
    """Make the names in a folder durable, as their files are."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _damaged(kind: str, name: bytes) -> StoreError:
    detail = f"what stands on the shelf of {kind} under {name.hex()} is not what was put there"
    return StoreError(detail, outcome_known=True, code="shelf-damaged")
