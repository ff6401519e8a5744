"""The vault's encryption: a key per payment, wrapped by a master key outside the store.

Everything is encrypted with AES-256-GCM-SIV (RFC 8452) under a nonce that follows
from its place. A place can come twice: after a commit that failed, and on a disk
restored from an old backup, the same sequence is given to another entry. Plain GCM
would then betray both texts and its own key; GCM-SIV tells at most that two
texts are equal. Keys and their entropy are passed in.
"""

from hashlib import sha256

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCMSIV

from tallystick.journal.entries import VaultRow, encode
from tallystick.terms.errors import SettingError, StoreError

KEY_BYTES = 32
UNREADABLE = "vault-unreadable"
_INDEX_BYTES = 4
_WRAPPED = "tallystick.vault.key.1"
_ROW = "tallystick.vault.row.1"

# Which entry's row, and which of that entry's rows.
Place = tuple[int, int]


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
        self, key: bytes, payment_id: str, kind: str, place: Place, plaintext: bytes
    ) -> VaultRow:
        """Return the text as a vault row, bound to its payment, kind and place.

        `place` is the sequence of its entry and its index among that entry's rows.
        """
        sequence, index = place
        prefix = index.to_bytes(_INDEX_BYTES)
        bound = encode((_ROW, payment_id, kind, sequence))
        sealed = AESGCMSIV(key).encrypt(_nonce(sequence, prefix), plaintext, bound)
        return VaultRow(payment_id, kind, sequence, prefix + sealed)

    def decrypt(self, key: bytes, row: VaultRow) -> bytes:
        """Return the text of a vault row.

        Raises:
            StoreError: the key is another payment's, or the row was moved or changed.
        """
        prefix, sealed = row.ciphertext[:_INDEX_BYTES], row.ciphertext[_INDEX_BYTES:]
        try:
            bound = encode((_ROW, row.payment_id, row.kind, row.sequence))
            return AESGCMSIV(key).decrypt(_nonce(row.sequence, prefix), sealed, bound)
        except (InvalidTag, ValueError, OverflowError) as broken:
            detail = (
                f"the {row.kind} of entry {row.sequence} does not open: another key,"
                " or the row was changed"
            )
            raise _unreadable(detail, row.payment_id) from broken


def _name(payment_id: str) -> bytes:
    return sha256(payment_id.encode()).digest()[:12]


def _nonce(sequence: int, prefix: bytes) -> bytes:
    return sequence.to_bytes(8) + prefix


def _unreadable(detail: str, payment_id: str) -> StoreError:
    return StoreError(detail, outcome_known=True, code=UNREADABLE, ref=payment_id)
