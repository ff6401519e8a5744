"""A bundle has one hash for one content, can be signed, and is refused when damaged."""

from hashlib import sha256
from pathlib import Path

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from tallystick.screening.bundle import (
    Bundle,
    bundle_of,
    load,
    read_bundle,
    save,
    sign,
    signers,
    valid_until,
    write_bundle,
)
from tallystick.screening.lists import EntityType, NameKind
from tallystick.terms.errors import SettingError, StoreError
from tallystick.terms.instants import DAY_MS, day_number
from tests.screening.lists_at_hand import listing, primary

ROWS = [primary("Ozymandias Vail"), ("E-1", NameKind.WEAK, "Ozzy"), primary("Jane Roe", "E-2")]
KEYS = [Ed25519PrivateKey.from_private_bytes(bytes([number]) * 32) for number in (1, 2)]


def whole() -> Bundle:
    """Return a bundle of two lists."""
    return bundle_of([listing(ROWS), listing(ROWS, "Another list", EntityType.ENTITY)])


@given(st.permutations(ROWS))
def test_the_hash_does_not_depend_on_the_order(rows: list[tuple[str, NameKind, str]]) -> None:
    """The same entries in any order, and the lists in any order, are one bundle."""
    lists = [listing(rows, "Another list", EntityType.ENTITY), listing(rows)]
    assert bundle_of(lists) == whole()


@pytest.mark.parametrize(
    "rows",
    [
        ROWS[:2],
        [primary("Ozymandias Vale"), *ROWS[1:]],
        [primary("Ozymandias Vail"), ("E-1", NameKind.ALIAS, "Ozzy"), ROWS[2]],
        [primary("Ozymandias Vail", "E-9"), *ROWS[1:]],
    ],
)
def test_any_change_of_a_list_changes_the_hash(rows: list[tuple[str, NameKind, str]]) -> None:
    """An entry less, a letter, a kind, an id: each is another bundle."""
    other = bundle_of([listing(rows), listing(ROWS, "Another list", EntityType.ENTITY)])
    assert other.digest != whole().digest


def test_the_hash_is_the_same_in_every_release() -> None:
    """Verdicts of years ago name it, so it may never change for the same lists."""
    digest = bundle_of([listing([primary("Jane Roe")])]).digest.hex()
    assert digest == "ef47b72c658447dc824d44d1fa9ddc0876a00b4b040ee7eb6e22bce31cede621"


def test_a_confirmed_date_leaves_the_hash_alone() -> None:
    """Making sure tomorrow that the lists still hold disturbs no payment."""
    tomorrow = bundle_of(whole().lists, "2026-01-06")
    assert tomorrow.digest == whole().digest
    assert (whole().as_of, tomorrow.as_of) == ("2026-01-05", "2026-01-06")


def test_without_a_day_a_bundle_is_as_old_as_its_oldest_list() -> None:
    """However fresh the others are; one without a date is of an age that nobody knows."""
    old, new, undated = (
        msgspec.structs.replace(listing(ROWS, on or "none"), published_on=on)
        for on in ("2025-01-05", "2026-01-05", "")
    )
    assert bundle_of([new, old]).as_of == "2025-01-05"
    assert bundle_of([new, undated]).as_of == ""
    assert valid_until(bundle_of([new, undated]), DAY_MS) == 0
    assert bundle_of([new, undated], "2026-01-06").as_of == "2026-01-06"


def test_a_bundle_ages_from_its_date() -> None:
    """Without a date it is always too old."""
    assert valid_until(whole(), DAY_MS) == (day_number("2026-01-05") + 1) * DAY_MS
    assert valid_until(bundle_of([]), DAY_MS) == 0


def test_two_editions_and_a_date_that_is_none_are_refused() -> None:
    """A list stands in a bundle once."""
    with pytest.raises(SettingError, match="two editions of Test list"):
        bundle_of([listing(ROWS), listing(ROWS[:1])])
    with pytest.raises(SettingError, match="not a date"):
        bundle_of([listing(ROWS)], "tomorrow")


def test_a_bundle_is_read_as_it_was_written(tmp_path: Path) -> None:
    """Lists, date, hash and signatures survive the file, which is the same each time."""
    signed = sign(whole(), "first", KEYS[0])
    save(signed, tmp_path / "lists.index")

    assert load(tmp_path / "lists.index") == signed
    assert [path.name for path in tmp_path.iterdir()] == ["lists.index"]
    assert write_bundle(whole()) == write_bundle(whole())


def test_a_bundle_of_nothing_can_be_kept() -> None:
    """It is a bundle still; what it clears is another matter."""
    assert read_bundle(write_bundle(bundle_of([]))).lists == ()


@given(st.integers(min_value=0), st.integers(min_value=1, max_value=255))
def test_a_damaged_file_is_refused(place: int, change: int) -> None:
    """Whichever byte is another, nothing is screened with it."""
    raw = bytearray(write_bundle(whole()))
    raw[place % len(raw)] ^= change
    with pytest.raises(StoreError):
        read_bundle(bytes(raw))


@given(st.integers(min_value=0))
def test_a_file_cut_short_is_refused(length: int) -> None:
    """However much of it is left."""
    raw = write_bundle(whole())
    with pytest.raises(StoreError):
        read_bundle(raw[: length % len(raw)])


def test_a_file_of_another_kind_is_refused() -> None:
    """The error names the file."""
    with pytest.raises(StoreError) as refused:
        read_bundle(b"list,published_on\n", "own.csv")
    assert (refused.value.code, refused.value.ref) == ("bundle-unreadable", "own.csv")
    assert refused.value.outcome_known


@pytest.mark.parametrize("body", [b"", b"\xc1", msgspec.msgpack.encode(["", b"\x91\x07", []])])
def test_a_file_that_is_whole_and_makes_no_sense_is_refused(body: bytes) -> None:
    """A right checksum over something else is no bundle either."""
    with pytest.raises(StoreError) as refused:
        read_bundle(b"tallystick.lists.1\n" + sha256(body).digest() + body)
    assert refused.value.code == "bundle-unreadable"


def test_whoever_signed_is_known_by_key() -> None:
    """Two sign; a key that is not known, or has signed something else, does not count."""
    signed = sign(sign(whole(), "first", KEYS[0]), "second", KEYS[1])
    keys = {"first": KEYS[0].public_key(), "second": KEYS[1].public_key()}

    assert signers(signed, keys) == ("first", "second")
    assert signers(signed, {"first": keys["first"]}) == ("first",)
    assert signers(signed, {"first": keys["second"]}) == ()
    assert signers(msgspec.structs.replace(signed, as_of="2026-02-01"), keys) == ()


def test_signing_again_replaces_ones_signature() -> None:
    """One key counts once."""
    signed = sign(sign(whole(), "first", KEYS[1]), "first", KEYS[0])
    assert [each.key_id for each in signed.signatures] == ["first"]
    assert signers(signed, {"first": KEYS[0].public_key()}) == ("first",)
