"""What is put on the shelf stays there as it was, and is found by its hash."""

from pathlib import Path

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tallystick.screening.bundle import Bundle, bundle_of, sign
from tallystick.screening.lists import NameKind
from tallystick.screening.shelf import Shelf
from tallystick.terms.errors import StoreError
from tests.screening.lists_at_hand import listing, primary

ROWS = [primary("Ozymandias Vail"), ("E-1", NameKind.WEAK, "Ozzy"), primary("Jane Roe", "E-2")]
KEY = Ed25519PrivateKey.from_private_bytes(b"\1" * 32)


def of(*names: str, rows: int = 3) -> Bundle:
    """Return a bundle of lists of these names."""
    return bundle_of(listing(ROWS[:rows], name) for name in names)


def files(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_a_bundle_is_found_by_its_hash(tmp_path: Path) -> None:
    """With all its lists; as of which day it was in force is another matter."""
    bundle = of("A", "B")
    shelf = Shelf(tmp_path / "lists")
    shelf.put(bundle)
    found = Shelf(tmp_path / "lists").bundle(bundle.digest)
    assert found == msgspec.structs.replace(bundle, as_of="")
    assert shelf.digests() == (bundle.digest,)


def test_what_two_bundles_share_is_kept_once(tmp_path: Path) -> None:
    """One more list is one more file, and the former bundle is there still."""
    shelf = Shelf(tmp_path)
    first, second = of("A", "B"), of("A", "C")
    shelf.put(first)
    shelf.put(second)
    assert len([name for name in files(tmp_path) if name.startswith("versions")]) == 3
    for bundle in (first, second):
        assert shelf.bundle(bundle.digest).lists == bundle.lists


def test_putting_it_there_again_changes_nothing(tmp_path: Path) -> None:
    """Not one byte."""
    shelf = Shelf(tmp_path)
    shelf.put(of("A"))
    before = files(tmp_path)
    shelf.put(of("A"))
    assert files(tmp_path) == before


def test_who_signed_is_kept_beside(tmp_path: Path) -> None:
    """As of each day it was signed for."""
    shelf = Shelf(tmp_path)
    bundle = of("A")
    days = ("2026-01-05", "2026-01-06")
    signed = [sign(bundle_of(bundle.lists, day), "first", KEY) for day in reversed(days)]
    for each in (*signed, sign(of("B"), "first", KEY)):
        shelf.put(each)
    found = shelf.signed(bundle.digest)
    assert [as_of for as_of, _signatures in found] == list(days)
    assert found[1][1] == signed[0].signatures
    assert shelf.digests() == tuple(sorted((bundle.digest, of("B").digest)))


def test_what_is_not_there_is_told(tmp_path: Path) -> None:
    """On an empty shelf and on another."""
    shelf = Shelf(tmp_path)
    assert shelf.digests() == ()
    for _ in range(2):
        with pytest.raises(StoreError) as missing:
            shelf.bundle(of("B").digest)
        assert missing.value.code == "not-on-the-shelf"
        shelf.put(of("A"))


def test_a_file_that_was_changed_is_noticed(tmp_path: Path) -> None:
    """Whichever it is: when it is read, and when the same is put there again."""
    bundle = sign(of("A"), "first", KEY)
    shelf = Shelf(tmp_path)
    shelf.put(bundle)
    for name, raw in files(tmp_path).items():
        path = tmp_path / name
        for changed in (raw[:-1], raw + b"\0", bytes([raw[0] ^ 1]) + raw[1:], b""):
            path.write_bytes(changed)
            with pytest.raises(StoreError) as damaged:
                shelf.put(bundle)
            assert damaged.value.code == "shelf-damaged"
            with pytest.raises(StoreError):
                _ = shelf.bundle(bundle.digest), shelf.signed(bundle.digest)
        path.write_bytes(raw)
    assert shelf.bundle(bundle.digest).lists == bundle.lists


def test_another_bundles_names_under_a_hash_are_noticed(tmp_path: Path) -> None:
    """Each file alone is whole, and together they are not what was asked for."""
    shelf = Shelf(tmp_path)
    one, other = of("A"), of("B")
    shelf.put(one)
    shelf.put(other)
    folder = tmp_path / "bundles"
    (folder / one.digest.hex()).write_bytes((folder / other.digest.hex()).read_bytes())
    with pytest.raises(StoreError) as damaged:
        shelf.bundle(one.digest)
    assert damaged.value.code == "shelf-damaged"


def test_a_write_that_was_cut_short_is_no_bundle(tmp_path: Path) -> None:
    """What a crash left behind is passed over, and written anew."""
    shelf = Shelf(tmp_path)
    bundle = of("A")
    shelf.put(bundle)
    path = tmp_path / "bundles" / bundle.digest.hex()
    path.rename(path.with_name(f"{path.name}.part"))
    (path.parent / "notes.txt").write_text("somebody else's")
    assert shelf.digests() == ()
    shelf.put(bundle)
    assert shelf.digests() == (bundle.digest,)
