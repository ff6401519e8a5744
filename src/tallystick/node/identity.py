"""Who this node is, and whom it knows: keys and certificates from the files in its settings.

Whatever is wrong with a file stops the start, with the setting that names it. A file of
a private key that others may read is refused: a key that has been open is no key.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from tallystick.journal.vault import KEY_BYTES, Vault
from tallystick.links.peer import Identity
from tallystick.node.certificates import fingerprint, key_bytes
from tallystick.node.config import ListSignerSettings, PublicKeySettings, Settings
from tallystick.node.key_files import (
    ed25519_from,
    public_key_in,
    read_certificate,
    read_private,
    read_private_key,
)
from tallystick.node.node import PeerKeys
from tallystick.node.parties import Party, Role
from tallystick.terms.errors import SettingError
from tallystick.terms.reviews import Standing


class Keyring(NamedTuple):
    """What a node opens with: who it is, whose envelopes it reads, what locks its vault.

    `digest_key` is that of the admission desk's digests.
    """

    identity: Identity
    peer_keys: PeerKeys
    vault: Vault
    digest_key: bytes


def open_keyring(settings: Settings) -> Keyring:
    """Return the node's keys and those of the other nodes.

    Raises:
        SettingError: a file cannot be read, may be read by others, or is no such key.
    """
    keys = settings.keys
    master = _symmetric_key(keys.master_key, "keys.master_key")
    digest = _symmetric_key(keys.digest_key, "keys.digest_key")
    if master == digest:
        detail = "the digest key is the master key; each has a use of its own"
        raise SettingError(detail, field="keys.digest_key", ref=str(keys.digest_key))
    identity = Identity(settings.operator_id, keys.signing_key_id, signing_key(keys.signing_key))
    return Keyring(identity, dict(_peer_keys(settings)), Vault(master), digest)


def signing_key(path: Path) -> Ed25519PrivateKey:
    """Return the key that signs envelopes and messages.

    Raises:
        SettingError: the file cannot be read, may be read by others, or holds no Ed25519 key.
    """
    found = read_private_key(path, "keys.signing_key")
    if not isinstance(found, Ed25519PrivateKey):
        raise SettingError("it is no Ed25519 key", field="keys.signing_key", ref=str(path))
    return found


def parties_by_fingerprint(settings: Settings) -> Mapping[bytes, Party]:
    """Return who comes by which certificate, by the SHA-256 of its DER: parties and other nodes.

    Raises:
        SettingError: a certificate cannot be read, or it or its key stands for two parties.
    """
    known: dict[bytes, Party] = {}
    owners: dict[bytes, Party] = {}
    for party, path, key in _certificates(settings):
        certificate = read_certificate(path, key)
        other = known.setdefault(fingerprint(certificate), party)
        if other != party:
            raise _shared("certificate", other, party, key, path)
        owner = owners.setdefault(key_bytes(certificate.public_key()), party)
        if not _is_one(owner, party):
            # Whoever has the key is one person, though two names would count for two.
            raise _shared("key of the certificate", owner, party, key, path)
    return known


def refuse_the_key_of_another(settings: Settings, party: Party, public_key: bytes) -> None:
    """See to it that no other party of the settings comes by this key, given as DER.

    Raises:
        SettingError: another does, or a certificate of the settings cannot be read.
    """
    for other, path, key in _certificates(settings):
        same = key_bytes(read_certificate(path, key).public_key()) == public_key
        if same and not _is_one(other, party):
            raise _shared("key of the certificate", other, party, "request", path)


def _is_one(one: Party, other: Party) -> bool:
    return (one.role, one.id) == (other.role, other.id)


def _shared(what: str, other: Party, party: Party, key: str, path: Path) -> SettingError:
    detail = f"the {what} of {other.role} {other.id} is that of {party.role} {party.id}"
    return SettingError(detail, field=key, ref=str(path))


def _certificates(settings: Settings) -> Iterator[tuple[Party, Path, str]]:
    for place, each in enumerate(settings.parties):
        for path in each.certificates:
            standing = Standing.SUPERVISOR if each.supervisor else Standing.STAFF
            yield Party(each.id, each.role, standing), path, f"party[{place}].certificates"
    for place, peer in enumerate(settings.peers):
        for path in peer.certificates:
            yield Party(peer.operator_id, Role.PEER), path, f"peer[{place}].certificates"


def _peer_keys(settings: Settings) -> Iterator[tuple[tuple[str, str], Ed25519PublicKey]]:
    for place, peer in enumerate(settings.peers):
        for number, each in enumerate(peer.keys):
            key = public_key_of(each, f"peer[{place}].key[{number}]")
            yield (peer.operator_id, each.id), key


def public_key_of(told: PublicKeySettings | ListSignerSettings, key: str) -> Ed25519PublicKey:
    """Return the key that a table of the settings names or tells; `key` is where it stands.

    Raises:
        SettingError: it cannot be read, or is no Ed25519 key.
    """
    if told.file is None:
        return ed25519_from(told.hex, f"{key}.hex")
    found = public_key_in(told.file, f"{key}.file")
    if not isinstance(found, Ed25519PublicKey):
        raise SettingError("it is no Ed25519 key", field=f"{key}.file", ref=str(told.file))
    return found


def _symmetric_key(path: Path, key: str) -> bytes:
    try:
        found = bytes.fromhex(read_private(path, key).decode("ascii"))
    except ValueError as broken:
        detail = f"it holds no key of {2 * KEY_BYTES} hexadecimal digits"
        raise SettingError(detail, field=key, ref=str(path)) from broken
    if len(found) != KEY_BYTES:
        detail = f"it holds {2 * len(found)} hexadecimal digits, not {2 * KEY_BYTES}"
        raise SettingError(detail, field=key, ref=str(path))
    return found
