"""Identifiers as they are compared: BICs, wallet addresses, LEIs, ship and document numbers.

An identifier names one party and no other, so it is compared exactly, in the form
its standard gives it. Case counts where the standard says so: in a Base58 address it
does, in a hexadecimal or Bech32 one it does not.
"""

import re
from enum import StrEnum
from typing import Final

import msgspec

_HEXADECIMAL: Final = re.compile(r"0x[0-9a-f]{40,64}|[0-9a-f]{64}", re.IGNORECASE)
# BIP-173 and BIP-350: one case throughout, none of the letters b, i and o after the 1.
_BECH32: Final = re.compile(r"[a-z]{1,20}1[ac-hj-np-z02-9]{8,87}", re.IGNORECASE)
_CASH_ADDRESS: Final = re.compile(r"(?:bitcoincash:)?([qp][ac-hj-np-z02-9]{41})", re.IGNORECASE)
_APART: Final = re.compile(r"[\W_]+")
_OFFICE_LETTERS: Final = 8
_BANK_LETTERS: Final = 6
_DOCUMENT_LETTERS_MIN: Final = 6


class IdentifierKind(StrEnum):
    """What an identifier is; a document number is weaker than the others.

    `DOCUMENT` is any number that an office gave a person or company: two offices may
    give the same one.
    """

    BIC = "bic"
    LEI = "lei"
    WALLET = "wallet"
    ACCOUNT = "account"
    IMO = "imo"
    MMSI = "mmsi"
    ISIN = "isin"
    DOCUMENT = "document"

    # The hash of an enum is a call, and kinds are looked up for every field of a payment.
    __hash__ = str.__hash__


class Identifier(msgspec.Struct, frozen=True, array_like=True, order=True, gc=False):
    """One identifier of a listed entity, as listed."""

    kind: IdentifierKind
    value: str


def key_of(kind: IdentifierKind, value: str) -> str:
    """Return the form in which a listed identifier of the kind is compared, "" if it has none."""
    if kind is IdentifierKind.WALLET:
        return wallet_key(value)
    key = plain_key(value)
    if kind is IdentifierKind.DOCUMENT:
        # A short number, or one without digits, could be anybody's.
        told = len(key) >= _DOCUMENT_LETTERS_MIN and any(map(str.isdigit, key))
        return key if told else ""
    return key


def plain_key(value: str) -> str:
    """Return the letters and digits of an identifier, for which case does not count."""
    return value.upper() if value.isalnum() else _APART.sub("", value).upper()


def institution(bic: str) -> str:
    """Return the part of a BIC's key that names the institution, without its branch."""
    return bic[:_OFFICE_LETTERS]


def bank(bic: str) -> str:
    """Return the part of a BIC's key that names the bank in its country, whatever its town."""
    return bic[:_BANK_LETTERS]


def office(bic: str) -> str:
    """Return a BIC's key without the branch `XXX`, which stands for the head office."""
    return bic.removesuffix("XXX") if len(bic) > _OFFICE_LETTERS else bic


def wallet_key(address: str) -> str:
    """Return an address in the one form its case rule leaves."""
    text = address.strip()
    if _HEXADECIMAL.fullmatch(text):
        return text.lower()
    if cash := _CASH_ADDRESS.fullmatch(text):
        return cash[1].lower()
    one_case = text in {text.lower(), text.upper()}
    return text.lower() if one_case and _BECH32.fullmatch(text) else text
