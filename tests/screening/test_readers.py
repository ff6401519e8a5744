"""The UN's list, a bank's own and lists of addresses are read whole, or refused."""

import pytest

from tallystick.screening.identifiers import Identifier, IdentifierKind
from tallystick.screening.lists import EntityType, NameKind
from tallystick.screening.readers import addresses, own, un
from tallystick.terms.errors import RemoteMessageError
from tests.screening.lists_at_hand import OWN, UN, file


def test_the_un_list_is_read_with_names_in_parts_and_qualities() -> None:
    """A low quality makes a weak alias; the original script is another name."""
    version = un.read(file("un.xml", UN)).version

    assert (version.name, version.published_on, version.count) == (
        "UN Consolidated",
        "2026-02-27",
        2,
    )
    trading, berengar = version.entries
    assert berengar.entity == "XXi.001"
    assert berengar.type is EntityType.INDIVIDUAL
    assert [(each.kind, each.text) for each in berengar.names] == [
        (NameKind.PRIMARY, "BERENGAR OF TULE"),
        (NameKind.ALIAS, "Berry of Thule"),
        (NameKind.ALIAS, "Беренгар"),
        (NameKind.WEAK, "Berry"),
    ]
    assert berengar.identifiers == (Identifier(IdentifierKind.DOCUMENT, "381310014"),)
    assert (trading.entity, trading.countries) == ("2", ("Grand Fenwick",))


UN_BROKEN = (
    (UN.replace("</ENTITIES>", ""), "xml-malformed"),
    (UN.replace("<CONSOLIDATED_LIST", "<!DOCTYPE x><CONSOLIDATED_LIST"), "xml-doctype"),
    (UN.replace("CONSOLIDATED_LIST", "CONSOLIDATED_LISTS"), "root"),
    (UN.replace("2026-02-27T", "yesterday"), "date"),
    (UN.replace("<DATAID>2</DATAID>", ""), "record"),
    (UN.replace("TULE TRADING (TTC)", "").replace("Tule Bazaar", ""), "record"),
    (UN.replace("<DATAID>2</DATAID>", "<DATAID>XXi.001</DATAID>"), "entity-twice"),
)


@pytest.mark.parametrize(("text", "rule"), UN_BROKEN)
def test_a_broken_un_list_is_refused(text: str, rule: str) -> None:
    """Nothing of it is taken."""
    with pytest.raises(RemoteMessageError) as refused:
        un.read(file("un.xml", text))
    assert (refused.value.code, refused.value.ref) == (rule, "un.xml")


def test_an_element_within_a_name_is_refused() -> None:
    """What stands behind it would be lost; the file, the place and the rule are told."""
    for within in ("OF  <b>TULE</b>", "<b/>OF  TULE", "<b>OF  TULE</b>"):
        with pytest.raises(RemoteMessageError) as refused:
            un.read(file("un.xml", UN.replace("OF  TULE", within)))
        error = refused.value
        assert (error.code, error.ref) == ("element-in-text", "un.xml")
        assert error.field == "CONSOLIDATED_LIST/INDIVIDUALS/INDIVIDUAL/SECOND_NAME"


def test_no_name_of_the_un_is_lost() -> None:
    """A comment within, a part more, a name told twice, a section that is not known."""
    text = UN.replace("BERENGAR ", "BEREN<!-- so spelt -->GAR ").replace(
        "<THIRD_NAME/>", "<FIFTH_NAME>ELDER</FIFTH_NAME><THIRD_NAME>THE</THIRD_NAME>"
    )
    text = text.replace(
        "<ALIAS_NAME>Berry</ALIAS_NAME>",
        "<ALIAS_NAME>Berry</ALIAS_NAME><ALIAS_NAME>Bear</ALIAS_NAME>",
    ).replace("<ENTITIES>", "<VESSELS><VESSEL/></VESSELS><ENTITIES>")
    edition = un.read(file("un.xml", text))
    names = {each.text for entry in edition.version.entries for each in entry.names}
    assert {"BERENGAR OF TULE THE ELDER", "Berry", "Bear"} <= names
    assert edition.notes == ("UN Consolidated: 1 sections VESSELS are not known and were left",)


def test_a_file_of_no_address_is_refused() -> None:
    """One that was cut off on its way would clear whoever stood in it."""
    full = file("sanctioned_addresses_ETH.txt", f"0x{'12' * 20}\n")
    with pytest.raises(RemoteMessageError) as refused:
        addresses.read({"ETH": full, "XBT": file("sanctioned_addresses_XBT.txt", "\n")})
    assert (refused.value.code, refused.value.ref) == (
        "list-empty",
        "sanctioned_addresses_XBT.txt",
    )


def test_a_banks_own_list_is_read_by_its_columns() -> None:
    """Rows with one id are one entity; countries and identifiers stand between semicolons."""
    version = own.read(file("own.csv", OWN))

    assert (version.name, version.published_on) == ("Harbour Bank list", "2026-03-01")
    vail, sons = version.entries
    assert [(each.kind, each.text) for each in vail.names] == [
        (NameKind.PRIMARY, "Ozymandias Vail"),
        (NameKind.WEAK, "Ozzy"),
    ]
    assert vail.countries == ("Grand Fenwick", "Ruritania")
    assert {each.kind for each in vail.identifiers} == {IdentifierKind.ACCOUNT, IdentifierKind.BIC}
    assert sons.identifiers == (Identifier(IdentifierKind.DOCUMENT, "77-123-456"),)


OWN_BROKEN = (
    (OWN.replace("Ozzy,weak", "Ozzy,nick"), 3, "kind"),
    (OWN.replace("Ozzy,weak", ",weak"), 3, "empty"),
    (OWN.replace("Ozzy,weak", "!?,weak"), 3, "name"),
    (OWN.replace("Ozzy,weak", "\u200b\u202e,weak"), 3, "name"),
    (OWN.replace(",entity,,", ",firm,,"), 4, "type"),
    (OWN.replace("Ozzy,weak,individual", "Ozzy,weak,entity"), 3, "two-types"),
    (OWN.replace("2026-03-01", "1 March"), 2, "date"),
    (OWN.replace("2026-03-01,H-2", "2026-03-02,H-2"), 4, "two-editions"),
    (OWN.replace("Harbour Bank list,2026-03-01,H-2", "Other,2026-03-01,H-2"), 4, "two-editions"),
    (OWN.replace("document:77", "shoe:77"), 4, "identifier"),
    (OWN.replace("document:77-123-456", "document:"), 4, "identifier"),
    (OWN.replace("Ozzy,weak,individual,,", "Ozzy,weak"), 3, "cells"),
)


@pytest.mark.parametrize(("text", "line", "rule"), OWN_BROKEN)
def test_a_broken_row_of_an_own_list_is_refused(text: str, line: int, rule: str) -> None:
    """File, line and rule are told."""
    with pytest.raises(RemoteMessageError) as refused:
        own.read(file("own.csv", text))
    error = refused.value
    assert (error.ref, error.field, error.code) == ("own.csv", f"line {line}", rule)


def test_an_own_list_of_nobody_is_refused() -> None:
    """A header alone clears nobody."""
    with pytest.raises(RemoteMessageError) as refused:
        own.read(file("own.csv", OWN.splitlines()[0]))
    assert refused.value.code == "list-empty"


def test_addresses_are_read_one_a_line() -> None:
    """An address on two assets is one entity."""
    evm = "0x" + "Ab" * 20
    files = {
        asset: file(f"sanctioned_addresses_{asset}.txt", f"{evm}\n{own_address}\n\n")
        for asset, own_address in (("ETH", "0x" + "12" * 20), ("BSC", "0x" + "34" * 20))
    }
    version = addresses.read(files)

    assert version.count == 3
    assert [(each.part, each.records) for each in version.files] == [("BSC", 2), ("ETH", 2)]
    assert version.entries[-1].identifiers == (Identifier(IdentifierKind.WALLET, evm),)


def test_a_line_that_is_no_address_is_refused() -> None:
    """Words in a list of addresses mean that it is another file."""
    text = f"{'1' * 30}\nnot an address\n"
    with pytest.raises(RemoteMessageError) as refused:
        addresses.read({"XBT": file("sanctioned_addresses_XBT.txt", text)})
    assert (refused.value.field, refused.value.code) == ("line 2", "address")
