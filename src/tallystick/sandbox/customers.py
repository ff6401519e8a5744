"""Invented people and firms, where they live, and their accounts at an invented bank."""

from collections.abc import Mapping
from typing import NamedTuple

from tallystick.sandbox.bank import Manner
from tallystick.sandbox.chance import Chance, chance
from tallystick.sandbox.country import BankSign, Country

CUSTOMERS_A_BANK = 60
SILENT_ACCOUNTS = 3
UNKNOWN_ACCOUNTS = 5


class Customer(NamedTuple):
    """Somebody with an account: `account` is an IBAN, or digits as its country has them."""

    name: str
    street: str
    number: str
    town: str
    country: str
    account: str
    is_iban: bool


class Clientele(NamedTuple):
    """The customers of one bank, some of whose answers never come, and numbers of nobody's."""

    customers: tuple[Customer, ...]
    silent: tuple[Customer, ...]
    unknown: tuple[str, ...]

    def holders(self) -> Mapping[str, str]:
        """Return the name of each account's holder."""
        return {each.account: each.name for each in (*self.customers, *self.silent)}

    def manners(self) -> Mapping[str, Manner]:
        """Return how the bank deals with a payment to each of its accounts."""
        manners = {each.account: Manner.PROMISE for each in self.customers}
        return manners | {each.account: Manner.SILENCE for each in self.silent}


def clientele_of(country: Country, sign: BankSign, seed: int) -> Clientele:
    """Return a bank's customers, the same for the same seed."""
    draw = chance(seed, f"customers of {sign.bic}")
    accounts: dict[str, None] = {}
    while len(accounts) < CUSTOMERS_A_BANK + SILENT_ACCOUNTS + UNKNOWN_ACCOUNTS:
        accounts.setdefault(_account(country, draw))
    numbers = list(accounts)
    found = [_customer(country, draw, each) for each in numbers[:-UNKNOWN_ACCOUNTS]]
    return Clientele(
        tuple(found[SILENT_ACCOUNTS:]),
        tuple(found[:SILENT_ACCOUNTS]),
        tuple(numbers[-UNKNOWN_ACCOUNTS:]),
    )


def named(customer: Customer, name: str) -> Customer:
    """Return the customer under another name."""
    return customer._replace(name=name)


def _customer(country: Country, draw: Chance, account: str) -> Customer:
    people = country.people
    name = draw.choice(people.firms)
    if draw.randrange(4):
        name = f"{draw.choice(people.given)} {draw.choice(people.family)}"
    return Customer(
        name,
        draw.choice(people.streets),
        str(draw.randrange(1, 180)),
        draw.choice(people.towns),
        country.code,
        account,
        country.is_iban,
    )


def _account(country: Country, draw: Chance) -> str:
    digits = "".join(str(draw.randrange(10)) if sign == "#" else sign for sign in country.account)
    return _iban(country.code, digits) if country.is_iban else digits


def _iban(country: str, rest: str) -> str:
    """Return an IBAN with its check digits (ISO 7064, mod 97-10)."""
    number = int("".join(str(int(sign, 36)) for sign in f"{rest}{country}00"))
    return f"{country}{98 - number % 97:02}{rest}"
