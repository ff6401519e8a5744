"""The files of an instance become an instance, or every fault in them is told."""

from collections.abc import Iterable, Mapping
from fractions import Fraction

from tallystick.clearing.instance.draft import (
    Account,
    BilateralLimit,
    Draft,
    MultilateralLimit,
    instance_of,
)
from tallystick.clearing.instance.faults import Faults, Rule, quoted, refuse
from tallystick.clearing.instance.figures import figure, rate
from tallystick.clearing.instance.form import (
    ACCOUNT_COLUMNS,
    ACCOUNTS,
    BILATERAL,
    FILES,
    LIMIT_COLUMNS,
    LIMITS,
    MULTILATERAL,
    PAYMENTS,
    RATE_COLUMNS,
    RATES,
    REQUIRED,
)
from tallystick.clearing.instance.instance import ACCOUNTS_MAX, Instance
from tallystick.clearing.instance.payments import no_rate, read_payments
from tallystick.clearing.instance.sums import tell_large_sums
from tallystick.clearing.instance.table import Names, rows, unfit_name


def read_instance(texts: Mapping[str, Iterable[str]]) -> Instance:
    """Return the instance that some files hold, given by name; `limits.csv` may be absent.

    Each file is what `open(newline="", encoding="utf-8")` gives: its lines. The order of a
    file's rows and of its columns makes no difference.

    Raises:
        InstanceError: a file breaks a rule; all faults are told, up to a bound for each file.
    """
    faults = {name: Faults(name) for name in FILES}
    for name in REQUIRED:
        if name not in texts:
            faults[name].add(0, Rule.FILE_MISSING, "the file is missing")
    refuse(faults.values())
    return _Reading(texts, faults).instance()


class _Reading:
    """One reading: the names met so far, and the faults of each file."""

    def __init__(self, texts: Mapping[str, Iterable[str]], faults: Mapping[str, Faults]) -> None:
        self._texts = texts
        self._faults = faults
        self._participants = Names()
        self._rates: dict[str, Fraction] = {}

    def instance(self) -> Instance:
        """Read the rates first, since every currency must have one."""
        self._read_rates()
        if not self._rates:
            # Else every row of every file would be told to have no rate.
            refuse(self._faults.values())
        currencies = Names(self._rates)
        numbers = dict(currencies)
        payments = read_payments(
            self._texts[PAYMENTS], self._participants, currencies, self._faults[PAYMENTS]
        )
        accounts = self._accounts(numbers)
        limits = _Limits(self._participants, numbers, self._faults[LIMITS])
        limits.read(self._texts.get(LIMITS, [",".join(LIMIT_COLUMNS)]))
        self._tell_too_many()
        refuse(self._faults.values())
        participants = list(self._participants)
        tell_large_sums(payments, participants, list(numbers), self._faults[PAYMENTS])
        refuse(self._faults.values())
        return instance_of(
            Draft(
                bundles=payments.bundles,
                participants=participants,
                rates=self._rates,
                urgent=payments.urgent,
                legs=payments.legs,
                accounts=accounts,
                bilateral=limits.bilateral,
                multilateral=limits.multilateral,
            )
        )

    def _tell_too_many(self) -> None:
        many, currencies = len(self._participants), len(self._rates)
        if many * currencies > ACCOUNTS_MAX:
            words = f"{many} participants in {currencies} currencies are more than 2^24 accounts"
            self._faults[ACCOUNTS].add(0, Rule.ACCOUNTS_TOO_MANY, words)

    def _read_rates(self) -> None:
        faults = self._faults[RATES]
        for line, (currency, text) in rows(self._texts[RATES], RATE_COLUMNS, faults):
            found = rate(text, line, faults)
            if unfit := unfit_name(currency, Rule.CURRENCY_EMPTY):
                faults.add(line, *unfit)
            elif currency in self._rates:
                faults.add(line, Rule.RATE_TWICE, f"{quoted(currency)} has a rate before")
            else:
                # A broken rate is told once, here, and not again for every row of the currency.
                self._rates[currency] = found or Fraction(1)

    def _accounts(self, currencies: Mapping[str, int]) -> list[Account]:
        found: dict[tuple[int, int], Account] = {}
        faults = self._faults[ACCOUNTS]
        for line, (participant, currency, text) in rows(
            self._texts[ACCOUNTS], ACCOUNT_COLUMNS, faults
        ):
            available = figure(text, line, faults)
            unfit = _unfit(participant, currency, currencies)
            if unfit:
                faults.add(line, *unfit)
                continue
            key = (self._participants[participant], currencies[currency])
            if key in found:
                words = f"{quoted(participant)} has an account in {quoted(currency)} before"
                faults.add(line, Rule.ACCOUNT_TWICE, words)
            found[key] = Account(*key, available or 0)
        return list(found.values())


class _Limits:
    """The limits of a file: two kinds, each key once."""

    def __init__(self, participants: Names, currencies: Mapping[str, int], faults: Faults) -> None:
        self._participants = participants
        self._currencies = currencies
        self._faults = faults
        self._keys: set[tuple[str, ...]] = set()
        self.bilateral: list[BilateralLimit] = []
        self.multilateral: list[MultilateralLimit] = []

    def read(self, texts: Iterable[str]) -> None:
        """Take in the limits of a file."""
        for line, (kind, debtor, creditor, currency, text) in rows(
            texts, LIMIT_COLUMNS, self._faults
        ):
            amount = figure(text, line, self._faults)
            unfit = self._unfit(kind, debtor, creditor, currency)
            if unfit:
                self._faults.add(line, *unfit)
                continue
            self._keys.add((kind, debtor, creditor, currency))
            number, currency_number = self._participants[debtor], self._currencies[currency]
            if kind == BILATERAL:
                to = self._participants[creditor]
                self.bilateral.append(BilateralLimit(number, to, currency_number, amount or 0))
            else:
                self.multilateral.append(MultilateralLimit(number, currency_number, amount or 0))

    def _unfit(
        self, kind: str, debtor: str, creditor: str, currency: str
    ) -> tuple[Rule, str] | None:
        """Return the first rule that a limit breaks."""
        if kind not in {BILATERAL, MULTILATERAL}:
            return Rule.KIND_UNKNOWN, f"{quoted(kind)} is no kind of limit"
        if kind == MULTILATERAL and creditor:
            return Rule.CREDITOR_UNWANTED, "a multilateral limit has no creditor"
        if unfit := _unfit(debtor, currency, self._currencies):
            return unfit
        if kind == BILATERAL and (unfit := unfit_name(creditor, Rule.PARTICIPANT_EMPTY)):
            return unfit
        if debtor == creditor:
            return Rule.DEBTOR_IS_CREDITOR, "the debtor is the creditor"
        if (kind, debtor, creditor, currency) in self._keys:
            return Rule.LIMIT_TWICE, "the same limit is there before"
        return None


def _unfit(
    participant: str, currency: str, currencies: Mapping[str, int]
) -> tuple[Rule, str] | None:
    """Return what is wrong with a participant's or a currency's name, if anything is."""
    if unfit := unfit_name(participant, Rule.PARTICIPANT_EMPTY):
        return unfit
    return None if currency in currencies else no_rate(currency)
