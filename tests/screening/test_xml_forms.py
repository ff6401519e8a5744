"""OFAC's, the EU's and the UK's lists are read from XML with all they tell, or refused whole."""

import random
import re
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
from tallystick.screening.readers import eu, ofac_advanced, ofac_xml, records, uk, un
from tallystick.screening.readers.rows import ListFile
from tallystick.terms.errors import RemoteMessageError
from tallystick.wire.xml import Element
from tests.screening.forms_at_hand import EU_XML, UK_XML
from tests.screening.lists_at_hand import UN, file
from tests.screening.ofac_forms_at_hand import SDN_ADVANCED, SDN_XML

Reader = Callable[[ListFile], Edition]

FORMS = (
    (ofac_xml.read, SDN_XML, "sdnEntry"),
    (ofac_advanced.read, SDN_ADVANCED, "DistinctParty"),
    (eu.read, EU_XML, "sanctionEntity"),
    (uk.read, UK_XML, "Designation"),
    (un.read, UN, "INDIVIDUAL"),
)
every_form = pytest.mark.parametrize(
    ("read", "text", "record"),
    FORMS,
    ids=[read.__module__.rpartition(".")[2] for read, *_ in FORMS],
)


def entries(edition: Edition) -> dict[str, Entry]:
    """Return the entries of an edition by id."""
    return {each.entity: each for each in edition.version.entries}


def names(entry: Entry) -> list[tuple[NameKind, str]]:
    """Return the names of an entry, each with its kind."""
    return [(each.kind, each.text) for each in entry.names]


WALLET = Identifier(IdentifierKind.WALLET, "0xAbCdEf0123456789aBcDeF0123456789abcdef01")
PASSPORT = Identifier(IdentifierKind.DOCUMENT, "X7654321")
CALL_SIGN = Identifier(IdentifierKind.DOCUMENT, "XYZ1234")
IMO = Identifier(IdentifierKind.IMO, "7654321")


def test_ofacs_standard_form_is_read_with_all_it_tells() -> None:
    """Weak aliases, births, countries, addresses, programmes, identifiers; titles are left."""
    edition = ofac_xml.read(file("sdn.xml", SDN_XML))
    version = edition.version
    assert (version.name, version.published_on, version.regime, version.count) == (
        "OFAC SDN",
        "2026-03-02",
        Regime.US,
        3,
    )
    found = entries(edition)
    assert found["101"] == Entry(
        "101",
        EntityType.INDIVIDUAL,
        (
            ListedName(NameKind.PRIMARY, "DUNMORE, Aldous Peverell"),
            ListedName(NameKind.ALIAS, "DONMORE, Aldus"),
            ListedName(NameKind.WEAK, "THE HERON"),
        ),
        ("Burma", "Cuba", "Iran", "Syria"),
        (PASSPORT, WALLET),
        ("1960-02-01", "1961/1963"),
        ("1 Quay Street, Port Regal, 77, Cuba",),
        ("ALPHA", "BETA"),
    )
    assert found["102"].births == ("1999-03-04",)
    assert found["102"].identifiers == (Identifier(IdentifierKind.BIC, "ASTRRUMM"),)
    assert found["103"].type is EntityType.VESSEL
    assert found["103"].countries == ("Panama",)
    assert set(found["103"].identifiers) == {
        IMO,
        CALL_SIGN,
        Identifier(IdentifierKind.MMSI, "765432100"),
    }
    assert edition.notes == (
        "OFAC SDN: 1 dates are not understood",
        "OFAC SDN: 1 identifiers are of a kind that is not known",
    )


def test_ofacs_advanced_form_is_read_with_all_it_tells() -> None:
    """What other sections tell of a party comes to it by number; one owner is in control."""
    edition = ofac_advanced.read(file("SDN_ADVANCED.XML", SDN_ADVANCED))
    version = edition.version
    assert (version.name, version.published_on, version.count) == ("OFAC SDN", "2026-03-02", 3)
    found = entries(edition)
    assert found["101"] == Entry(
        "101",
        EntityType.INDIVIDUAL,
        (
            ListedName(NameKind.PRIMARY, "DUNMORE, Aldous Peverell"),
            ListedName(NameKind.ALIAS, "DONMORE, Aldus"),
            ListedName(NameKind.ALIAS, "Данмор, Олдос"),
            ListedName(NameKind.WEAK, "THE HERON"),
        ),
        ("Burma", "Cuba", "Iran", "Syria"),
        (PASSPORT, WALLET),
        ("1960-02-01", "1961/1963"),
        ("1 Quay Street, Port Regal, Cuba",),
        ("ALPHA",),
    )
    assert found["102"].type is EntityType.ENTITY
    assert found["102"].holdings == (Holding("101", 0, is_control=True),)
    assert found["103"].type is EntityType.VESSEL
    assert (found["103"].countries, found["103"].holdings) == (("Panama",), ())
    assert set(found["103"].identifiers) == {IMO, CALL_SIGN}
    assert edition.notes == ("OFAC SDN: 1 features are of a kind that is not known",)


def test_both_forms_of_ofacs_list_tell_the_same_of_whom_they_share() -> None:
    """Ids, types, Latin names, births, identifiers; the list is one and the same."""
    plain, advanced = (
        ofac_xml.read(file("a", SDN_XML)),
        ofac_advanced.read(file("a", SDN_ADVANCED)),
    )
    for entity, entry in entries(plain).items():
        other = entries(advanced)[entity]
        assert entry.type is other.type
        assert {each for each in entry.names if each.text.isascii()} == {
            each for each in other.names if each.text.isascii()
        }
    assert plain.version.name == advanced.version.name
    assert ofac_xml.read(file("CONSOLIDATED.XML", SDN_XML)).version.name == "OFAC Consolidated"


def test_an_owner_who_is_not_in_the_list_is_told() -> None:
    """So are measures of nobody, and parties without any, who count as listed all the same."""
    text = SDN_ADVANCED.replace('To-ProfileID="101"', 'To-ProfileID="7"', 1)
    text = text.replace('VersionLocation LocationID="4"', 'VersionLocation LocationID="44"')
    text = text.replace('ProfileID="103" ListID', 'ProfileID="8" ListID')
    edition = ofac_advanced.read(file("sdn_advanced.xml", text))
    assert entries(edition)["103"].is_listed
    assert edition.notes == (
        "OFAC SDN: 1 entities bear no measure, and count as listed all the same",
        "OFAC SDN: 1 features are of a kind that is not known",
        "OFAC SDN: 1 measures are of nobody in the list",
        "OFAC SDN: 1 owners or what they own are not in the list",
        "OFAC SDN: 1 places are not in the list",
    )


def test_the_eus_list_is_read_with_all_it_tells() -> None:
    """The strong name that came first is the main one; one that is not strong is weak."""
    edition = eu.read(file("eu.xml", EU_XML))
    version = edition.version
    assert (version.name, version.published_on, version.regime) == (
        "EU Consolidated",
        "2026-03-02",
        Regime.EU,
    )
    found = entries(edition)
    assert found["EU.27.28"] == Entry(
        "EU.27.28",
        EntityType.INDIVIDUAL,
        (
            ListedName(NameKind.PRIMARY, "Berengar OF TULE"),
            ListedName(NameKind.ALIAS, "Berry of Thule"),
            ListedName(NameKind.WEAK, "Berry"),
        ),
        ("CUBA", "LIBYA", "SYRIAN ARAB REPUBLIC"),
        (Identifier(IdentifierKind.DOCUMENT, "AD001095"),),
        ("1953/1958", "1960-04-10", "1960/1962"),
        ("12 Quay Street, Port Regal, 77, CUBA",),
        ("TULE",),
    )
    assert found["20"].identifiers == (Identifier(IdentifierKind.BIC, "TULE KPPY"),)
    assert edition.notes == ()


def test_the_uks_list_is_read_with_all_it_tells() -> None:
    """Names in six parts, masked dates, ships with their flag and the year they were built."""
    edition = uk.read(file("uk.xml", UK_XML))
    version = edition.version
    assert (version.name, version.published_on, version.regime) == (
        "UK Sanctions List",
        "2026-03-02",
        Regime.UK,
    )
    found = entries(edition)
    assert found["TUL0006"] == Entry(
        "TUL0006",
        EntityType.INDIVIDUAL,
        (
            ListedName(NameKind.PRIMARY, "BERENGAR OF TULE"),
            ListedName(NameKind.ALIAS, "Berry of Thule"),
            ListedName(NameKind.ALIAS, "Беренгар"),
            ListedName(NameKind.WEAK, "Berry"),
        ),
        ("Cuba", "Libya", "Syria"),
        (
            Identifier(IdentifierKind.DOCUMENT, "123456"),
            Identifier(IdentifierKind.DOCUMENT, "P04581926"),
        ),
        ("1945", "1958-03-01"),
        ("12 Quay Street, Port Regal, 77, Cuba",),
        ("The Tule Regulations 2020",),
    )
    ship = found["TUL0075"]
    assert (ship.type, ship.identifiers) == (EntityType.VESSEL, (IMO,))
    assert (ship.countries, ship.births) == (("Comoros",), ("2011",))
    assert edition.notes == ()


@every_form
def test_the_order_of_the_records_does_not_matter(read: Reader, text: str, record: str) -> None:
    """Nor does how the file is cut into blocks: it is longer than one here."""
    pattern = re.compile(rf"<{record}[ >].*?</{record}>", re.DOTALL)
    first = list(pattern.finditer(text))
    between = "<!-- padding -->" * 5_000
    shuffled = [found[0] for found in first]
    random.Random(7).shuffle(shuffled)
    turned = iter(reversed(shuffled))
    other = pattern.sub(lambda _found: between + next(turned), text)
    one, two = read(file("list.xml", text)), read(file("list.xml", other))
    assert one.version.entries == two.version.entries
    assert one.notes == two.notes


NAMES_IN_TEXT = (
    (ofac_xml.read, SDN_XML, "lastName"),
    (ofac_advanced.read, SDN_ADVANCED, "NamePartValue"),
    (uk.read, UK_XML, "Name6"),
    (uk.read, UK_XML, "NameNonLatinScript"),
)


@pytest.mark.parametrize(("read", "text", "name"), NAMES_IN_TEXT)
def test_an_element_within_a_name_is_refused(read: Reader, text: str, name: str) -> None:
    """No form cuts a name at what it does not expect; the EU has its names in attributes."""
    other = re.sub(rf"(<{name}\b[^>]*>[^<]*)(</{name}>)", r"\1<i>Elder</i>\2", text, count=1)
    with pytest.raises(RemoteMessageError) as refused:
        read(file("list.xml", other))
    assert (refused.value.code, refused.value.ref) == ("element-in-text", "list.xml")
    assert refused.value.field.endswith(f"/{name}")


def test_every_part_of_a_name_of_the_uk_is_read() -> None:
    """A seventh, and a second name in its script where older files have one."""
    text = UK_XML.replace(
        "<Name6>TULE</Name6>", "<Name6>TULE</Name6><Name7>ELDER</Name7>"
    ).replace(
        "<NonLatinName><NameNonLatinScript>Беренгар</NameNonLatinScript></NonLatinName>",
        "<NameNonLatinScript>Беренгар</NameNonLatinScript>"
        "<NameNonLatinScript>Тьюле</NameNonLatinScript>",
    )
    found = {each.text for each in entries(uk.read(file("uk.xml", text)))["TUL0006"].names}
    assert {"BERENGAR OF TULE ELDER", "Беренгар", "Тьюле"} <= found


@every_form
def test_a_file_that_is_broken_is_refused_whole(read: Reader, text: str, record: str) -> None:
    """Cut short, a tag too many, another encoding, a DOCTYPE, another root."""
    cases = (
        (text[: text.rindex("<")].encode(), "xml-malformed"),
        (text.replace(f"</{record}>", f"</{record}></x>", 1).encode(), "xml-malformed"),
        (text.encode().replace(b"</", b"\xff</", 1), "xml-encoding"),
        (text.encode("utf-16"), "xml-control-character"),
        (text.encode().replace(b"?>", b"?><!DOCTYPE x>", 1), "xml-doctype"),
        (b"<html><body>404</body></html>", "root"),
        (b"", "xml-malformed"),
    )
    for raw, code in cases:
        with pytest.raises(RemoteMessageError) as refused:
            read(ListFile("list.xml", raw))
        assert (refused.value.code, refused.value.ref) == (code, "list.xml"), raw[:80]


DEEP = "<x>" * 300 + "</x>" * 300
LONG = "y" * 300_000
HOSTILE = (
    (DEEP, "xml-malformed"),
    (f"<x>{LONG}</x>", "xml-text-too-long"),
    (f"<x a='{LONG}'/>", "xml-text-too-long"),
)


@every_form
@pytest.mark.parametrize(("inner", "code"), HOSTILE, ids=["deep", "text", "value"])
def test_what_costs_too_much_is_refused(
    read: Reader, text: str, record: str, inner: str, code: str
) -> None:
    """Depth and long texts."""
    hostile = text.replace(f"</{record}>", f"{inner}</{record}>", 1)
    with pytest.raises(RemoteMessageError) as refused:
        read(file("list.xml", hostile))
    assert refused.value.code == code


@pytest.mark.slow
def test_a_record_of_too_many_elements_is_refused() -> None:
    """No more than the bound, and a block, is ever held."""
    many = "<x/>" * (records.LIMITS.elements + 50_000)
    with pytest.raises(RemoteMessageError) as refused:
        uk.read(file("uk.xml", UK_XML.replace("</Designation>", f"{many}</Designation>", 1)))
    assert refused.value.code == "xml-too-many-elements"


BROKEN = (
    (ofac_xml.read, SDN_XML.replace("<uid>102</uid>", ""), "record", "sdnEntry[2]"),
    (ofac_xml.read, SDN_XML.replace("<uid>102<", "<uid>101<"), "entity-twice", "sdnEntry[2]"),
    (ofac_xml.read, SDN_XML.replace(">Vessel<", ">Submarine<"), "record", "sdnEntry[3]"),
    (ofac_xml.read, SDN_XML.replace("03/02/2026", "yesterday"), "date", ""),
    (ofac_xml.read, SDN_XML.replace(">3<", ">4<"), "record-count", "publshInformation"),
    (ofac_advanced.read, SDN_ADVANCED.replace('Party FixedRef="102"', 'Party FixedRef="101"'),
     "entity-twice", "DistinctParty[2]"),
    (ofac_advanced.read, SDN_ADVANCED.replace("HALCYON DRIFT", ""), "record", "DistinctParty[3]"),
    (ofac_advanced.read, SDN_ADVANCED.replace("DateOfIssue", "DateOfRest"), "date", ""),
    (eu.read, EU_XML.replace('logicalId="20"', ""), "record", "sanctionEntity[2]"),
    (eu.read, EU_XML.replace('euReferenceNumber="" ', 'euReferenceNumber="EU.27.28" '),
     "entity-twice", "sanctionEntity[2]"),
    (eu.read, EU_XML.replace('wholeName="TULE TRADING"', ""), "record", "sanctionEntity[2]"),
    (eu.read, EU_XML.replace("generationDate", "weddingDate"), "date", ""),
    (uk.read, UK_XML.replace("<UniqueID>TUL0075</UniqueID>", ""), "record", "Designation[2]"),
    (uk.read, UK_XML.replace("TUL0075", "TUL0006"), "entity-twice", "Designation[2]"),
    (uk.read, UK_XML.replace("<DateGenerated>02", "<DateGenerated>99"), "date", ""),
)  # fmt: skip


@pytest.mark.parametrize(("read", "text", "rule", "place"), BROKEN)
def test_a_record_that_breaks_a_rule_is_told_by_its_place(
    read: Reader, text: str, rule: str, place: str
) -> None:
    """File, element and rule; nothing of the list is taken."""
    with pytest.raises(RemoteMessageError) as refused:
        read(file("list.xml", text))
    error = refused.value
    assert (error.ref, error.code, error.field) == ("list.xml", rule, place)


def test_memory_does_not_grow_with_the_file() -> None:
    """Of eight megabytes of records no more than some blocks' worth is ever there at once."""
    body = "<sanctionEntity logicalId='%d'><subjectType code='person'/><nameAlias wholeName='A'/>"
    body += "<remark>" + "z" * 40_000 + "</remark></sanctionEntity>"
    text = EU_XML[: EU_XML.index(" <sanctionEntity")] + "".join(body % n for n in range(200))
    most = 0
    places = {"sanctionEntity": "export"}
    for element in records.records(file("eu.xml", f"{text}</export>"), "export", places):
        most = max(most, len(element if records.named(element) == "export" else around(element)))
    assert most < 10


def around(element: Element) -> Element:
    """Return what an element stands in."""
    outer = element.getparent()
    assert outer is not None, "a record stands in something"
    return outer
