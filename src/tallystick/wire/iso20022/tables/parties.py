"""Types: parties, agents, accounts and where they are.

Written by tools/write_tables.py from the facts of the published schemas; not by hand.
"""

from typing import Final

TYPES: Final = {
    "AccountIdentification4Choice": "IBAN IBAN2007Identifier | Othr GenericAccountIdentification1",
    "AccountSchemeName1Choice": "Cd ExternalAccountIdentification1Code | Prtry Max35Text",
    "AddressType3Choice": "Cd AddressType2Code | Prtry GenericIdentification30",
    "BranchAndFinancialInstitutionIdentification5": (
        "FinInstnId FinancialInstitutionIdentification8, BrnchId? BranchData2"
    ),
    "BranchAndFinancialInstitutionIdentification6": (
        "FinInstnId FinancialInstitutionIdentification18, BrnchId? BranchData3"
    ),
    "BranchAndFinancialInstitutionIdentification8": (
        "FinInstnId FinancialInstitutionIdentification23, BrnchId? BranchData5"
    ),
    "BranchData2": "Id? Max35Text, Nm? Max140Text, PstlAdr? PostalAddress6",
    "BranchData3": "Id? Max35Text, LEI? LEIIdentifier, Nm? Max140Text, PstlAdr? PostalAddress24",
    "BranchData5": "like BranchData3: PostalAddress24 -> PostalAddress27",
    "CashAccount38": (
        "Id AccountIdentification4Choice, Tp? CashAccountType2Choice, "
        "Ccy? ActiveOrHistoricCurrencyCode, Nm? Max70Text, Prxy? ProxyAccountIdentification1"
    ),
    "CashAccount40": "like CashAccount38: Id? AccountIdentification4Choice",
    "CashAccountType2Choice": "Cd ExternalCashAccountType1Code | Prtry Max35Text",
    "ClearingSystemIdentification2Choice": (
        "Cd ExternalClearingSystemIdentification1Code | Prtry Max35Text"
    ),
    "ClearingSystemMemberIdentification2": (
        "ClrSysId? ClearingSystemIdentification2Choice, MmbId Max35Text"
    ),
    "Contact4": (
        "NmPrfx? NamePrefix2Code, Nm? Max140Text, PhneNb? PhoneNumber, MobNb? PhoneNumber, "
        "FaxNb? PhoneNumber, EmailAdr? Max2048Text, EmailPurp? Max35Text, JobTitl? Max35Text, "
        "Rspnsblty? Max35Text, Dept? Max70Text, Othr* OtherContact1, "
        "PrefrdMtd? PreferredContactMethod1Code"
    ),
    "Contact13": (
        "like Contact4: Max2048Text -> Max256Text, PreferredContactMethod1Code -> "
        "PreferredContactMethod2Code, + URLAdr? Max2048Text after FaxNb"
    ),
    "ContactDetails2": (
        "NmPrfx? NamePrefix1Code, Nm? Max140Text, PhneNb? PhoneNumber, MobNb? PhoneNumber, "
        "FaxNb? PhoneNumber, EmailAdr? Max2048Text, Othr? Max35Text"
    ),
    "DateAndPlaceOfBirth": (
        "BirthDt ISODate, PrvcOfBirth? Max35Text, CityOfBirth Max35Text, CtryOfBirth CountryCode"
    ),
    "DateAndPlaceOfBirth1": "like DateAndPlaceOfBirth",
    "FinancialIdentificationSchemeName1Choice": (
        "Cd ExternalFinancialInstitutionIdentification1Code | Prtry Max35Text"
    ),
    "FinancialInstitutionIdentification8": (
        "BICFI? BICFIIdentifier, ClrSysMmbId? ClearingSystemMemberIdentification2, "
        "Nm? Max140Text, PstlAdr? PostalAddress6, Othr? GenericFinancialIdentification1"
    ),
    "FinancialInstitutionIdentification18": (
        "BICFI? BICFIDec2014Identifier, ClrSysMmbId? ClearingSystemMemberIdentification2, "
        "LEI? LEIIdentifier, Nm? Max140Text, PstlAdr? PostalAddress24, "
        "Othr? GenericFinancialIdentification1"
    ),
    "FinancialInstitutionIdentification23": (
        "like FinancialInstitutionIdentification18: PostalAddress24 -> PostalAddress27"
    ),
    "GenericAccountIdentification1": (
        "Id Max34Text, SchmeNm? AccountSchemeName1Choice, Issr? Max35Text"
    ),
    "GenericFinancialIdentification1": (
        "Id Max35Text, SchmeNm? FinancialIdentificationSchemeName1Choice, Issr? Max35Text"
    ),
    "GenericIdentification30": "Id Exact4AlphaNumericText, Issr Max35Text, SchmeNm? Max35Text",
    "GenericOrganisationIdentification1": (
        "Id Max35Text, SchmeNm? OrganisationIdentificationSchemeName1Choice, Issr? Max35Text"
    ),
    "GenericOrganisationIdentification3": "like GenericOrganisationIdentification1: Id Max256Text",
    "GenericPersonIdentification1": (
        "Id Max35Text, SchmeNm? PersonIdentificationSchemeName1Choice, Issr? Max35Text"
    ),
    "GenericPersonIdentification2": "like GenericPersonIdentification1: Id Max256Text",
    "OrganisationIdentification29": (
        "AnyBIC? AnyBICDec2014Identifier, LEI? LEIIdentifier, "
        "Othr* GenericOrganisationIdentification1"
    ),
    "OrganisationIdentification39": (
        "AnyBIC? AnyBICDec2014Identifier, LEI? LEIIdentifier, "
        "Othr* GenericOrganisationIdentification3"
    ),
    "OrganisationIdentificationSchemeName1Choice": (
        "Cd ExternalOrganisationIdentification1Code | Prtry Max35Text"
    ),
    "OtherContact1": "ChanlTp Max4Text, Id? Max128Text",
    "Party38Choice": "OrgId OrganisationIdentification29 | PrvtId PersonIdentification13",
    "Party40Choice": (
        "Pty PartyIdentification135 | Agt BranchAndFinancialInstitutionIdentification6"
    ),
    "Party50Choice": (
        "Pty PartyIdentification272 | Agt BranchAndFinancialInstitutionIdentification8"
    ),
    "Party52Choice": "OrgId OrganisationIdentification39 | PrvtId PersonIdentification18",
    "PartyIdentification135": (
        "Nm? Max140Text, PstlAdr? PostalAddress24, Id? Party38Choice, CtryOfRes? CountryCode, "
        "CtctDtls? Contact4"
    ),
    "PartyIdentification272": (
        "Nm? Max140Text, PstlAdr? PostalAddress27, Id? Party52Choice, CtryOfRes? CountryCode, "
        "CtctDtls? Contact13"
    ),
    "PersonIdentification5": (
        "DtAndPlcOfBirth? DateAndPlaceOfBirth, Othr* GenericPersonIdentification1"
    ),
    "PersonIdentification13": (
        "DtAndPlcOfBirth? DateAndPlaceOfBirth1, Othr* GenericPersonIdentification1"
    ),
    "PersonIdentification18": (
        "DtAndPlcOfBirth? DateAndPlaceOfBirth1, Othr* GenericPersonIdentification2"
    ),
    "PersonIdentificationSchemeName1Choice": (
        "Cd ExternalPersonIdentification1Code | Prtry Max35Text"
    ),
    "PostalAddress6": (
        "AdrTp? AddressType2Code, Dept? Max70Text, SubDept? Max70Text, StrtNm? Max70Text, "
        "BldgNb? Max16Text, PstCd? Max16Text, TwnNm? Max35Text, CtrySubDvsn? Max35Text, "
        "Ctry? CountryCode, AdrLine{0,7} Max70Text"
    ),
    "PostalAddress24": (
        "AdrTp? AddressType3Choice, Dept? Max70Text, SubDept? Max70Text, StrtNm? Max70Text, "
        "BldgNb? Max16Text, BldgNm? Max35Text, Flr? Max70Text, PstBx? Max16Text, Room? Max70Text, "
        "PstCd? Max16Text, TwnNm? Max35Text, TwnLctnNm? Max35Text, DstrctNm? Max35Text, "
        "CtrySubDvsn? Max35Text, Ctry? CountryCode, AdrLine{0,7} Max70Text"
    ),
    "PostalAddress27": (
        "like PostalAddress24: + CareOf? Max140Text after AdrTp, StrtNm? Max140Text, BldgNm? "
        "Max140Text, + UnitNb? Max16Text after Flr, TwnNm? Max140Text, TwnLctnNm? Max140Text, "
        "DstrctNm? Max140Text"
    ),
    "ProxyAccountIdentification1": "Tp? ProxyAccountType1Choice, Id Max2048Text",
    "ProxyAccountType1Choice": "Cd ExternalProxyAccountType1Code | Prtry Max35Text",
}
