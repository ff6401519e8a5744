"""Lists of invented persons, in the forms that the EU, the UK and OpenSanctions publish."""

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
