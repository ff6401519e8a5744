"""Clearing systems: how the members of each are numbered, where a public standard says so.

Two sources agree for most: the ISO 20022 list of clearing system identifications, which
told the form of a member's identification beside each code until 2013, and the identifier
types of ISO 20022 messages (as in camt.028.001.01, there with a prefix of their own).
Stricter where the issuer says more: the check digit of the American Bankers Association's
routing number, and the zero in the Reserve Bank of India's IFSC.
"""

import re
from typing import Final

# A code of ExternalClearingSystemIdentification1Code and the form of a member's identification.
_FORMS: Final = {
    "ATBLZ": "[0-9]{5}",
    "AUBSB": "[0-9]{6}",
    "CACPA": "[0-9]{9}",
    "CHBCC": "[0-9]{3,5}",
    "CHSIC": "[0-9]{6}",
    "CNAPS": "[0-9]{12}",
    "DEBLZ": "[0-9]{8}",
    "ESNCC": "[0-9]{8,9}",
    "GBDSC": "[0-9]{6}",
    "GRBIC": "[0-9]{7}",
    "HKNCC": "[0-9]{3}",
    "IENCC": "[0-9]{6}",
    "INFSC": "[A-Z]{4}0[A-Z0-9]{6}",
    "ITNCC": "[0-9]{10}",
    "JPZGN": "[0-9]{7}",
    "NZNCC": "[0-9]{6}",
    "PLKNR": "[0-9]{8}",
    "PTNCC": "[0-9]{8}",
    "RUCBC": "[0-9]{9}",
    "SESBA": "[0-9]{4}",
    "SGIBG": "[0-9]{3,4}|[0-9]{7}",
    "TWNCC": "[0-9]{7}",
    "USABA": "[0-9]{9}",
    "USPID": "[0-9]{4}",
    "ZANCC": "[0-9]{6}",
}
_MEMBERS: Final = {system: re.compile(form) for system, form in _FORMS.items()}
_ANY_MEMBER: Final = re.compile(r"[!-~](?:[ -~]{0,33}[!-~])?")
_WEIGHTS: Final = (3, 7, 1) * 3


def is_member(system: str, member: str) -> bool:
    """Tell whether a text has the form of a member's identification in a clearing system.

    It says nothing about whether anybody has it. In a system whose form is not known
    here, any 1 to 35 printable characters of ASCII may be one.
    """
    form = _MEMBERS.get(system, _ANY_MEMBER)
    return form.fullmatch(member) is not None and (system != "USABA" or _routes(member))


def _routes(number: str) -> bool:
    """Tell whether a routing number's digits, weighed, come to a whole number of tens."""
    return sum(int(digit) * by for digit, by in zip(number, _WEIGHTS, strict=True)) % 10 == 0
