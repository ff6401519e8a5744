"""Lists of invented persons, each in a form that lists are published in."""

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

EU_XML = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<export xmlns="http://eu.europa.ec/fpi/fsd/export" generationDate="2026-03-02T14:39:54.511+01:00"
 globalFileId="184961">
 <sanctionEntity designationDetails="" unitedNationId="" euReferenceNumber="EU.27.28"
  logicalId="13"><regulation regulationType="amendment" organisationType="council"
   publicationDate="2022-02-23"
   numberTitle="269/2014 (OJ L78)" programme="TULE" logicalId="348">
   <publicationUrl>http://example.org/act</publicationUrl></regulation>
  <subjectType code="person" classificationCode="P"/>
  <nameAlias firstName="" middleName="" lastName="" wholeName="Berry of Thule" title=""
   nameLanguage="" strong="true" regulationLanguage="en" logicalId="19"/>
  <nameAlias firstName="Berengar" middleName="" lastName="OF TULE" wholeName="Berengar OF TULE"
   function="Minister" gender="M" title="" strong="true" regulationLanguage="en" logicalId="17"/>
  <nameAlias firstName="" middleName="" lastName="" wholeName="Berry" strong="false"
   logicalId="9"/>
  <citizenship region="" countryIso2Code="SY" countryDescription="SYRIAN ARAB REPUBLIC"
   logicalId="1"/>
  <birthdate circa="false" calendarType="GREGORIAN" city="" birthdate="1960-04-10" dayOfMonth="10"
   monthOfYear="4" year="1960" countryIso2Code="00" countryDescription="UNKNOWN" logicalId="1"/>
  <birthdate circa="true" calendarType="GREGORIAN" year="1961" countryIso2Code="LY"
   countryDescription="LIBYA" logicalId="2"/>
  <birthdate circa="false" calendarType="GREGORIAN" yearRangeFrom="1953" yearRangeTo="1958"
   logicalId="3"/>
  <birthdate circa="false" calendarType="GREGORIAN" city="Tule" logicalId="4"/>
  <identification diplomatic="false" knownFalse="false" number="AD001095"
   identificationTypeCode="passport" identificationTypeDescription="National passport"
   countryIso2Code="00" countryDescription="UNKNOWN" logicalId="5"/>
  <address city="Port Regal" street="12 Quay Street" poBox="" zipCode="77" region="" place=""
   countryIso2Code="CU" countryDescription="CUBA" logicalId="6"/></sanctionEntity>
 <sanctionEntity designationDetails="" unitedNationId="" euReferenceNumber="" logicalId="20">
  <subjectType code="enterprise" classificationCode="E"/>
  <nameAlias wholeName="TULE TRADING" strong="true" logicalId="21"/>
  <identification number="TULE KPPY" identificationTypeCode="swiftbic"
   identificationTypeDescription="SWIFT BIC" logicalId="22"/></sanctionEntity>
</export>
"""

EU_CSV_1_1 = (
    "\ufefffileGenerationDate;Entity_LogicalId;Entity_EU_ReferenceNumber;Entity_SubjectType;"
    "Entity_SubjectType_ClassificationCode;Entity_Regulation_Programme;NameAlias_LastName;"
    "NameAlias_FirstName;NameAlias_MiddleName;NameAlias_WholeName;NameAlias_Strong;"
    "NameAlias_LogicalId;Address_City;Address_Street;Address_ZipCode;Address_CountryDescription;"
    "BirthDate_BirthDate;BirthDate_Year;BirthDate_YearRangeFrom;BirthDate_YearRangeTo;"
    "BirthDate_Circa;BirthDate_CountryDescription;Identification_Number;Identification_TypeCode;"
    "Citizenship_CountryDescription\r\n"
    "02/03/2026;13;EU.27.28;person;P;TULE;;;;Berry of Thule;true;19;;;;;;;;;;;;;\r\n"
    "02/03/2026;13;EU.27.28;person;P;TULE;OF TULE;Berengar;;;true;17;;;;;;;;;;;;;\r\n"
    "02/03/2026;13;EU.27.28;person;P;TULE;;;;Berry;false;9;;;;;;;;;;;;;\r\n"
    "02/03/2026;13;EU.27.28;person;P;TULE;;;;;;;Port Regal;12 Quay Street;77;CUBA;;;;;;;;;\r\n"
    "02/03/2026;13;EU.27.28;person;P;TULE;;;;;;;;;;;1960-04-10;1960;;;false;UNKNOWN;;;\r\n"
    "02/03/2026;13;EU.27.28;person;P;TULE;;;;;;;;;;;;1961;;;true;LIBYA;;;\r\n"
    "02/03/2026;13;EU.27.28;person;P;TULE;;;;;;;;;;;;;1953;1958;false;;;;\r\n"
    "02/03/2026;13;EU.27.28;person;P;TULE;;;;;;;;;;;;;;;;;AD001095;passport;\r\n"
    "02/03/2026;13;EU.27.28;person;P;TULE;;;;;;;;;;;;;;;;;;;SYRIAN ARAB REPUBLIC\r\n"
    '02/03/2026;20;;enterprise;E;;;;;"TULE TRADING";true;21;;;;;;;;;;;TULE KPPY;swiftbic;\r\n'
)

EU_CSV_1_0 = (
    "Date_file;Entity_logical_id;Subject_type;Programme;Naal_lastname;Naal_firstname;"
    "Naal_wholename;Naal_logical_id;Addr_street;Addr_zipcode;Addr_city;Addr_country;Birt_date;"
    "Birt_country;Iden_number;Citi_country;EU_ref_num;Entity_logical_id\n"
    "02/03/2026;13;P;TULE;OF TULE;Berengar;Berengar OF TULE;17;;;;;;;;;EU.27.28;13\n"
    "02/03/2026;13;P;TULE;;;;;12 Quay Street;77;Port Regal;CUB;1960-04-10;LBY;AD001095;SYR;"
    "EU.27.28;13\n"
    "02/03/2026;20;E;;;;TULE TRADING;21;;;;;;;;;;20\n"
)

UK_XML = """<?xml version="1.0" encoding="utf-8"?>
<Designations xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
 <DateGenerated>02/03/2026</DateGenerated>
 <Designation><LastUpdated>14/04/2025</LastUpdated><DateDesignated>25/01/2001</DateDesignated>
  <UniqueID>TUL0006</UniqueID><OFSIGroupID>7172</OFSIGroupID>
  <Names>
   <Name><Name1>BERENGAR</Name1><Name2>OF</Name2><Name6>TULE</Name6>
    <NameType>Primary Name</NameType></Name>
   <Name><Name6>Berry of Thule</Name6><NameType>ALias</NameType>
    <AliasStrength>Good quality a.k.a</AliasStrength></Name>
   <Name><Name6>Berry</Name6><NameType>Alias</NameType>
    <AliasStrength>Low quality a.k.a</AliasStrength></Name></Names>
  <NonLatinNames><NonLatinName><NameNonLatinScript>Беренгар</NameNonLatinScript></NonLatinName>
  </NonLatinNames>
  <Titles><Title>Duke</Title></Titles><RegimeName>The Tule Regulations 2020</RegimeName>
  <IndividualEntityShip>Individual</IndividualEntityShip>
  <SanctionsImposed>Asset freeze|Travel Ban</SanctionsImposed>
  <Addresses><Address><AddressLine1>12 Quay Street</AddressLine1><AddressLine6>Port Regal
   </AddressLine6><AddressPostalCode>77</AddressPostalCode><AddressCountry>Cuba</AddressCountry>
   </Address></Addresses>
  <IndividualDetails><Individual>
   <DOBs><DOB>dd/mm/1945</DOB><DOB>01/03/1958</DOB></DOBs>
   <PassportDetails><Passport><PassportNumber>P04581926</PassportNumber></Passport>
   </PassportDetails>
   <NationalIdentifierDetails><NationalIdentifier><NationalIdentifierNumber>123456
    </NationalIdentifierNumber></NationalIdentifier></NationalIdentifierDetails>
   <Nationalities><Nationality>Syria</Nationality></Nationalities>
   <BirthDetails><Location><TownOfBirth>Tule</TownOfBirth><CountryOfBirth>Libya</CountryOfBirth>
    </Location></BirthDetails></Individual></IndividualDetails></Designation>
 <Designation><UniqueID>TUL0075</UniqueID>
  <Names><Name><Name6>HALCYON DRIFT</Name6><NameType>Primary name</NameType></Name></Names>
  <RegimeName>The Tule Regulations 2020</RegimeName>
  <IndividualEntityShip>Ship</IndividualEntityShip>
  <ShipDetails><Ship><IMONumbers><IMONumber>IMO7654321</IMONumber></IMONumbers>
   <CurrentBelievedFlagOfShips><CurrentBelievedFlagOfShip>Comoros</CurrentBelievedFlagOfShip>
   </CurrentBelievedFlagOfShips><YearsBuilt><YearBuilt>2011</YearBuilt></YearsBuilt></Ship>
  </ShipDetails></Designation>
</Designations>
"""

UK_CSV = (
    "Report Date: 02-Mar-2026\n"
    "Last Updated,Unique ID,OFSI Group ID,UN Reference Number,Name 6,Name 1,Name 2,Name 3,Name 4,"
    "Name 5,Name type,Alias strength,Title,Name non-latin script,Regime Name,Designation Type,"
    "Address Line 1,Address Line 2,Address Line 3,Address Line 4,Address Line 5,Address Line 6,"
    "Address Postal Code,Address Country,D.O.B,Nationality(/ies),National Identifier number,"
    "Passport number,Country of birth,Business registration number (s),IMO number,"
    "Current believed flag of ship,Year Built,Hull identification number (HIN)\n"
    "14/04/2025,TUL0006,7172,,TULE,BERENGAR,OF,,,,Primary Name,,Duke,Беренгар,"
    "The Tule Regulations 2020,Individual,12 Quay Street,,,,,Port Regal,77,Cuba,dd/mm/1945,Syria,"
    "123456,P04581926,Libya,,,,,\n"
    "14/04/2025,TUL0006,7172,,Berry,,,,,,Alias,Low quality a.k.a,,,"
    "The Tule Regulations 2020,Individual,,,,,,,,,01/03/1958,,,,,,,,,\n"
    "14/04/2025,TUL0006,7172,,Berry of Thule,,,,,,Alias,Good quality a.k.a,,,"
    "The Tule Regulations 2020,Individual,,,,,,,,,,,,,,,,,,\n"
    "18/12/2021,TUL0075,,,HALCYON DRIFT,,,,,,Primary Name,,,,"
    "The Tule Regulations 2020,Ship,,,,,,,,,,,,,,,IMO7654321,Comoros,2011,\n"
)

OFSI = (
    "Last Updated,02/03/2026\r\n"
    "Name 6,Name 1,Name 2,Name 3,Name 4,Name 5,Title,Name Non-Latin Script,Non-Latin Script Type,"
    "Non-Latin Script Language,DOB,Town of Birth,Country of Birth,Nationality,Passport Number,"
    "Passport Details,National Identification Number,National Identification Details,Position,"
    "Address 1,Address 2,Address 3,Address 4,Address 5,Address 6,Post/Zip Code,Country,"
    "Other Information,Group Type,Alias Type,Alias Quality,Regime,Listed On,"
    "UK Sanctions List Date Designated,Last Updated,Group ID\r\n"
    "TULE,BERENGAR,OF,,,,Duke,Беренгар,,,00/00/1945,Tule,Libya,(1) Syria (2) Cuba,"
    "(1) P04581926 (2) P04581927,,123456,,,12 Quay Street,,,,,Port Regal,77,Cuba,"
    "(UK Sanctions List Ref):TUL0006.,Individual,Primary name,,Tule,25/01/2001,31/12/2020,"
    "02/03/2026,7172\r\n"
    "Berry,,,,,,,,,,,,,,,,,,,,,,,,,,,,Individual,AKA,Low,Tule,25/01/2001,31/12/2020,02/03/2026,"
    "7172\r\n"
    "HALCYON DRIFT,,,,,,,,,,,,,,,,,,,,,,,,,,,"
    '"(IMO number):7654321 (Current believed flag of ship):Comoros (Tonnage of ship):7078",'
    "Ship,Primary name,,Tule,18/12/2021,31/12/2020,02/03/2026,13900\r\n"
)

FTM = """\
{"id":"os-own-1","schema":"Ownership","properties":{"owner":["NK-1"],"asset":["NK-3"],"percentage":["50-75%"]}}
{"id":"os-own-2","schema":"Ownership","properties":{"owner":["NK-1"],"asset":["NK-2"],"percentage":["60"],"endDate":["2020-01-01"]}}
{"id":"os-dir-1","schema":"Directorship","properties":{"director":["NK-1"],"organization":["NK-5"]}}
{"id":"os-ctl-1","schema":"Control","properties":{"controller":["NK-2"],"controlled":["NK-3"]}}
{"id":"os-own-3","schema":"Ownership","properties":{"owner":["NK-9"],"asset":["NK-3"],"percentage":["10"]}}
{"id":"addr-1","schema":"Address","properties":{"full":["1 Quay Street, Port Regal"],"country":["cu"]}}
{"id":"os-s-1","schema":"Sanction","properties":{"entity":["NK-2"],"program":["Tule programme"]}}
{"id":"os-p-1","schema":"Passport","properties":{"holder":["NK-1"],"number":["X7654321"]}}
{"id":"os-w-1","schema":"CryptoWallet","properties":{"publicKey":["0xAbCdEf0123456789aBcDeF0123456789abcdef01"],"holder":["NK-1"],"topics":["sanction"]}}
{"id":"NK-1","caption":"Aldous Dunmore","schema":"Person","properties":{"name":["Aldous Dunmore","DUNMORE Aldous"],"alias":["Aldus Donmore"],"weakAlias":["The Heron"],"birthDate":["1960-02-01","1962"],"nationality":["ir"],"country":["ua-cri"],"addressEntity":["addr-1"],"topics":["sanction"],"innCode":["7744001497"]},"datasets":["eu_fsf"],"target":true,"first_seen":"2022-01-01T00:00:00","last_seen":"2026-03-02T06:00:00","last_change":"2025-01-01T00:00:00"}
{"id":"NK-2","caption":"Astralia","schema":"Company","properties":{"name":["Astralia"],"leiCode":["0000AABBCCDDEEFF1122"],"swiftBic":["ASTRRUMM"],"incorporationDate":["1999"]},"datasets":["eu_fsf"],"target":true,"last_seen":"2026-03-01T06:00:00"}
{"id":"NK-3","caption":"Halcyon Holding","schema":"Company","properties":{"name":["Halcyon Holding"],"jurisdiction":["cy"],"topics":["sanction.linked"]},"datasets":["eu_fsf"],"target":true}
{"id":"NK-4","caption":"A Member of Parliament","schema":"Person","properties":{"name":["A Member of Parliament"],"topics":["role.pep"]},"datasets":["eu_fsf"],"target":true}
{"id":"NK-5","caption":"Halcyon Drift","schema":"Vessel","properties":{"name":["Halcyon Drift"],"imoNumber":["IMO7654321"],"flag":["pa"],"buildDate":["2011"]},"datasets":["eu_fsf"],"target":true}
"""  # noqa: E501

SIMPLE = (
    '"id","schema","name","aliases","birth_date","countries","addresses","identifiers","sanctions",'
    '"phones","emails","program_ids","dataset","first_seen","last_seen","last_change"\n'
    '"NK-1","Person","Aldous Dunmore","Aldus Donmore;Данмор","1960-02-01","ir;ua-cri",'
    '"1 Quay Street","X7654321","Tule","","","TU-1","EU FSF","2022-01-01T00:00:00",'
    '"2026-03-02T06:00:00","2025-01-01"\n'
    '"NK-5","Vessel","Halcyon Drift","","","pa","","IMO7654321;'
    '0xAbCdEf0123456789aBcDeF0123456789abcdef01;ASTRRUMM","Tule","","","","EU FSF","",'
    '"2026-03-01",""\n'
    '"NK-4","Person","A Member of Parliament","","","","","","","","","","PEPs","",'
    '"2026-03-01",""\n'
)

HOLDINGS = (
    "list,owner,owned,share,control,name,type,countries\n"
    "Harbour Bank list,H-1,OWN-1,50,,Vail Ventures,entity,Cuba;Syria\n"
    "Harbour Bank list,OWN-1,OWN-2,12.5,no,Vail Nautics,,\n"
    "Harbour Bank list,H-1,H-2,,yes,,,\n"
)
