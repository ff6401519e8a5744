"""The vault's encryption: a key per payment, wrapped by a master key outside the store.

Texts are encrypted with AES-256-GCM (NIST SP 800-38D) under a nonce that is drawn for
each of them and stored before it. A nonce that followed from a row's place would come
twice: after a commit that failed, and on a disk restored from an old backup, the same
sequence is given to another entry, and GCM would then betray both texts and its own
key. A payment has few rows, so drawn nonces cannot meet.

The master key wraps more keys than drawn nonces allow for (2^32), so it uses
AES-256-GCM-SIV (RFC 8452) under a nonce that follows from the payment's identifier:
should it come twice, it tells at most that two keys are equal. Keys and nonces are
passed in.
"""

from collections.abc import Sequence
from hashlib import sha256
from typing import NamedTuple

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM, AESGCMSIV

from tallystick.journal.entries import VaultRow, encode
from tallystick.terms.errors import SettingError, StoreError

KEY_BYTES = 32
UNREADABLE = "vault-unreadable"
NONCE_BYTES = 12
_WRAPPED = "tallystick.vault.key.1"
_ROW = "tallystick.vault.row.2"


class Text(NamedTuple):
    """A text to be kept: what it is, a nonce that nobody else was given, and the text."""

    kind: str
    nonce: bytes
    content: bytes


class Vault:
    """What turns personal texts into vault rows and back, for whoever holds the master key."""

    def __init__(self, master_key: bytes) -> None:
        """Take the master key: 32 bytes that never touch the store.

        Raises:
            SettingError: it has another length.
        """
        if len(master_key) != KEY_BYTES:
            detail = f"the vault's master key has {len(master_key)} bytes, not {KEY_BYTES}"
            raise SettingError(detail, field="master_key")
        self._master = AESGCMSIV(master_key)

    def wrap(self, payment_id: str, key: bytes) -> bytes:
        """Return a payment's new key of 32 bytes in the form in which it may be stored."""
        assert len(key) == KEY_BYTES, "a payment key has 32 bytes"
        return self._master.encrypt(_name(payment_id), key, encode((_WRAPPED, payment_id)))

    def unwrap(self, payment_id: str, wrapped: bytes) -> bytes:
        """Return a payment's key.

        Raises:
            StoreError: it was wrapped by another master key, for another payment, or is damaged.
        """
        try:
            return self._master.decrypt(_name(payment_id), wrapped, encode((_WRAPPED, payment_id)))
        except InvalidTag as broken:
            detail = "the payment's key does not open: another master key, or it is damaged"
            raise _unreadable(detail, payment_id) from broken

    def encrypt(
        self, key: bytes, payment_id: str, sequence: int, texts: Sequence[Text]
    ) -> list[VaultRow]:
        """Return the texts that come with an entry as vault rows.

        Each is bound to its payment, its kind and the sequence of its entry.
        """
        encrypt = AESGCM(key).encrypt
        rows = []
        for kind, nonce, content in texts:
            bound = encode((_ROW, payment_id, kind, sequence))
            sealed = nonce + encrypt(nonce, content, bound)
            rows.append(VaultRow(payment_id, kind, sequence, sealed))
        return rows

    def decrypt(self, key: bytes, row: VaultRow) -> bytes:
        """Return the text of a vault row.

        Raises:
            StoreError: the key is another payment's, or the row was moved or changed.
        """
        nonce, sealed = row.ciphertext[:NONCE_BYTES], row.ciphertext[NONCE_BYTES:]
        try:
            bound = encode((_ROW, row.payment_id, row.kind, row.sequence))
            return AESGCM(key).decrypt(nonce, sealed, bound)
        except (InvalidTag, ValueError, OverflowError) as broken:
            detail = (
                f"the {row.kind} of entry {row.sequence} does not open: another key,"
                " or the row was changed"
            )
            raise _unreadable(detail, row.payment_id) from broken


def _name(payment_id: str) -> bytes:
    return sha256(payment_id.encode()).digest()[:NONCE_BYTES]


def _unreadable(detail: str, payment_id: str) -> StoreError:
    return StoreError(detail, outcome_known=True, code=UNREADABLE, ref=payment_id)
