"""Only who holds the master key and the payment's key reads a vault row, as it was written."""

import msgspec
import pytest

from tallystick.journal.entries import VaultRow
from tallystick.journal.vault import Text, Vault
from tallystick.terms.errors import SettingError, StoreError

VAULT = Vault(b"m" * 32)
KEY, OTHER_KEY = b"k" * 32, b"o" * 32
TEXT = b"Ivan Petrov, 7 Long Street" * 5
NONCE, OTHER_NONCE = b"n" * 12, b"o" * 12


def sealed(
    text: bytes = TEXT,
    nonce: bytes = NONCE,
    key: bytes = KEY,
    place: tuple[str, int, str] = ("P1", 7, "message"),
) -> VaultRow:
    """Return the row of a text of this payment, in this entry, of this kind."""
    payment_id, sequence, kind = place
    (row,) = VAULT.encrypt(key, payment_id, sequence, [Text(kind, nonce, text)])
    return row


def row(**over: object) -> VaultRow:
    """Return a row as it was written, or with something changed afterwards."""
    return msgspec.structs.replace(sealed(), **over)


@pytest.mark.parametrize("text", [b"", b"a", TEXT, bytes(100_000)], ids=len)
def test_a_text_comes_back(text: bytes) -> None:
    """Whatever its length, and none of it can be seen in between."""
    written = sealed(text)
    assert (written.payment_id, written.kind, written.sequence) == ("P1", "message", 7)
    assert VAULT.decrypt(KEY, written) == text
    assert len(text) < 2 or text not in written.ciphertext


def test_the_texts_of_an_entry_come_back_in_order() -> None:
    """Each under a nonce of its own, by the one key of the payment."""
    texts = [Text("message", NONCE, TEXT), Text("evidence", OTHER_NONCE, b"why")]
    rows = VAULT.encrypt(KEY, "P1", 7, texts)
    assert [(each.kind, VAULT.decrypt(KEY, each)) for each in rows] == [
        ("message", TEXT),
        ("evidence", b"why"),
    ]
    assert VAULT.encrypt(KEY, "P1", 7, []) == []


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
        row(ciphertext=OTHER_NONCE + row().ciphertext[12:]),
        row(ciphertext=row().ciphertext[:30] + b"\0" + row().ciphertext[31:]),
    ],
    ids=lambda each: f"{each.payment_id} {each.kind} {each.sequence} {len(each.ciphertext)}",
)
def test_a_row_that_was_moved_or_changed_does_not_open(broken: VaultRow) -> None:
    """A row is bound to its payment, its kind, its entry and its nonce."""
    with pytest.raises(StoreError, match="does not open: another key, or the row was changed"):
        VAULT.decrypt(KEY, broken)


def test_another_payments_key_opens_nothing() -> None:
    """And the error says which payment and what, never the text."""
    with pytest.raises(StoreError) as caught:
        VAULT.decrypt(OTHER_KEY, row())
    assert str(caught.value).startswith("the message of entry 7 does not open")
    assert str(caught.value).endswith("(ref P1)")


def test_a_payments_key_wrapped_twice_betrays_nothing() -> None:
    """After a failed commit a payment is given another key: the two have nothing in common.

    Their nonce is the same; plain GCM would show the two keys' difference byte for byte.
    """
    keys = [bytes(32), b"\1" * 32]
    first, second = (VAULT.wrap("P1", key) for key in keys)
    shown = {x ^ y for x, y in zip(first[:32], second[:32], strict=True)}
    assert len(shown) > 10


def test_equal_texts_look_alike_nowhere() -> None:
    """Another nonce or key gives other bytes; another place, kind or payment another seal."""
    written = [
        sealed(),
        sealed(nonce=OTHER_NONCE),
        sealed(key=OTHER_KEY),
        sealed(place=("P1", 8, "message")),
        sealed(place=("P1", 7, "answer")),
        sealed(place=("P2", 7, "message")),
    ]
    assert len({each.ciphertext[12:28] for each in written[:3]}) == 3
    assert len({each.ciphertext[-16:] for each in written}) == len(written)
    assert sealed() == written[0]


@pytest.mark.parametrize("length", [0, 16, 31, 33])
def test_a_master_key_has_its_length(length: int) -> None:
    """Nothing starts with another one."""
    with pytest.raises(SettingError, match=f"master key has {length} bytes, not 32"):
        Vault(bytes(length))
