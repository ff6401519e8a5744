"""Lists for the tests: small ones made by hand, with invented names, and the published ones."""

import os
from collections.abc import Sequence
from pathlib import Path

import pytest

from tallystick.screening.bundle import Bundle, bundle_of
from tallystick.screening.identifiers import Identifier, IdentifierKind
from tallystick.screening.lists import (
    Draft,
    EntityType,
    ListVersion,
    NameKind,
    list_version,
    source_file,
)
from tallystick.screening.readers.rows import ListFile

SHARED = Path(os.environ.get("TALLYSTICK_TEST_DATA", "../shared/data"))
END = "\x1a\r\n"

PRIMARY = (
    '101,"DUNMORE, Aldous Peverell","individual","ALPHA",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,'
    "\"DOB 01 Feb 1960; nationality Ruritania; a.k.a. 'THE HERON'; Passport X7654321 (Ruritania)"
    " issued 2001; alt. Digital Currency Address - ETH"
    ' 0xAbCdEf0123456789aBcDeF0123456789abcdef01."\r\n'
    '102,"ASTRALIA SHIPPING CO., LTD.",-0- ,"ALPHA] [BETA",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,'
    '"SWIFT/BIC ASTRRUMM; Legal Entity Number 0000AABBCCDDEEFF1122;'
    ' Linked To: DUNMORE, Aldous."\r\n'
    '103,"HALCYON DRIFT","vessel","BETA",-0- ,"XYZ1",-0- ,-0- ,-0- ,"Panama",-0- ,'
    '"Vessel Registration Identification IMO 7654321; MMSI 765432100 (vessel)."\r\n'
)
ALTERNATES = (
    '101,11,"aka","DONMORE, Aldus",-0- \r\n'
    '101,12,"fka","PEVERELL, A.",-0- \r\n'
    '102,13,"aka","ASTRALIA LINES",-0- \r\n'
)
ADDRESSES = '102,21,"1 Quay Street","Port Regal","Ruritania",-0- \r\n'

OWN = (
    "list,published_on,entity,name,kind,type,countries,identifiers\n"
    "Harbour Bank list,2026-03-01,H-1,Ozymandias Vail,primary,individual,Ruritania;Grand Fenwick,"
    "account:RU0304452522540817810538091310419;bic:VAILGB2L\n"
    "Harbour Bank list,2026-03-01,H-1,Ozzy,weak,individual,,\n"
    "Harbour Bank list,2026-03-01,H-2,Vail & Sons (Holding),primary,entity,,document:77-123-456\n"
)

UN = """<?xml version="1.0" encoding="UTF-8"?>
<CONSOLIDATED_LIST dateGenerated="2026-02-27T00:00:09.554Z">
 <INDIVIDUALS><INDIVIDUAL>
  <DATAID>1</DATAID><FIRST_NAME> BERENGAR </FIRST_NAME><SECOND_NAME>OF  TULE</SECOND_NAME>
  <THIRD_NAME/><REFERENCE_NUMBER>XXi.001 </REFERENCE_NUMBER>
  <NAME_ORIGINAL_SCRIPT>Беренгар</NAME_ORIGINAL_SCRIPT>
  <NATIONALITY><VALUE>Ruritania</VALUE></NATIONALITY>
  <INDIVIDUAL_ALIAS><QUALITY>Good</QUALITY><ALIAS_NAME>Berry of Thule</ALIAS_NAME>
  </INDIVIDUAL_ALIAS>
  <INDIVIDUAL_ALIAS><QUALITY>Low</QUALITY><ALIAS_NAME>Berry</ALIAS_NAME></INDIVIDUAL_ALIAS>
  <INDIVIDUAL_ALIAS><QUALITY/><ALIAS_NAME/></INDIVIDUAL_ALIAS>
  <INDIVIDUAL_ADDRESS><COUNTRY/></INDIVIDUAL_ADDRESS>
  <INDIVIDUAL_DOCUMENT><TYPE_OF_DOCUMENT>Passport</TYPE_OF_DOCUMENT><NUMBER> 381310014</NUMBER>
  </INDIVIDUAL_DOCUMENT></INDIVIDUAL></INDIVIDUALS>
 <ENTITIES><ENTITY>
  <DATAID>2</DATAID><FIRST_NAME>TULE TRADING (TTC)</FIRST_NAME><REFERENCE_NUMBER/>
  <ENTITY_ALIAS><QUALITY>f.k.a.</QUALITY><ALIAS_NAME>Tule Bazaar</ALIAS_NAME></ENTITY_ALIAS>
  <ENTITY_ADDRESS><COUNTRY>Grand Fenwick</COUNTRY></ENTITY_ADDRESS></ENTITY></ENTITIES>
</CONSOLIDATED_LIST>
"""


def file(name: str, text: str) -> ListFile:
    """Return a file with this text."""
    return ListFile(name, text.encode())


def shared(*places: str) -> list[Path]:
    """Return the places of published lists, or skip the test that needs them."""
    paths = [SHARED / "screening" / place for place in places]
    if not all(path.exists() for path in paths):
        pytest.skip("the published lists are not at TALLYSTICK_TEST_DATA")
    return paths


# One row of a list made for a test: entity, kind, name.
Row = tuple[str, NameKind, str]


def listing(
    rows: Sequence[Row],
    name: str = "Test list",
    kind: EntityType = EntityType.INDIVIDUAL,
    identifiers: Sequence[tuple[str, IdentifierKind, str]] = (),
) -> ListVersion:
    """Return a list of the rows, with identifiers by entity."""
    drafts: dict[str, Draft] = {}
    for entity, name_kind, text in rows:
        draft = drafts.setdefault(entity, Draft())
        draft.type = kind
        draft.name(name_kind, text)
    for entity, identifier_kind, value in identifiers:
        drafts[entity].identifiers.add(Identifier(identifier_kind, value))
    files = [source_file("list", repr(sorted(rows)).encode(), len(rows))]
    return list_version(name, "2026-01-05", files, drafts)


def bundle(*rows: Row) -> Bundle:
    """Return a bundle of one list of the rows."""
    return bundle_of([listing(rows)])


def primary(text: str, entity: str = "E-1") -> Row:
    """Return the row of a primary name."""
    return entity, NameKind.PRIMARY, text
