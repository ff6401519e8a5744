"""Only who holds the master key and the payment's key reads a vault row, as it was written."""

import msgspec
import pytest

from tallystick.journal.entries import VaultRow
from tallystick.journal.vault import Vault
from tallystick.terms.errors import SettingError, StoreError

VAULT = Vault(b"m" * 32)
KEY, OTHER_KEY = b"k" * 32, b"o" * 32
TEXT = b"Ivan Petrov, 7 Long Street" * 5


def row(**over: object) -> VaultRow:
    """Return a row as it was written, or with something changed afterwards."""
    return msgspec.structs.replace(VAULT.encrypt(KEY, "P1", "message", (7, 2), TEXT), **over)


@pytest.mark.parametrize("text", [b"", b"a", TEXT, bytes(100_000)], ids=len)
def test_a_text_comes_back(text: bytes) -> None:
    """Whatever its length, and none of it can be seen in between."""
    sealed = VAULT.encrypt(KEY, "P1", "message", (7, 0), text)
    assert (sealed.payment_id, sealed.kind, sealed.sequence) == ("P1", "message", 7)
    assert VAULT.decrypt(KEY, sealed) == text
    assert len(text) < 2 or text not in sealed.ciphertext


def test_a_key_comes_back() -> None:
    """A payment's key is stored wrapped, and opened by the same master key, in any process."""
    wrapped = VAULT.wrap("P1", KEY)
    assert KEY not in wrapped
    assert Vault(b"m" * 32).unwrap("P1", wrapped) == KEY


@pytest.mark.parametrize(
    ("vault", "payment_id", "wrapped"),
    [
        (Vault(b"n" * 32), "P1", VAULT.wrap("P1", KEY)),
        (VAULT, "P2", VAULT.wrap("P1", KEY)),
        (VAULT, "P1", VAULT.wrap("P1", KEY)[:-1]),
        (VAULT, "P1", b"\0" + VAULT.wrap("P1", KEY)[1:]),
        (VAULT, "P1", b""),
    ],
    ids=["another master key", "another payment", "cut", "changed", "nothing"],
)
def test_a_key_opens_where_it_belongs(vault: Vault, payment_id: str, wrapped: bytes) -> None:
    """Under another master key, for another payment or when damaged, it does not."""
    with pytest.raises(StoreError, match="key does not open") as caught:
        vault.unwrap(payment_id, wrapped)
    assert (caught.value.ref, caught.value.code) == (payment_id, "vault-unreadable")
    assert caught.value.outcome_known


@pytest.mark.parametrize(
    "broken",
    [
        row(payment_id="P2"),
        row(kind="answer"),
        row(sequence=8),
        row(sequence=-1),
        row(sequence=2**70),
        row(ciphertext=b""),
        row(ciphertext=b"\0\0"),
        row(ciphertext=row().ciphertext[:-1]),
        row(ciphertext=b"\0\0\0\1" + row().ciphertext[4:]),
        row(ciphertext=row().ciphertext[:9] + b"\0" + row().ciphertext[10:]),
    ],
    ids=lambda each: f"{each.payment_id} {each.kind} {each.sequence} {len(each.ciphertext)}",
)
def test_a_row_that_was_moved_or_changed_does_not_open(broken: VaultRow) -> None:
    """A row is bound to its payment, its kind, its entry and its index there."""
    with pytest.raises(StoreError, match="does not open: another key, or the row was changed"):
        VAULT.decrypt(KEY, broken)


def test_another_payments_key_opens_nothing() -> None:
    """And the error says which payment and what, never the text."""
    with pytest.raises(StoreError) as caught:
        VAULT.decrypt(OTHER_KEY, row())
    assert str(caught.value).startswith("the message of entry 7 does not open")
    assert str(caught.value).endswith("(ref P1)")


def test_the_same_place_taken_twice_betrays_nothing() -> None:
    """After a failed commit another text takes the same place: the two have nothing in common.

    Under one nonce, plain GCM would show the two texts' difference byte for byte.
    """
    texts = [b"a" * 64, b"b" * 64]
    first, second = (VAULT.encrypt(KEY, "P1", "message", (7, 0), text) for text in texts)
    shown = {x ^ y for x, y in zip(first.ciphertext[4:], second.ciphertext[4:], strict=True)}
    assert len(shown) > 10
    assert VAULT.wrap("P1", KEY)[:32] != VAULT.wrap("P1", OTHER_KEY)[:32]


def test_equal_texts_look_alike_nowhere() -> None:
    """Another place, kind, payment or key gives other bytes."""
    written = [
        VAULT.encrypt(KEY, "P1", "message", (7, 0), TEXT),
        VAULT.encrypt(KEY, "P1", "message", (7, 1), TEXT),
        VAULT.encrypt(KEY, "P1", "message", (8, 0), TEXT),
        VAULT.encrypt(KEY, "P1", "answer", (7, 0), TEXT),
        VAULT.encrypt(KEY, "P2", "message", (7, 0), TEXT),
        VAULT.encrypt(OTHER_KEY, "P1", "message", (7, 0), TEXT),
    ]
    assert len({each.ciphertext[4:20] for each in written}) == len(written)
    assert VAULT.encrypt(KEY, "P1", "message", (7, 0), TEXT) == written[0]


@pytest.mark.parametrize("length", [0, 16, 31, 33])
def test_a_master_key_has_its_length(length: int) -> None:
    """Nothing starts with another one."""
    with pytest.raises(SettingError, match=f"master key has {length} bytes, not 32"):
        Vault(bytes(length))
