"""Rules on single values, wherever they stand: identifiers, currencies, amounts, codes.

They are the standards' own, and every profile has them.
"""

from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Final

from tallystick.terms.currencies import EXPONENTS, is_currency
from tallystick.terms.identifiers import is_bic, is_country, is_iban, is_lei
from tallystick.terms.instants import BusinessDate
from tallystick.terms.reasons import StatusReason
from tallystick.wire.iso20022.code_sets import published
from tallystick.wire.iso20022.profiles.reading import Kind, Reading
from tallystick.wire.iso20022.profiles.rules import Finder, Found, Rule

# Kosovo's user-assigned code, which its banks' addresses bear.
_COUNTRIES_OF_USE: Final = frozenset({"XK"})


def _is_place(text: str) -> bool:
    return is_country(text) or text in _COUNTRIES_OF_USE


def _each(kind: Kind, holds: Callable[[str], bool]) -> Finder:
    def find(reading: Reading) -> Iterator[Found]:
        return (Found(node) for node in reading.of(kind) if not holds(node.text))

    return find


def _unknown_currencies(reading: Reading) -> Iterator[Found]:
    yield from (Found(node) for node in reading.of(Kind.CURRENCY) if not is_currency(node.text))
    yield from (Found(node) for node in reading.of(Kind.AMOUNT) if not is_currency(node.mark))


def _too_many_decimals(reading: Reading) -> Iterator[Found]:
    for node in reading.of(Kind.AMOUNT):
        allowed = EXPONENTS.get(node.mark)
        if allowed is not None and len(node.text.partition(".")[2]) > allowed:
            yield Found(node)


def _unknown_codes(reading: Reading) -> Iterator[Found]:
    code_sets = published()
    for node in reading.of(Kind.CODE):
        code_set = code_sets.get(node.mark)
        if code_set is not None and not code_set.has(node.text, _made_on(reading)):
            yield Found(node)


def _made_on(reading: Reading) -> BusinessDate:
    """Return the date on which a message was made, "" if none of its times is told."""
    times = reading.of(Kind.DATE_TIME)
    return times[0].text[:_DATE_LENGTH] if times else ""


_DATE_LENGTH: Final = len("2026-11-14")


VALUE_RULES: Final = (
    Rule(
        "bic",
        StatusReason.INCORRECT_BANK_IDENTIFIER,
        "//BICFI, //AnyBIC",
        "A BIC has the form of ISO 9362 and names a country.",
        _each(Kind.BIC, lru_cache(maxsize=4_096)(is_bic)),  # a channel has few banks
    ),
    Rule(
        "iban",
        StatusReason.INCORRECT_ACCOUNT,
        "//IBAN",
        "An IBAN has its country's length and right check digits.",
        _each(Kind.IBAN, is_iban),
    ),
    Rule(
        "lei",
        StatusReason.INVALID_FILE_FORMAT,
        "//LEI",
        "An LEI has the form of ISO 17442 and right check digits.",
        _each(Kind.LEI, is_lei),
    ),
    Rule(
        "country",
        StatusReason.INVALID_FILE_FORMAT,
        "//Ctry, //CtryOfRes, //CtryOfBirth",
        "A country is a code of ISO 3166-1.",
        _each(Kind.COUNTRY, _is_place),
    ),
    Rule(
        "currency",
        StatusReason.INVALID_CURRENCY,
        "//@Ccy, //Ccy",
        "A currency is a code of ISO 4217.",
        _unknown_currencies,
    ),
    Rule(
        "decimals",
        StatusReason.DECIMALS_INCOMPATIBLE_WITH_CURRENCY,
        "//@Ccy",
        "An amount has no more decimals than its currency.",
        _too_many_decimals,
    ),
    Rule(
        "external-code",
        StatusReason.INVALID_FILE_FORMAT,
        "//Cd",
        "A code is in its external code set.",
        _unknown_codes,
    ),
)
