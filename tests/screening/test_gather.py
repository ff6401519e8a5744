"""Paths become one edition of each list, and nothing is lost on the way without a word."""

from pathlib import Path

import pytest

from tallystick.screening.bundle import bundle_of
from tallystick.screening.gather import FILE_BYTES_MAX, gather
from tallystick.terms.errors import RemoteMessageError
from tests.screening.forms_at_hand import (
    EU_CSV_1_0,
    EU_CSV_1_1,
    EU_XML,
    FTM,
    HOLDINGS,
    OFSI,
    SIMPLE,
    UK_CSV,
    UK_XML,
)
from tests.screening.lists_at_hand import ADDRESSES, ALTERNATES, END, OWN, PRIMARY, UN
from tests.screening.ofac_forms_at_hand import SDN_ADVANCED, SDN_XML


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


def test_a_name_that_finds_nobody_is_told(folder: Path) -> None:
    """A published list is taken without it, and people know whose it is."""
    (folder / "un.xml").write_text(UN.replace("Berry of Thule", "«*»").replace("Bazaar", "!"))
    assert gather([folder]).notes == (
        "UN Consolidated: 1 names have no letter and no digit to be found by; of XXi.001",
    )


@pytest.mark.parametrize(
    ("name", "text"),
    [("sdn_new.csv", PRIMARY), ("un_new.xml", UN.replace("2026-02-27", "2026-03-01"))],
)
def test_two_editions_of_one_list_are_an_error(folder: Path, name: str, text: str) -> None:
    """Nobody could say which of them is in force."""
    (folder / name).write_text(text)
    assert refusal(folder).code == "two-editions"


FORMS = (
    ("sdn.xml", SDN_XML, "OFAC SDN"),
    ("SDN_ADVANCED.XML", SDN_ADVANCED, "OFAC SDN"),
    ("cons_advanced.xml", SDN_ADVANCED, "OFAC Consolidated"),
    ("eu.xml", EU_XML, "EU Consolidated"),
    ("20260302-FULL-1_1.csv", EU_CSV_1_1, "EU Consolidated"),
    ("20260302-FULL-1_0.csv", EU_CSV_1_0, "EU Consolidated"),
    ("UK-Sanctions-List.xml", UK_XML, "UK Sanctions List"),
    ("UK-Sanctions-List.csv", UK_CSV, "UK Sanctions List"),
    ("ConList.csv", OFSI, "UK OFSI Consolidated"),
    ("entities.ftm.json", FTM, "OpenSanctions"),
    ("targets.simple.csv", SIMPLE, "OpenSanctions"),
)


@pytest.mark.parametrize(("name", "text", "listed"), FORMS)
def test_a_file_is_known_by_what_is_in_it(
    tmp_path: Path, name: str, text: str, listed: str
) -> None:
    """By its root, its header or its first line; OFAC's two lists by the file's name."""
    (tmp_path / name).write_bytes(text.encode())
    (tmp_path / "page.html").write_text("<!doctype html><html></html>")
    found = gather([tmp_path])
    assert [each.name for each in found.lists] == [listed]
    assert len(found.left_out) == 1


@pytest.mark.parametrize(
    ("one", "other"), [(0, 1), (3, 4), (4, 5), (6, 7), (9, 10)], ids=lambda each: FORMS[each][0]
)
def test_one_list_in_two_forms_is_two_editions(tmp_path: Path, one: int, other: int) -> None:
    """Nobody could say which of them is in force, though they may tell the same."""
    for name, text, _listed in (FORMS[one], FORMS[other]):
        (tmp_path / name).write_bytes(text.encode())
    assert refusal(tmp_path).code == "two-editions"


def test_csv_and_xml_of_ofacs_list_are_two_editions(folder: Path) -> None:
    """The parts of the CSV go together, and with nothing else."""
    (folder / "ofac/sdn.xml").write_text(SDN_XML)
    assert refusal(folder / "ofac").code == "two-editions"


def test_holdings_join_the_list_they_name(folder: Path) -> None:
    """In whichever order the files come; without the list they are an error."""
    (folder / "own/a-holdings.csv").write_text(HOLDINGS)
    (version,) = gather([folder / "own"]).lists
    assert version.count == 4
    assert [each.part for each in version.files] == ["holdings", "list"]
    assert refusal(folder / "own/a-holdings.csv").code == "list-missing"
    (folder / "own/b-holdings.csv").write_text(HOLDINGS)
    assert refusal(folder / "own").code == "two-editions"


def test_holdings_may_join_a_published_list(folder: Path) -> None:
    """The bank knows whom a listed person owns."""
    text = HOLDINGS.replace("Harbour Bank list", "OFAC SDN").replace("H-1", "101")
    (folder / "ofac/ours.csv").write_text(text.replace("H-2", "102"))
    (version,) = gather([folder / "ofac"]).lists
    assert [each.entity for each in version.entries if not each.is_listed] == ["OWN-1", "OWN-2"]


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
