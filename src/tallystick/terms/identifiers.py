"""Identifiers: what a UETR, BIC, IBAN, LEI, country or participant id looks like.

Each check answers yes or no and never raises. It says that the text is well formed and
its check digits hold, not that anybody answers to it. Identifiers are taken as the
standards write them for machines: without spaces, and in upper case (a UETR in lower).
"""

import re
from typing import Final, NewType

Uetr = NewType("Uetr", str)
ParticipantId = NewType("ParticipantId", str)
OperatorId = NewType("OperatorId", str)
AgreementId = NewType("AgreementId", str)
ProviderId = NewType("ProviderId", str)
QuoteId = NewType("QuoteId", str)
AccountId = NewType("AccountId", str)

# ISO 3166-1 alpha-2, as in force on 2026-01-01.
_COUNTRY_TABLE: Final = """
    AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ
    BR BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM
    DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS
    GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN
    KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ
    MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM
    PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV
    SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI
    VN VU WF WS YE YT ZA ZM ZW
"""
COUNTRIES: Final = frozenset(_COUNTRY_TABLE.split())

# Kosovo has no code in ISO 3166, yet banks there have BICs and accounts there IBANs.
_BANK_COUNTRIES: Final = COUNTRIES | {"XK"}

# How long an IBAN is, by country (ISO 13616 registry).
_IBAN_TABLE: Final = """
    AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27
    DK18 DO28 EE20 EG29 ES24 FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28
    IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22
    MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24 RS22 RU33 SA24
    SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30
"""
IBAN_LENGTHS: Final = {row[:2]: int(row[2:]) for row in _IBAN_TABLE.split()}

_UETR: Final = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
_BIC: Final = re.compile(r"[A-Z0-9]{4}([A-Z]{2})[A-Z0-9]{2}(?:[A-Z0-9]{3})?")
_IBAN: Final = re.compile(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}")
_LEI: Final = re.compile(r"[A-Z0-9]{18}[0-9]{2}")
# A clearing system of ExternalClearingSystemIdentification1Code and a member of it.
_MEMBER: Final = re.compile(r"[A-Z]{2}(?:[A-Z]{3})?:[A-Z0-9]{1,35}")

# ISO 7064 reads letters as two digits: A is 10, Z is 35.
_LETTERS_AS_DIGITS: Final = {
    ord(letter): str(int(letter, 36)) for letter in map(chr, range(65, 91))
}


def is_uetr(text: str) -> bool:
    """Tell whether the text is a unique end-to-end reference: an RFC 4122 v4 id, lower case."""
    return _UETR.fullmatch(text) is not None


def is_country(text: str) -> bool:
    """Tell whether the text is an ISO 3166-1 alpha-2 code."""
    return text in COUNTRIES


def is_bic(text: str) -> bool:
    """Tell whether the text has the form of an ISO 9362 BIC, of 8 or 11, in a known country."""
    match = _BIC.fullmatch(text)
    return match is not None and match[1] in _BANK_COUNTRIES


def is_iban(text: str) -> bool:
    """Tell whether the text is an ISO 13616 IBAN: country, its length, and check digits."""
    return (
        _IBAN.fullmatch(text) is not None
        and len(text) == IBAN_LENGTHS.get(text[:2])
        and _checks(text[4:] + text[:4])
    )


def is_lei(text: str) -> bool:
    """Tell whether the text is an ISO 17442 legal entity identifier with right check digits."""
    return _LEI.fullmatch(text) is not None and _checks(text)


def is_participant_id(text: str) -> bool:
    """Tell whether the text may name a participant: a BIC, SYSTEM:MEMBER, or an LEI."""
    return is_bic(text) or _MEMBER.fullmatch(text) is not None or is_lei(text)


def _checks(text: str) -> bool:
    # ISO 7064 mod 97-10. The digits it makes run from 02 to 98; 00, 01 and 99 would pass
    # the sum as doubles of 97, 98 and 02, and one account must not have two numbers.
    return "02" <= text[-2:] <= "98" and int(text.translate(_LETTERS_AS_DIGITS)) % 97 == 1
