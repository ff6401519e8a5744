"""Identifiers: what a UETR, BIC, IBAN, LEI, country or participant id looks like.

Each check answers yes or no and never raises. It says that the text is well formed and
its check digits hold, not that anybody answers to it. Identifiers are taken as the
standards write them for machines: without spaces, and in upper case (a UETR in lower).
"""

import re
from functools import cache
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

# What follows the check digits of an IBAN, by country (ISO 13616 registry): so many digits (n),
# capitals (a), or either (c). The registry's separate parts of one kind are told as one.
_IBAN_TABLE: Final = """
    AD:8n12c AE:19n AL:8n16c AT:16n AZ:4a20c BA:16n BE:12n BG:4a6n8c BH:4a14c BI:23n BR:23n1a1c
    BY:4c4n16c CH:5n12c CR:18n CY:8n16c CZ:20n DE:18n DJ:23n DK:14n DO:4c20n EE:16n EG:25n ES:20n
    FI:14n FK:2a12n FO:14n FR:10n11c2n GB:4a14n GE:2a16n GI:4a15c GL:14n GR:7n16c GT:24c HN:4a20n
    HR:17n HU:24n IE:4a14n IL:19n IQ:4a15n IS:22n IT:1a10n12c JO:4a4n18c KW:4a22c KZ:3n13c
    LB:4n20c LC:4a24c LI:5n12c LT:16n LU:3n13c LV:4a13c LY:21n MC:10n11c2n MD:20c ME:18n
    MK:3n10c2n MN:16n MR:23n MT:4a5n18c MU:4a19n3a NI:4a20n NL:4a10n NO:11n OM:3n16c PK:4a16c
    PL:24n PS:4a21c PT:21n QA:4a21c RO:4a16c RS:18n RU:14n15c SA:2n18c SC:4a20n3a SD:14n SE:20n
    SI:15n SK:20n SM:1a10n12c SO:19n ST:21n SV:4a20n TL:19n TN:20n TR:6n16c UA:6n19c VA:18n
    VG:4a16n XK:16n YE:4a4n18c
"""
IBAN_STRUCTURES: Final = dict(row.split(":") for row in _IBAN_TABLE.split())
_CHARACTERS: Final = {"n": "[0-9]", "a": "[A-Z]", "c": "[A-Z0-9]"}
_PIECE: Final = re.compile("([0-9]+)([nac])")
IBAN_LENGTHS: Final = {
    country: 4 + sum(int(count) for count, _ in _PIECE.findall(structure))
    for country, structure in IBAN_STRUCTURES.items()
}

_UETR: Final = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
_BIC: Final = re.compile(r"[A-Z0-9]{4}([A-Z]{2})[A-Z0-9]{2}(?:[A-Z0-9]{3})?")
_BANK_LETTERS: Final = "4a"
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
    """Tell whether the text is an ISO 13616 IBAN: country, its structure, and check digits."""
    return iban_country(text) != "" and _account(text[:2]).fullmatch(text, 4) is not None


def iban_country(text: str) -> str:
    """Return the country of a text with the length and check digits of its IBANs, else "".

    Whether the account number has that country's structure is not asked: who looks for a
    country had better find one too many.
    """
    is_one = (
        _IBAN.fullmatch(text) is not None
        and len(text) == IBAN_LENGTHS.get(text[:2])
        and _checks(text[4:] + text[:4])
    )
    return text[:2] if is_one else ""


def iban_bank(text: str) -> str:
    """Return the bank that an IBAN tells, as the first six letters of its BIC; else "".

    In countries whose IBANs begin with the bank's own four letters these are those of its BIC
    (ISO 13616 registry); the others number their banks, and a number tells nobody's BIC.
    """
    country = iban_country(text)
    if not country or not IBAN_STRUCTURES[country].startswith(_BANK_LETTERS):
        return ""
    return text[4:8] + country if text[4:8].isalpha() else ""


@cache
def _account(country: str) -> re.Pattern[str]:
    pieces = _PIECE.findall(IBAN_STRUCTURES[country])
    return re.compile("".join(f"{_CHARACTERS[kind]}{{{count}}}" for count, kind in pieces))


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
