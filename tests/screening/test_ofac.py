"""OFAC's files are read whole, or refused with file, line and rule."""

import pytest

from tallystick.screening.identifiers import Identifier, IdentifierKind
from tallystick.screening.lists import EntityType, Entry, ListVersion, NameKind
from tallystick.screening.readers import ofac
from tallystick.screening.readers.rows import ListFile
from tallystick.terms.errors import RemoteMessageError
from tests.screening.lists_at_hand import ADDRESSES, ALTERNATES, END, PRIMARY, file


def read(**parts: str) -> tuple[ListVersion, tuple[str, ...]]:
    """Read an edition from the texts of its parts."""
    return ofac.read(ofac.SDN, {part: file(f"{part}.csv", text) for part, text in parts.items()})


def entry(entity: str, **parts: str) -> Entry:
    """Return one entry of an edition."""
    version, _notes = read(**parts)
    return next(each for each in version.entries if each.entity == entity)


def whole(entity: str) -> Entry:
    """Return one entry of the edition made by hand."""
    return entry(
        entity, primary=PRIMARY + END, alternates=ALTERNATES + END, addresses=ADDRESSES + END
    )


def test_an_individual_is_read_with_aliases_countries_and_numbers() -> None:
    """Names, weak aliases in quotes, nationality, passport and wallet come from four places."""
    dunmore = whole("101")

    assert dunmore.type is EntityType.INDIVIDUAL
    assert [(each.kind, each.text) for each in dunmore.names] == [
        (NameKind.PRIMARY, "DUNMORE, Aldous Peverell"),
        (NameKind.ALIAS, "DONMORE, Aldus"),
        (NameKind.ALIAS, "PEVERELL, A."),
        (NameKind.WEAK, "THE HERON"),
    ]
    assert dunmore.countries == ("Ruritania",)
    assert dunmore.identifiers == (
        Identifier(IdentifierKind.DOCUMENT, "X7654321"),
        Identifier(IdentifierKind.WALLET, "0xAbCdEf0123456789aBcDeF0123456789abcdef01"),
    )


def test_a_company_is_read_with_bic_lei_and_the_country_of_its_address() -> None:
    """What OFAC gives no type is an entity; whom it is linked to is no name of its own."""
    astralia = whole("102")

    assert astralia.type is EntityType.ENTITY
    assert {each.text for each in astralia.names} == {
        "ASTRALIA SHIPPING CO., LTD.",
        "ASTRALIA LINES",
    }
    assert astralia.countries == ("Ruritania",)
    assert set(astralia.identifiers) == {
        Identifier(IdentifierKind.BIC, "ASTRRUMM"),
        Identifier(IdentifierKind.LEI, "0000AABBCCDDEEFF1122"),
    }


def test_a_ship_is_read_with_its_flag_and_numbers() -> None:
    """A vessel's IMO and MMSI numbers are its own kinds; its call sign is a document's number."""
    ship = whole("103")

    assert ship.type is EntityType.VESSEL
    assert ship.countries == ("Panama",)
    assert set(ship.identifiers) == {
        Identifier(IdentifierKind.IMO, "7654321"),
        Identifier(IdentifierKind.MMSI, "765432100"),
        Identifier(IdentifierKind.DOCUMENT, "XYZ1"),
    }


def test_an_edition_tells_its_files_and_its_count() -> None:
    """Each file stands with its part, digest and records; OFAC's files bear no date."""
    version, notes = read(primary=PRIMARY + END, alternates=ALTERNATES)

    assert (version.name, version.published_on, version.count) == ("OFAC SDN", "", 3)
    assert [(each.part, each.records) for each in version.files] == [
        ("alternates", 3),
        ("primary", 3),
    ]
    assert {len(each.sha256) for each in version.files} == {32}
    assert notes == ()


def test_a_header_of_its_own_is_passed_over() -> None:
    """Some publishers put a header before the records."""
    header = "ID,Name,Type,Country,Title,F,G,H,I,J,K,Details\r\n"
    version, _notes = read(primary=header + PRIMARY)
    assert version.count == 3


def test_a_remark_goes_on_in_its_remainder() -> None:
    """A remark cut in the middle of a word is whole again."""
    start = f"a.k.a. 'GREY GULL'; {'x' * 960}; Passport Q9"
    start += "8" * (1000 - len(start))
    primary = f'7,"ROE, Jane","individual",-0- ,,,,,,,,"{start}"\r\n'
    roe = entry("7", primary=primary, remainders="7,\"76543 (Ruritania); a.k.a. 'GULL'.\"\r\n")

    assert [each.text for each in roe.names] == ["ROE, Jane", "GREY GULL", "GULL"]
    assert roe.identifiers[0].value.endswith("76543")


@pytest.mark.parametrize(
    "words",
    ["a.k.a. 'GULL'", "f.k.a. ‘GULL’", 'A.K.A. ""GULL""', "n.k.a. GULL", "alt. a.k.a. 'GULL'"],  # noqa: RUF001
)
def test_an_alias_in_remarks_is_read_in_any_quotation_marks(words: str) -> None:
    """Or in none: a publisher that changes them loses no name here."""
    roe = entry("7", primary=f'7,"ROE, Jane","individual",-0- ,,,,,,,,"DOB 1961; {words}."\r\n')
    assert [(each.kind, each.text) for each in roe.names] == [
        (NameKind.PRIMARY, "ROE, Jane"),
        (NameKind.WEAK, "GULL"),
    ]


def test_a_remark_cut_off_for_good_is_told_and_its_end_not_believed() -> None:
    """Half a number is no number; the first half of the remark still counts."""
    start = f"a.k.a. 'GREY GULL'; {'x' * 960}; Passport Q9"
    start += "8" * (1000 - len(start))
    version, notes = read(primary=f'7,"ROE, Jane","individual",-0- ,,,,,,,,"{start}"\r\n')

    assert version.entries[0].identifiers == ()
    assert [each.text for each in version.entries[0].names] == ["ROE, Jane", "GREY GULL"]
    assert notes == ("OFAC SDN: 1 remarks are cut off, and no file has their remainder",)


def test_aliases_without_a_primary_record_are_kept_and_told() -> None:
    """Nobody listed is lost because a file of another edition was given."""
    version, notes = read(
        primary=PRIMARY, alternates=ALTERNATES + '999,5,"aka","NEW, Name",-0- \r\n'
    )

    assert version.entries[-1].names[0].text == "NEW, Name"
    assert version.entries[-1].type is EntityType.UNKNOWN
    assert notes == ("OFAC SDN: 1 entities are in no primary file; parts of two editions?",)


def test_the_order_of_the_records_does_not_matter() -> None:
    """Two orders of the same records make the same entries."""
    records = PRIMARY.splitlines(keepends=True)
    first, _ = read(primary="".join(records))
    second, _ = read(primary="".join(reversed(records)))
    assert first.entries == second.entries


BROKEN = (
    ("primary", PRIMARY + "104,too,few\r\n", 4, "cells"),
    ("primary", PRIMARY + PRIMARY.splitlines(keepends=True)[0], 4, "entity-twice"),
    ("primary", PRIMARY.replace('"vessel"', '"submarine"'), 3, "record"),
    ("primary", PRIMARY.replace('"HALCYON DRIFT"', "-0- "), 3, "record"),
    ("primary", PRIMARY.replace("103,", "x103,"), 3, "entity-number"),
    ("primary", PRIMARY.replace('"HALCYON', '"HALCYON" "'), 3, "not-csv"),
    ("alternates", ALTERNATES.replace('"fka"', '"pka"'), 2, "alternate"),
    ("alternates", ALTERNATES.replace('"ASTRALIA LINES"', "-0- "), 3, "alternate"),
)


@pytest.mark.parametrize(("part", "text", "line", "rule"), BROKEN)
def test_a_broken_record_is_refused_by_file_line_and_rule(
    part: str, text: str, line: int, rule: str
) -> None:
    """The whole list is refused, and the error says where to look."""
    with pytest.raises(RemoteMessageError) as refused:
        read(**{part: text})

    error = refused.value
    assert (error.ref, error.field, error.code) == (f"{part}.csv", f"line {line}", rule)


def test_a_file_that_is_not_utf_8_is_refused() -> None:
    """The line of the first broken byte is told."""
    raw = PRIMARY.encode() + b'104,"\xff"\r\n'
    with pytest.raises(RemoteMessageError) as refused:
        ofac.read(ofac.SDN, {"primary": ListFile("sdn.csv", raw)})
    assert (refused.value.field, refused.value.code) == ("line 4", "not-utf-8")


@pytest.mark.parametrize("end", [END, "\x1a", "\x1a,,,,\r\n", "\x1a\r\n\r\n\x1a\r\n"])
def test_nothing_but_ends_stands_behind_the_end_mark(end: str) -> None:
    """A file that goes on was joined of two; its second half is not lost in silence."""
    assert read(alternates=ALTERNATES + end)[0].files[0].records == 3
    for more in ('101,14,"aka","LATE, Lord",-0- \r\n', '\x1a101,14,"aka","LATE, Lord",-0- \r\n'):
        with pytest.raises(RemoteMessageError) as refused:
            read(alternates=ALTERNATES + end.rstrip("\r\n") + "\r\n" + more)
        assert (refused.value.code, refused.value.ref) == ("after-the-end", "alternates.csv")


def test_a_record_that_begins_with_the_end_mark_is_refused() -> None:
    """It is a record, and what it says is not dropped."""
    with pytest.raises(RemoteMessageError) as refused:
        read(alternates=ALTERNATES + '\x1a,14,"aka","LATE, Lord",-0- \r\n')
    assert (refused.value.code, refused.value.field) == ("entity-number", "line 4")


def test_a_list_that_names_nobody_is_refused() -> None:
    """An empty download would clear everybody."""
    with pytest.raises(RemoteMessageError) as refused:
        read(primary=END)
    assert refused.value.code == "list-empty"


PARTS = (
    ("sdn.csv", PRIMARY, ("OFAC SDN", "primary")),
    ("anything.csv", ALTERNATES, ("OFAC SDN", "alternates")),
    ("cons_add.csv", ADDRESSES, ("OFAC Consolidated", "addresses")),
    ("CONS_COMMENTS.CSV", '7,"more"\r\n', ("OFAC Consolidated", "remainders")),
    ("notes.csv", "a,b\n", None),
    ("other.csv", "1,2,3\n", None),
)


@pytest.mark.parametrize(("name", "text", "part"), PARTS)
def test_a_file_is_known_by_its_width(name: str, text: str, part: tuple[str, str] | None) -> None:
    """The name tells no more than which of OFAC's two lists it is."""
    assert ofac.part_of(file(name, text)) == part
