"""The stages of the demo: two invented countries, and what their operators agreed."""

from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Final, NamedTuple

import msgspec

from tallystick.core.agreements import Agreement
from tallystick.node.agreement_text import read_agreement
from tallystick.node.tables import read_tables
from tallystick.sandbox.bank import Bank, Habits
from tallystick.sandbox.chance import chance
from tallystick.sandbox.country import BankSign, Country, country_of
from tallystick.sandbox.customers import Clientele, clientele_of
from tallystick.sandbox.provider import Provider
from tallystick.sandbox.settlement_system import SettlementSystem
from tallystick.terms.money import Rate

TEXTS: Final = ("Invoice", "Order", "Delivery", "Contract", "Rent", "Tuition", "Repair")
AGREEMENTS: Final = ("RUB-CNY", "SGD-THB", "EUR-JPY", "JPY-KWD")


class Side(NamedTuple):
    """One side of the link: its country, and whom each of its banks serves."""

    place: int
    country: Country
    clienteles: dict[str, Clientele]

    @property
    def operator_id(self) -> str:
        """The operator."""
        return self.country.operator_id

    @property
    def bics(self) -> tuple[str, ...]:
        """The banks."""
        return tuple(each.bic for each in self.country.banks)


class Stage(NamedTuple):
    """What stands before anything happens: the agreement with its text, and both sides.

    `rates` are the standing rates from each side to the other, `texts` what payments are
    for, `listed` names that further lists have.
    """

    agreement: Agreement
    text: bytes
    sides: tuple[Side, Side]
    rates: tuple[Rate, Rate]
    seed: int
    texts: tuple[str, ...] = TEXTS
    listed: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The agreement's id."""
        return self.agreement.agreement_id

    @property
    def is_mutual(self) -> bool:
        """Whether each operator quotes for itself, and the two net."""
        return self.agreement.is_mutual

    def providers(self, index: int) -> tuple[str, ...]:
        """Name who quotes at a side's node; the first is the one to ask."""
        if self.is_mutual:
            return (self.sides[index].operator_id,)
        return self.sides[index].country.provider, self.sides[1 - index].country.provider

    def side_of(self, bic: str) -> Side:
        """Return the side of a bank.

        Raises:
            StopIteration: it is a bank of neither.
        """
        return next(side for side in self.sides if bic in side.bics)

    def sign_of(self, bic: str) -> BankSign:
        """Return a bank's sign."""
        return next(each for each in self.side_of(bic).country.banks if each.bic == bic)

    def banks(self) -> Iterator[Bank]:
        """Yield the banks, each new."""
        for side in self.sides:
            for bic in side.bics:
                yield Bank(
                    bic,
                    self.name,
                    side.country.currency,
                    self.sides[1 - side.place].bics,
                    chance(self.seed, f"bank {bic}"),
                    Habits(answer_ms=0),
                    currency_index=side.place,
                    accounts=side.clienteles[bic].manners(),
                )

    def publishers(self, index: int) -> Iterator[Provider]:
        """Yield who publishes rates at a side's node, each new."""
        for name in self.providers(index):
            draw = chance(self.seed, f"provider {name} at {index}")
            yield Provider(name, self.name, self.rates[index], draw)

    def systems(self) -> Iterator[SettlementSystem]:
        """Yield the settlement systems, each new and without money."""
        for end in self.agreement.ends:
            yield SettlementSystem(end.settlement_system, end.currency)


def stage_of(name: str, seed: int = 1) -> Stage:
    """Return the stage of one of the agreements.

    Raises:
        SettingError: the agreement's text is wrong.
    """
    text = (files("tallystick.sandbox") / "agreements" / f"{name}.toml").read_bytes()
    return stage_by(text, name, seed)


def stage_by(text: bytes, ref: str, seed: int) -> Stage:
    """Return the stage of an agreement's text; `ref` names it in errors.

    Raises:
        SettingError: the text is wrong.
        KeyError: an operator or a pair of currencies is not of this sandbox.
    """
    agreement = read_agreement(text, ref).agreement
    first, second = (_side(index, agreement, seed) for index in (0, 1))
    base, counter = first.country.currency, second.country.currency
    there, back = _rates()[f"{base}-{counter}"]
    rates = (Rate.parse(there, base, counter), Rate.parse(back, counter, base))
    return Stage(agreement, text, (first, second), rates, seed)


def _side(index: int, agreement: Agreement, seed: int) -> Side:
    country = country_of(agreement.ends[index].operator_id)
    clienteles = {each.bic: clientele_of(country, each, seed) for each in country.banks}
    return Side(index, country, clienteles)


def _rates() -> dict[str, tuple[str, str]]:
    raw = (files("tallystick.sandbox") / "rates.toml").read_bytes()
    return msgspec.convert(read_tables(raw, "rates.toml"), dict[str, tuple[str, str]])


def folder_of(stage: Stage, index: int, beside: Path) -> Path:
    """Return the folder of a side's operator."""
    return beside / stage.sides[index].country.folder
