"""The closed code lists of IVMS101, section 5.3."""

from enum import StrEnum
from typing import Final


class Version(StrEnum):
    """The version that a payload keeps to (PayloadVersionCode)."""

    V2020 = "101"
    V2023 = "101.2023"


class NaturalPersonNameType(StrEnum):
    """What a person's name is (NaturalPersonNameTypeCode)."""

    ALIAS = "ALIA"
    BIRTH = "BIRT"
    MAIDEN = "MAID"
    LEGAL = "LEGL"
    UNSPECIFIED = "MISC"


class LegalPersonNameType(StrEnum):
    """What a company's name is (LegalPersonNameTypeCode)."""

    LEGAL = "LEGL"
    SHORT = "SHRT"
    TRADING = "TRAD"


class AddressType(StrEnum):
    """What an address is (AddressTypeCode)."""

    RESIDENTIAL = "HOME"
    BUSINESS = "BIZZ"
    GEOGRAPHIC = "GEOG"


class NationalIdentifierType(StrEnum):
    """What a national identifier is (NationalIdentifierTypeCode)."""

    ALIEN_REGISTRATION = "ARNU"
    PASSPORT = "CCPT"
    REGISTRATION_AUTHORITY = "RAID"
    DRIVER_LICENCE = "DRLC"
    FOREIGN_INVESTMENT = "FIIN"
    TAX = "TXID"
    SOCIAL_SECURITY = "SOCS"
    IDENTITY_CARD = "IDCD"
    LEGAL_ENTITY_IDENTIFIER = "LEIX"
    UNSPECIFIED = "MISC"


class TransliterationMethod(StrEnum):
    """From which script names were written in Latin letters (TransliterationMethodCode)."""

    ARABIC = "arab"
    PERSIAN = "aran"
    ARMENIAN = "armn"
    CYRILLIC = "cyrl"
    DEVANAGARI = "deva"
    GEORGIAN = "geor"
    GREEK = "grek"
    HAN = "hani"
    HEBREW = "hebr"
    KANA = "kana"
    KOREAN = "kore"
    THAI = "thai"
    OTHER = "othr"


# Constraint C7.
OF_LEGAL_PERSONS: Final = frozenset(
    {
        NationalIdentifierType.REGISTRATION_AUTHORITY,
        NationalIdentifierType.UNSPECIFIED,
        NationalIdentifierType.LEGAL_ENTITY_IDENTIFIER,
        NationalIdentifierType.TAX,
    }
)
# Constraint C3: a country that is not known, or no country (WIPO standard ST.3).
NO_COUNTRY: Final = "XX"
