"""OFAC's lists as XML, in both forms, of invented persons."""

SDN_XML = """<?xml version="1.0" standalone="yes"?>
<sdnList xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
 xmlns="https://sanctionslistservice.ofac.treas.gov/api/PublicationPreview/exports/XML">
 <publshInformation><Publish_Date>03/02/2026</Publish_Date><Record_Count>3</Record_Count>
 </publshInformation>
 <sdnEntry><uid>101</uid><firstName>Aldous Peverell</firstName><lastName>DUNMORE</lastName>
  <title>Minister of Tides</title><sdnType>Individual</sdnType>
  <remarks>(Linked To: ASTRALIA)</remarks>
  <programList><program>ALPHA</program><program>BETA</program></programList>
  <idList>
   <id><uid>1</uid><idType>Passport</idType><idNumber>X7654321</idNumber><idCountry>Cuba</idCountry>
   </id>
   <id><uid>2</uid><idType>Gender</idType><idNumber>Male</idNumber></id>
   <id><uid>3</uid><idType>Digital Currency Address - ETH</idType>
    <idNumber>0xAbCdEf0123456789aBcDeF0123456789abcdef01</idNumber></id>
   <id><uid>4</uid><idType>Shoe size</idType><idNumber>large</idNumber></id></idList>
  <akaList>
   <aka><uid>11</uid><type>a.k.a.</type><category>strong</category><lastName>DONMORE</lastName>
    <firstName>Aldus</firstName></aka>
   <aka><uid>12</uid><type>a.k.a.</type><category>weak</category><lastName>THE HERON</lastName>
   </aka></akaList>
  <addressList><address><uid>21</uid><address1>1 Quay Street</address1><city>Port Regal</city>
   <postalCode>77</postalCode><country>Cuba</country></address></addressList>
  <nationalityList><nationality><uid>31</uid><country>Iran</country><mainEntry>true</mainEntry>
   </nationality></nationalityList>
  <citizenshipList><citizenship><uid>32</uid><country>Syria</country></citizenship></citizenshipList>
  <dateOfBirthList>
   <dateOfBirthItem><uid>41</uid><dateOfBirth>01 Feb 1960</dateOfBirth></dateOfBirthItem>
   <dateOfBirthItem><uid>42</uid><dateOfBirth>circa 1962</dateOfBirth></dateOfBirthItem>
   <dateOfBirthItem><uid>43</uid><dateOfBirth>when the tide was low</dateOfBirth></dateOfBirthItem>
  </dateOfBirthList>
  <placeOfBirthList><placeOfBirthItem><uid>51</uid><placeOfBirth>Pyongyang, Korea, North
   </placeOfBirth></placeOfBirthItem><placeOfBirthItem><uid>52</uid><placeOfBirth>Yangon, Burma
   </placeOfBirth></placeOfBirthItem></placeOfBirthList></sdnEntry>
 <sdnEntry><uid>102</uid><lastName>ASTRALIA SHIPPING CO., LTD.</lastName><sdnType>Entity</sdnType>
  <programList><program>ALPHA</program></programList>
  <idList><id><uid>5</uid><idType>SWIFT/BIC</idType><idNumber>ASTRRUMM</idNumber></id>
   <id><uid>6</uid><idType>Organization Established Date</idType><idNumber>04 Mar 1999</idNumber>
   </id></idList></sdnEntry>
 <sdnEntry><uid>103</uid><lastName>HALCYON DRIFT</lastName><sdnType>Vessel</sdnType>
  <programList><program>BETA</program></programList>
  <idList><id><uid>7</uid><idType>Vessel Registration Identification</idType>
   <idNumber>IMO 7654321</idNumber></id>
   <id><uid>8</uid><idType>MMSI</idType><idNumber>765432100</idNumber></id></idList>
  <vesselInfo><callSign>XYZ1234</callSign><vesselType>Tanker</vesselType>
   <vesselFlag>Panama</vesselFlag><vesselOwner>Astralia</vesselOwner><tonnage>10</tonnage>
  </vesselInfo></sdnEntry>
</sdnList>
"""

_NAME = """<DocumentedName ID="{0}" FixedRef="{1}" DocNameStatusID="{2}">{3}</DocumentedName>"""
_PART = """<DocumentedNamePart><NamePartValue NamePartGroupID="{0}" ScriptID="215"
 ScriptStatusID="1" Acronym="false">{1}</NamePartValue></DocumentedNamePart>"""
_ALIAS = """<Alias FixedRef="{0}" AliasTypeID="{1}" Primary="{2}" LowQuality="{3}">{4}</Alias>"""
_PERIOD = """<DatePeriod CalendarTypeID="1" YearFixed="false" MonthFixed="false" DayFixed="false">
 <Start Approximate="{0}"><From>{1}</From><To>{1}</To></Start>
 <End Approximate="{0}"><From>{2}</From><To>{2}</To></End></DatePeriod>"""


def _day(year: int, month: int, day: int) -> str:
    return f"<Year>{year}</Year><Month>{month}</Month><Day>{day}</Day>"


def _alias(
    ref: int, kind: int, *names: str, is_primary: bool = False, is_weak: bool = False
) -> str:
    flags = (str(each).lower() for each in (is_primary, is_weak))
    return _ALIAS.format(ref, kind, *flags, "".join(names))


def _name(ref: int, status: int, *parts: tuple[int, str]) -> str:
    return _NAME.format(ref, ref, status, "".join(_PART.format(*each) for each in parts))


def _feature(kind: int, inner: str) -> str:
    return (
        f'<Feature ID="{kind}" FeatureTypeID="{kind}"><FeatureVersion ID="1" ReliabilityID="1">'
        f'<Comment />{inner}</FeatureVersion><IdentityReference IdentityID="9"'
        ' IdentityFeatureLinkTypeID="1" /></Feature>'
    )


def _party(ref: int, kind: int, aliases: str, groups: str = "", features: str = "") -> str:
    return (
        f'<DistinctParty FixedRef="{ref}"><Comment /><Profile ID="{ref}" PartySubTypeID="{kind}">'
        f'<Identity ID="{ref}0" FixedRef="{ref}" Primary="true" False="false">{aliases}'
        f"<NamePartGroups>{groups}</NamePartGroups></Identity>{features}</Profile></DistinctParty>"
    )


def _group(number: int, kind: int) -> str:
    return (
        f'<MasterNamePartGroup><NamePartGroup ID="{number}" NamePartTypeID="{kind}" />'
        "</MasterNamePartGroup>"
    )


def _entry(ref: int, programme: str) -> str:
    return (
        f'<SanctionsEntry ID="{ref}" ProfileID="{ref}" ListID="1550"><EntryEvent ID="{ref}"'
        ' EntryEventTypeID="1" LegalBasisID="1"><Comment /><Date CalendarTypeID="1">'
        f"{_day(2001, 12, 4)}</Date></EntryEvent>"
        f'<SanctionsMeasure ID="{ref}1" SanctionsTypeID="1"><Comment>{programme}</Comment>'
        f'</SanctionsMeasure><SanctionsMeasure ID="{ref}2" SanctionsTypeID="1705"><Comment />'
        "</SanctionsMeasure></SanctionsEntry>"
    )


DUNMORE = _party(
    101,
    4,
    _alias(
        101, 1403,
        _name(101, 2, (73, "Данмор"), (74, "Олдос")),
        _name(101, 1, (72, "Aldous Peverell"), (71, "DUNMORE")),
        is_primary=True,
    )
    + _alias(101, 1400, _name(101, 2, (71, "DONMORE"), (72, "Aldus")))
    + _alias(101, 1400, _name(101, 2, (75, "THE HERON")), is_weak=True),
    _group(71, 1520) + _group(72, 1521) + _group(73, 1520) + _group(74, 1521) + _group(75, 1528),
    _feature(8, _PERIOD.format("false", _day(1960, 2, 1), _day(1960, 2, 1)))
    + _feature(8, _PERIOD.format("true", _day(1962, 1, 1), _day(1962, 12, 31)))
    + _feature(10, '<VersionDetail DetailTypeID="1433" /><VersionLocation LocationID="2" />')
    + _feature(25, '<VersionDetail DetailTypeID="1433" /><VersionLocation LocationID="1" />')
    + _feature(11, '<VersionDetail DetailTypeID="1433" /><VersionLocation LocationID="3" />')
    + _feature(25, '<VersionDetail DetailTypeID="1433" /><VersionLocation LocationID="4" />')
    + _feature(9, '<VersionDetail DetailTypeID="1432">Yangon, Burma</VersionDetail>')
    + _feature(26, '<VersionDetail DetailTypeID="1432">Minister of Tides</VersionDetail>')
    + _feature(224, '<VersionDetail DetailTypeID="1431" DetailReferenceID="91526" />')
    + _feature(345, '<VersionDetail DetailTypeID="1432">'
                    "0xAbCdEf0123456789aBcDeF0123456789abcdef01</VersionDetail>"),
)  # fmt: skip
ASTRALIA = _party(
    102, 3, _alias(102, 1403, _name(102, 1, (76, "ASTRALIA SHIPPING CO., LTD.")), is_primary=True),
    _group(76, 1525),
)  # fmt: skip
DRIFT = _party(
    103, 1, _alias(103, 1403, _name(103, 1, (77, "HALCYON DRIFT")), is_primary=True),
    _group(77, 1526),
    _feature(3, '<VersionDetail DetailTypeID="1432">Panama</VersionDetail>')
    + _feature(1, '<VersionDetail DetailTypeID="1432">XYZ1234</VersionDetail>')
    + _feature(999, '<VersionDetail DetailTypeID="1432">large</VersionDetail>'),
)  # fmt: skip

SDN_ADVANCED = f"""<?xml version="1.0" encoding="utf-8"?>
<Sanctions xmlns="https://sanctionslistservice.ofac.treas.gov/api/PublicationPreview/exports/ADVANCED_XML"
 Version="3">
<DateOfIssue CalendarTypeID="1">{_day(2026, 3, 2)}</DateOfIssue>
<ReferenceValueSets>
 <AliasTypeValues><AliasType ID="1400">A.K.A.</AliasType><AliasType ID="1403">Name</AliasType>
 </AliasTypeValues>
 <AreaCodeValues><AreaCode ID="5" CountryID="5" Description="Syria"
   AreaCodeTypeID="1">SY</AreaCode>
 </AreaCodeValues>
 <CountryValues><Country ID="1" ISO2="CU">Cuba</Country><Country ID="2" ISO2="IR">Iran</Country>
  <Country ID="3">undetermined</Country></CountryValues>
 <DetailReferenceValues><DetailReference ID="91526">Male</DetailReference></DetailReferenceValues>
 <FeatureTypeValues><FeatureType ID="1">Vessel Call Sign</FeatureType>
  <FeatureType ID="3">Vessel Flag</FeatureType><FeatureType ID="8">Birthdate</FeatureType>
  <FeatureType ID="9">Place of Birth</FeatureType>
  <FeatureType ID="10">Nationality Country</FeatureType>
  <FeatureType ID="11">Citizenship Country</FeatureType><FeatureType ID="25">Location</FeatureType>
  <FeatureType ID="26">Title:</FeatureType><FeatureType ID="224">Gender</FeatureType>
  <FeatureType ID="345">Digital Currency Address - ETH</FeatureType>
  <FeatureType ID="999">Shoe size</FeatureType></FeatureTypeValues>
 <IDRegDocTypeValues><IDRegDocType ID="1571">Passport</IDRegDocType>
  <IDRegDocType ID="1626">Vessel Registration Identification</IDRegDocType></IDRegDocTypeValues>
 <LocPartTypeValues><LocPartType ID="1">Unknown</LocPartType>
  <LocPartType ID="1451">ADDRESS1</LocPartType>
  <LocPartType ID="1454">CITY</LocPartType></LocPartTypeValues>
 <NamePartTypeValues><NamePartType ID="1520">Last Name</NamePartType>
  <NamePartType ID="1521">First Name</NamePartType>
  <NamePartType ID="1525">Entity Name</NamePartType>
  <NamePartType ID="1526">Vessel Name</NamePartType><NamePartType ID="1528">Nickname</NamePartType>
 </NamePartTypeValues>
 <PartySubTypeValues><PartySubType ID="1" PartyTypeID="3">Vessel</PartySubType>
  <PartySubType ID="3" PartyTypeID="2">Unknown</PartySubType>
  <PartySubType ID="4" PartyTypeID="1">Unknown</PartySubType></PartySubTypeValues>
 <PartyTypeValues><PartyType ID="1">Individual</PartyType><PartyType ID="2">Entity</PartyType>
  <PartyType ID="3">Transport</PartyType></PartyTypeValues>
 <RelationTypeValues><RelationType ID="15003">Owned or Controlled By</RelationType>
  <RelationType ID="15002">Acting for or on behalf of</RelationType></RelationTypeValues>
 <SanctionsTypeValues><SanctionsType ID="1">Program</SanctionsType>
  <SanctionsType ID="1705">Block</SanctionsType></SanctionsTypeValues>
</ReferenceValueSets>
<Locations>
 <Location ID="1"><LocationCountry CountryID="1" CountryRelevanceID="1413" />
  <LocationPart LocPartTypeID="1454"><LocationPartValue Primary="false"><Value>Порт</Value>
   </LocationPartValue><LocationPartValue Primary="true"><Comment /><Value>Port Regal</Value>
   </LocationPartValue></LocationPart>
  <LocationPart LocPartTypeID="1451"><LocationPartValue Primary="true"><Comment />
   <Value>1 Quay Street</Value></LocationPartValue></LocationPart></Location>
 <Location ID="2"><LocationPart LocPartTypeID="1"><LocationPartValue Primary="true"><Comment />
  <Value>Iran</Value></LocationPartValue></LocationPart></Location>
 <Location ID="3"><LocationAreaCode AreaCodeID="5" /></Location>
 <Location ID="4"><LocationCountry CountryID="3" CountryRelevanceID="1413" /></Location>
</Locations>
<IDRegDocuments>
 <IDRegDocument ID="1" IDRegDocTypeID="1571" IdentityID="1010" IssuedBy-CountryID="1"
  ValidityID="1"><Comment />
  <IDRegistrationNo>X7654321</IDRegistrationNo><IssuingAuthority /></IDRegDocument>
 <IDRegDocument ID="2" IDRegDocTypeID="1626" IdentityID="1030" ValidityID="1">
  <IDRegistrationNo>IMO 7654321</IDRegistrationNo></IDRegDocument>
</IDRegDocuments>
<DistinctParties>{DUNMORE}{ASTRALIA}{DRIFT}</DistinctParties>
<ProfileRelationships>
 <ProfileRelationship ID="1" From-ProfileID="102" To-ProfileID="101" RelationTypeID="15003"
  RelationQualityID="1" Former="false" SanctionsEntryID="102"><Comment /></ProfileRelationship>
 <ProfileRelationship ID="2" From-ProfileID="103" To-ProfileID="102" RelationTypeID="15002"
  RelationQualityID="1" Former="false" SanctionsEntryID="103"><Comment /></ProfileRelationship>
 <ProfileRelationship ID="3" From-ProfileID="103" To-ProfileID="101" RelationTypeID="15003"
  RelationQualityID="1" Former="true" SanctionsEntryID="103"><Comment /></ProfileRelationship>
</ProfileRelationships>
<SanctionsEntries>
{_entry(101, "ALPHA")}{_entry(102, "ALPHA")}{_entry(103, "BETA")}</SanctionsEntries>
<SanctionsEntryLinks />
</Sanctions>
"""
