"""The EU's, the UK's and OpenSanctions' lists are read from CSV and JSON, or refused by line."""

import random
from collections.abc import Callable

import pytest

from tallystick.screening.identifiers import Identifier, IdentifierKind
from tallystick.screening.lists import (
    Edition,
    EntityType,
    Entry,
    Holding,
    ListedName,
    NameKind,
    Regime,
)
from tallystick.screening.ownership import infer
from tallystick.screening.readers import (
    eu,
    eu_csv,
    opensanctions,
    opensanctions_csv,
    own,
    uk,
    uk_csv,
)
from tallystick.screening.readers.rows import ListFile
from tallystick.screening.readers.shares import share_of
from tallystick.terms.errors import RemoteMessageError
from tests.screening.forms_at_hand import (
    EU_CSV_1_0,
    EU_CSV_1_1,
    EU_XML,
    FTM,
    OFSI,
    SIMPLE,
    UK_CSV,
    UK_XML,
)
from tests.screening.lists_at_hand import OWN, file
from tests.screening.owned import version

Reader = Callable[[ListFile], Edition]

# How many lines stand before the first record, and whether a line tells all of an entity.
FORMS = (
    (eu_csv.read, EU_CSV_1_1, 1),
    (eu_csv.read, EU_CSV_1_0, 1),
    (uk_csv.read, UK_CSV, 2),
    (uk_csv.read, OFSI, 2),
    (opensanctions.read, FTM, 0),
    (opensanctions_csv.read, SIMPLE, 1),
)
every_form = pytest.mark.parametrize(
    ("read", "text", "before"), FORMS, ids=["eu-1.1", "eu-1.0", "uk", "ofsi", "ftm", "simple"]
)


def entries(edition: Edition) -> dict[str, Entry]:
    """Return the entries of an edition by id."""
    return {each.entity: each for each in edition.version.entries}


def test_the_eus_newer_csv_tells_what_its_xml_tells() -> None:
    """The same entries to the last date, and the same day."""
    xml, csv = eu.read(file("eu.xml", EU_XML)), eu_csv.read(file("eu.csv", EU_CSV_1_1))
    assert csv.version.entries == xml.version.entries
    assert (csv.version.name, csv.version.published_on, csv.version.regime) == (
        "EU Consolidated",
        "2026-03-02",
        Regime.EU,
    )
    assert csv.notes == ()


def test_the_eus_older_csv_is_read_by_its_own_columns() -> None:
    """It does not say which alias is weak, and has countries as codes."""
    edition = eu_csv.read(file("eu.csv", EU_CSV_1_0))
    berengar, trading = entries(edition)["EU.27.28"], entries(edition)["20"]
    assert berengar.names == (ListedName(NameKind.PRIMARY, "Berengar OF TULE"),)
    assert berengar.countries == ("CUB", "LBY", "SYR")
    assert berengar.births == ("1960-04-10",)
    assert berengar.addresses == ("12 Quay Street, Port Regal, 77, CUB",)
    assert berengar.programmes == ("TULE",)
    assert trading.type is EntityType.ENTITY
    assert edition.version.published_on == "2026-03-02"


def test_the_uks_csv_tells_what_its_xml_tells() -> None:
    """The same entries to the last date, and the same day."""
    xml, csv = uk.read(file("uk.xml", UK_XML)), uk_csv.read(file("uk.csv", UK_CSV))
    assert csv.version.entries == xml.version.entries
    assert (csv.version.name, csv.version.published_on) == ("UK Sanctions List", "2026-03-02")


def test_ofsis_list_is_read_with_numbered_cells_and_ships_in_remarks() -> None:
    """It is a list of its own, known by group ids."""
    edition = uk_csv.read(file("ConList.csv", OFSI))
    assert (edition.version.name, edition.version.published_on, edition.version.regime) == (
        "UK OFSI Consolidated",
        "2026-03-02",
        Regime.UK,
    )
    berengar, ship = entries(edition)["7172"], entries(edition)["13900"]
    assert berengar == Entry(
        "7172",
        EntityType.INDIVIDUAL,
        (
            ListedName(NameKind.PRIMARY, "BERENGAR OF TULE"),
            ListedName(NameKind.ALIAS, "Беренгар"),
            ListedName(NameKind.WEAK, "Berry"),
        ),
        ("Cuba", "Libya", "Syria"),
        tuple(
            Identifier(IdentifierKind.DOCUMENT, each)
            for each in ("123456", "P04581926", "P04581927")
        ),
        ("1945",),
        ("12 Quay Street, Port Regal, 77, Cuba",),
        ("Tule",),
    )
    assert ship.type is EntityType.VESSEL
    assert ship.identifiers == (Identifier(IdentifierKind.IMO, "7654321"),)
    assert ship.countries == ("Comoros",)


def test_opensanctions_entities_are_read_with_what_belongs_to_them() -> None:
    """Addresses, passports and wallets come from objects of their own."""
    edition = opensanctions.read(file("entities.ftm.json", FTM))
    assert (edition.version.name, edition.version.published_on) == ("OpenSanctions", "2026-03-02")
    assert edition.version.regime is Regime.EU
    assert entries(edition)["NK-1"] == Entry(
        "NK-1",
        EntityType.INDIVIDUAL,
        (
            ListedName(NameKind.PRIMARY, "Aldous Dunmore"),
            ListedName(NameKind.ALIAS, "Aldus Donmore"),
            ListedName(NameKind.ALIAS, "DUNMORE Aldous"),
            ListedName(NameKind.WEAK, "The Heron"),
        ),
        ("IR", "UA"),
        (
            Identifier(IdentifierKind.DOCUMENT, "7744001497"),
            Identifier(IdentifierKind.DOCUMENT, "X7654321"),
            Identifier(IdentifierKind.WALLET, "0xAbCdEf0123456789aBcDeF0123456789abcdef01"),
        ),
        ("1960-02-01", "1962"),
        ("1 Quay Street, Port Regal",),
    )
    assert entries(edition)["NK-2"].programmes == ("Tule programme",)
    assert entries(edition)["NK-5"].identifiers == (Identifier(IdentifierKind.IMO, "7654321"),)


def test_who_is_listed_is_told_by_topics_sanctions_and_targets() -> None:
    """By the topic, by a sanction that names it, or as a target without any topic."""
    edition = opensanctions.read(file("entities.ftm.json", FTM))
    listed = {entity: entry.is_listed for entity, entry in entries(edition).items()}
    assert listed == {"NK-1": True, "NK-2": True, "NK-3": False, "NK-5": True}


def test_ownership_and_control_are_holdings_and_a_directorship_is_none() -> None:
    """Of a range the least counts; what has ended, or is of nobody, is left and told."""
    edition = opensanctions.read(file("entities.ftm.json", FTM))
    assert entries(edition)["NK-3"].holdings == (
        Holding("NK-1", 5_000),
        Holding("NK-2", 0, is_control=True),
    )
    assert entries(edition)["NK-2"].holdings == entries(edition)["NK-5"].holdings == ()
    assert edition.notes == (
        "OpenSanctions: 1 holdings have ended and were left",
        "OpenSanctions: 1 owners or what they own are not in the file",
        "OpenSanctions: 1 targets bear no sanction and were left",
    )


def test_datasets_of_two_regimes_have_none() -> None:
    """Nobody could say which law counts ownership."""
    mixed = FTM.replace('"datasets":["eu_fsf"]', '"datasets":["us_ofac_sdn"]', 1)
    assert opensanctions.read(file("e.json", mixed)).version.regime is Regime.OTHER


def test_opensanctions_simple_csv_is_read_by_the_form_of_identifiers() -> None:
    """Nothing says of which kind they are; a target without a sanction is left and told."""
    edition = opensanctions_csv.read(file("targets.simple.csv", SIMPLE))
    dunmore, ship = entries(edition)["NK-1"], entries(edition)["NK-5"]
    assert dunmore.countries == ("IR", "UA")
    assert dunmore.births == ("1960-02-01",)
    assert dunmore.programmes == ("TU-1", "Tule")
    assert dunmore.identifiers == (Identifier(IdentifierKind.DOCUMENT, "X7654321"),)
    assert {each.kind for each in ship.identifiers} == {
        IdentifierKind.IMO,
        IdentifierKind.WALLET,
        IdentifierKind.BIC,
    }
    assert edition.version.published_on == "2026-03-02"
    assert edition.notes == ("OpenSanctions: 1 targets bear no sanction and were left",)


@every_form
def test_the_order_of_the_lines_does_not_matter(read: Reader, text: str, before: int) -> None:
    """Whatever stands in whichever line."""
    lines = text.splitlines(keepends=True)
    records = lines[before:]
    random.Random(3).shuffle(records)
    one, two = read(file("list", text)), read(file("list", "".join((*lines[:before], *records))))
    assert one.version.entries == two.version.entries
    assert one.notes == two.notes


@every_form
def test_a_file_that_is_not_utf_8_is_refused_by_line(read: Reader, text: str, before: int) -> None:
    """The line of the first broken byte."""
    lines = text.encode().splitlines(keepends=True)
    lines[before] = lines[before].replace(b"\n", b"\xff\n")
    with pytest.raises(RemoteMessageError) as refused:
        read(ListFile("list", b"".join(lines)))
    error = refused.value
    assert (error.code, error.field, error.ref) == ("not-utf-8", f"line {before + 1}", "list")


@pytest.mark.parametrize(("read", "text", "before"), [form for form in FORMS if form[2]])
def test_a_huge_cell_is_refused(read: Reader, text: str, before: int) -> None:
    """No cell is longer than the standard reader's bound."""
    lines = text.splitlines(keepends=True)
    lines[before] = lines[before].rstrip() + "x" * 200_000 + "\n"
    with pytest.raises(RemoteMessageError) as refused:
        read(file("list", "".join(lines)))
    assert (refused.value.code, refused.value.field) == ("not-csv", f"line {before + 1}")


SHORT = EU_CSV_1_1.replace(
    "13;EU.27.28;person;P;TULE;;;;Berry of Thule;", "13;EU.27.28;person;", 1
)
BROKEN = (
    (eu_csv.read, SHORT, "cells", "line 2"),
    (eu_csv.read, EU_CSV_1_1.replace("2026;13;EU", "2026;;EU", 1), "record", "line 2"),
    (eu_csv.read, EU_CSV_1_1.replace('"TULE TRADING"', ""), "record", "line 11"),
    (eu_csv.read, EU_CSV_1_1.replace("02/03/2026", "today"), "date", ""),
    (uk_csv.read, UK_CSV.replace(",TUL0075,", ",,"), "record", "line 6"),
    (uk_csv.read, UK_CSV.replace("HALCYON DRIFT", ""), "record", "line 6"),
    (uk_csv.read, UK_CSV.replace(",Ship,", ","), "cells", "line 6"),
    (uk_csv.read, UK_CSV.replace("02-Mar-2026", "soon"), "date", ""),
    (opensanctions.read, FTM.replace('{"id":"NK-4"', '{"id":"NK-1"'), "entity-twice", "line 13"),
    (opensanctions.read, FTM.replace('{"id":"NK-4",', "{"), "not-json", "line 13"),
    (opensanctions.read, FTM + "[" * 5_000, "not-json", "line 15"),
    (opensanctions.read, FTM.replace("last_seen", "last_sung"), "date", "line 1"),
    (opensanctions_csv.read, SIMPLE.replace('"NK-5"', '"NK-1"'), "entity-twice", "line 3"),
    (opensanctions_csv.read, SIMPLE.replace('"Halcyon Drift"', '""'), "record", "line 3"),
    (opensanctions_csv.read, SIMPLE.replace("2026-03", "soon"), "date", ""),
)  # fmt: skip


@pytest.mark.parametrize(("read", "text", "rule", "place"), BROKEN)
def test_a_line_that_breaks_a_rule_is_told(read: Reader, text: str, rule: str, place: str) -> None:
    """File, line and rule; nothing of the list is taken."""
    with pytest.raises(RemoteMessageError) as refused:
        read(file("list", text))
    error = refused.value
    assert (error.ref, error.code, error.field) == ("list", rule, place)


SHARES = (
    ("50", 5_000),
    ("50%", 5_000),
    ("50.5 %", 5_050),
    ("33,333", 3_334),
    ("50.001", 5_001),
    ("50.000", 5_000),
    ("99.9999 %", 10_000),
    ("50-75%", 5_000),
    ("more than 25", 2_501),
    (">50", 5_001),
    (">= 50%", 5_000),
    ("at least 50", 5_000),
    ("less than 50", None),
    ("up to 50 %", None),
    ("<5%", None),
    ("100", 10_000),
    ("100.00001", None),
    ("101", None),
    ("most", None),
    ("", None),
)


def test_years_that_are_none_are_told() -> None:
    """What is no year makes no range, and nothing else is lost with it."""
    edition = eu_csv.read(file("eu.csv", EU_CSV_1_1.replace("1953;1958;false", "x;y;true")))
    assert entries(edition)["EU.27.28"].births == ("1960-04-10", "1960/1962")
    assert edition.notes == ("EU Consolidated: 1 dates are not understood",)


@pytest.mark.parametrize(("words", "share"), SHARES)
def test_a_share_is_counted_in_ten_thousandths(words: str, share: int | None) -> None:
    """Of a range the least, where it has one; what is finer counts, or thirds would be lost."""
    assert share_of(words) == share


@pytest.mark.parametrize(
    ("regime", "shares", "inferred"),
    [
        (Regime.US, ("33.333", "16.667"), "A"),
        (Regime.US, ("16.6667", "16.6667", "16.6667"), "A"),
        (Regime.US, ("49.99",), ""),
        (Regime.UK, ("50.001",), "A"),
        (Regime.UK, ("more than 50",), "A"),
        (Regime.UK, ("50",), ""),
    ],
)
def test_a_half_in_fine_shares_is_a_half(
    regime: Regime, shares: tuple[str, ...], inferred: str
) -> None:
    """What a list writes more finely than shares are counted is not lost at the threshold."""
    held = [(owner, share_of(text) or 0) for owner, text in zip("XYZ", shares, strict=False)]
    found = infer([version({"A": held}, regime=regime)])
    assert [each.entity for each in found.inferred] == inferred.split()


def test_thirds_are_no_more_than_the_whole() -> None:
    """Each is rounded up a little, and nobody need look at that."""
    thirds = [(owner, share_of("33.3334") or 0) for owner in "XYZ"]
    assert infer([version({"A": thirds})]).notes == ()


def test_a_holding_that_ends_this_year_has_not_ended() -> None:
    """An end of a year or month alone is after its last day."""
    kept = [FTM.replace('"endDate":["2020-01-01"]', f'"endDate":["{end}"]') for end in
            ("2026", "2026-03", "2026-03-02")]  # fmt: skip
    for text in kept:
        found = entries(opensanctions.read(file("e.json", text)))["NK-2"]
        assert found.holdings == (Holding("NK-1", 6_000),)
    ended = FTM.replace("2020-01-01", "2026-03-01")
    assert entries(opensanctions.read(file("e.json", ended)))["NK-2"].holdings == ()


def test_who_is_listed_is_kept_whatever_its_schema() -> None:
    """A new kind of entity, a wallet of nobody in the file; what is left is told."""
    more = (
        '{"id":"NK-6","schema":"Vehicle","properties":{"name":["Astral Rover"],'
        '"topics":["sanction"]}}\n'
        '{"id":"w-2","schema":"CryptoWallet","properties":{"publicKey":["1Wallet"],'
        '"holder":["NK-99"],"topics":["sanction"]}}\n'
        '{"id":"p-2","schema":"Passport","properties":{"holder":["NK-99"],"number":["7"]}}\n'
        '{"id":"NK-7","schema":"Person","properties":{"topics":["sanction"]}}\n'
    )
    edition = opensanctions.read(file("e.json", FTM + more))
    found = entries(edition)
    assert [each.text for each in found["NK-6"].names] == ["Astral Rover"]
    assert (found["NK-6"].type, found["NK-6"].is_listed) == (EntityType.UNKNOWN, True)
    assert [each.text for each in found["w-2"].names] == ["1Wallet"]
    assert "OpenSanctions: 1 objects belong to nobody in the file and were left" in edition.notes
    assert "OpenSanctions: 1 targets have no name and were left" in edition.notes


def test_a_column_that_has_another_name_is_told() -> None:
    """Else names in it would be lost, and the list read as if nothing were missing."""
    edition = uk_csv.read(file("uk.csv", UK_CSV.replace("Name non-latin script", "Other name")))
    assert edition.notes == ("UK Sanctions List: 1 columns 'Name non-latin script' are not there",)


WIDE = OWN.replace(",identifiers\n", ",identifiers,births,addresses,programmes\n")
WIDE = WIDE.replace(
    "VAILGB2L\n", "VAILGB2L,1961-03-21; 1960/1962,1 Quay Street; 2 Quay Street,Tides\n"
)
WIDE = WIDE.replace("weak,individual,,\n", "weak,individual,,,,,\n")
WIDE = WIDE.replace("77-123-456\n", "77-123-456,,,\n")


def test_an_own_list_may_tell_births_addresses_and_programmes() -> None:
    """Its older header is read as ever; another is not its own."""
    vail, _sons = own.read(file("own.csv", WIDE)).entries
    assert vail.births == ("1960/1962", "1961-03-21")
    assert vail.addresses == ("1 Quay Street", "2 Quay Street")
    assert vail.programmes == ("Tides",)
    assert own.is_list(file("own.csv", OWN))
    assert not own.is_list(file("own.csv", WIDE.replace("births", "shoes")))
    assert not own.is_list(file("own.csv", WIDE.replace("births", "programmes")))


def test_a_birth_that_is_no_date_is_refused() -> None:
    """The row is told."""
    with pytest.raises(RemoteMessageError) as refused:
        own.read(file("own.csv", WIDE.replace("1961-03-21", "at low tide")))
    assert (refused.value.code, refused.value.field) == ("birth", "line 2")
