"""Files of keys and certificates: private ones for their owner alone, and nothing overwritten."""

import os
from pathlib import Path
from typing import Final

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.types import PublicKeyTypes

from tallystick.terms.errors import SettingError

PRIVATE: Final = 0o600
PUBLIC: Final = 0o644
_OTHERS: Final = 0o077
_BYTES_MAX: Final = 1024 * 1024

PrivateKey = EllipticCurvePrivateKey | Ed25519PrivateKey


def write_new(path: Path, content: bytes, mode: int = PUBLIC) -> None:
    """Write a file that is not there yet.

    Raises:
        SettingError: it is there already, or cannot be written.
    """
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with os.fdopen(os.open(path, flags, mode), "wb") as file:
            file.write(content)
    except FileExistsError as there:
        detail = "it is there already, and nothing is overwritten"
        raise SettingError(detail, code="file-there", ref=str(path)) from there
    except OSError as unwell:
        raise SettingError(f"it cannot be written: {unwell.strerror}", ref=str(path)) from unwell


def read_public(path: Path, key: str) -> bytes:
    """Return the bytes of a file that anybody may read; `key` is the setting that names it.

    Raises:
        SettingError: it cannot be read, or is far too large.
    """
    return _read(path, key, allowed=0o777)


def read_private(path: Path, key: str) -> bytes:
    """Return the bytes of a file that only its owner may read.

    Raises:
        SettingError: others may read or change it, or it cannot be read.
    """
    return _read(path, key, allowed=0o700)


def private_pem(key: PrivateKey) -> bytes:
    """Return a private key as it is written to its file."""
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )


def public_pem(key: PublicKeyTypes) -> bytes:
    """Return a public key as it is written to its file."""
    return key.public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )


def certificate_pem(certificate: x509.Certificate) -> bytes:
    """Return a certificate as it is written to its file."""
    return certificate.public_bytes(serialization.Encoding.PEM)


def read_certificate(path: Path, key: str) -> x509.Certificate:
    """Return the one certificate of a file.

    Raises:
        SettingError: it cannot be read, or does not hold exactly one.
    """
    return certificate_in(read_public(path, key), key, str(path))


def certificate_in(pem: bytes, key: str, ref: str) -> x509.Certificate:
    """Return the one certificate that PEM text holds.

    Raises:
        SettingError: there is none, or more than one.
    """
    try:
        found = x509.load_pem_x509_certificates(pem)
    except ValueError as broken:
        raise SettingError("it holds no certificate in PEM", field=key, ref=ref) from broken
    if len(found) != 1:
        raise SettingError(f"it holds {len(found)} certificates, not one", field=key, ref=ref)
    return found[0]


def read_private_key(path: Path, key: str) -> PrivateKey:
    """Return the P-256 or Ed25519 private key of a file that only its owner may read.

    Raises:
        SettingError: others may read it, or it holds no such key.
    """
    pem = read_private(path, key)
    try:
        found = serialization.load_pem_private_key(pem, password=None)
    except (TypeError, ValueError) as broken:
        detail = "it holds no private key in PEM without a password"
        raise SettingError(detail, field=key, ref=str(path)) from broken
    if not isinstance(found, EllipticCurvePrivateKey | Ed25519PrivateKey):
        raise SettingError("its key is neither P-256 nor Ed25519", field=key, ref=str(path))
    return found


def public_key_in(path: Path, key: str) -> PublicKeyTypes:
    """Return the public key of a file, of whatever kind it is.

    Raises:
        SettingError: it cannot be read, or holds no public key in PEM.
    """
    return public_key_from(read_public(path, key), key, str(path))


def public_key_from(pem: bytes, key: str, ref: str) -> PublicKeyTypes:
    """Return the public key that PEM text holds, of whatever kind it is.

    Raises:
        SettingError: it holds none.
    """
    try:
        return serialization.load_pem_public_key(pem)
    except (ValueError, UnsupportedAlgorithm) as broken:
        raise SettingError("it holds no public key in PEM", field=key, ref=ref) from broken


def ed25519_from(digits: str, key: str) -> Ed25519PublicKey:
    """Return the Ed25519 public key that hexadecimal digits tell.

    Raises:
        SettingError: they tell none.
    """
    try:
        return Ed25519PublicKey.from_public_bytes(bytes.fromhex(digits))
    except ValueError as broken:
        detail = "an Ed25519 public key is 64 hexadecimal digits"
        raise SettingError(detail, field=key) from broken


def _read(path: Path, key: str, allowed: int) -> bytes:
    try:
        with path.open("rb") as file:
            mode = os.fstat(file.fileno()).st_mode
            content = file.read(_BYTES_MAX + 1)
    except OSError as unwell:
        detail = f"it cannot be read: {unwell.strerror}"
        raise SettingError(detail, field=key, ref=str(path)) from unwell
    if mode & _OTHERS & ~allowed:
        detail = f"others may read it: its mode is {mode & 0o777:04o}, and must be 0600 or less"
        raise SettingError(detail, field=key, ref=str(path))
    if len(content) > _BYTES_MAX:
        raise SettingError("it is too large for a key or certificate", field=key, ref=str(path))
    return content
