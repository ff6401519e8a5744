"""Paths become one edition of each list, and nothing is lost on the way without a word."""

from pathlib import Path

import pytest

from tallystick.screening.bundle import bundle_of
from tallystick.screening.gather import FILE_BYTES_MAX, gather
from tallystick.terms.errors import RemoteMessageError
from tests.screening.lists_at_hand import ADDRESSES, ALTERNATES, END, OWN, PRIMARY, UN


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with four lists, one of them deeper, and a file that is none."""
    texts = {
        "ofac/sdn.csv": PRIMARY + END,
        "ofac/alt.csv": ALTERNATES + END,
        "ofac/add.csv": ADDRESSES + END,
        "un.xml": UN,
        "own/harbour.csv": OWN,
        "sanctioned_addresses_ETH.txt": f"0x{'12' * 20}\n",
        "README.md": "What lies here, and whence.\n",
    }
    for name, text in texts.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(text.encode())
    return tmp_path


def refusal(*paths: Path) -> RemoteMessageError:
    """Return the error with which the paths are refused."""
    with pytest.raises(RemoteMessageError) as refused:
        gather(paths)
    return refused.value


def test_a_folder_is_read_whole(folder: Path) -> None:
    """Every list below it is found; what is none is told."""
    found = gather([folder])

    assert [each.name for each in found.lists] == [
        "Harbour Bank list",
        "OFAC SDN",
        "Sanctioned addresses",
        "UN Consolidated",
    ]
    assert found.left_out == (str(folder.resolve() / "README.md"),)
    assert found.notes == ()


def test_a_file_named_twice_is_read_once(folder: Path) -> None:
    """By itself and as part of its folder it is the same file."""
    assert gather([folder / "un.xml", folder, folder / "ofac"]) == gather([folder])


def test_the_order_of_the_paths_does_not_matter(folder: Path) -> None:
    """The same files make the same bundle."""
    paths = [folder / "ofac/alt.csv", folder / "un.xml", folder / "ofac/sdn.csv", folder / "own"]
    one, other = gather(paths), gather(paths[::-1])
    assert bundle_of(one.lists).digest == bundle_of(other.lists).digest


@pytest.mark.parametrize(
    ("name", "text"),
    [("sdn_new.csv", PRIMARY), ("un_new.xml", UN.replace("2026-02-27", "2026-03-01"))],
)
def test_two_editions_of_one_list_are_an_error(folder: Path, name: str, text: str) -> None:
    """Nobody could say which of them is in force."""
    (folder / name).write_text(text)
    assert refusal(folder).code == "two-editions"


def test_a_file_named_that_is_no_list_is_an_error(folder: Path) -> None:
    """Whoever names a file means it to be screened against."""
    assert refusal(folder / "README.md").code == "not-a-list"


def test_an_own_list_may_not_take_a_published_name(folder: Path) -> None:
    """A bank's list that calls itself OFAC's would stand in for it."""
    (folder / "own/harbour.csv").write_text(OWN.replace("Harbour Bank list", "OFAC SDN"))
    assert refusal(folder / "own").code == "reserved-name"


def test_a_file_beyond_bounds_is_refused_unread(tmp_path: Path) -> None:
    """A hole of a file has the size and takes no disk."""
    with (tmp_path / "sdn.csv").open("wb") as hole:
        hole.truncate(FILE_BYTES_MAX + 1)
    assert refusal(tmp_path).code == "too-large"


def test_a_folder_without_lists_has_none(tmp_path: Path) -> None:
    """It is for the caller to refuse to screen against nothing."""
    assert gather([tmp_path]).lists == ()
