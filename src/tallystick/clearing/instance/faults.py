"""What is wrong with the files of an instance: each fault with its file, line and rule."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final, NamedTuple

from tallystick.terms.errors import MessageError

FAULTS_MAX: Final = 100
SHOWN_MAX: Final = 40


class Rule(StrEnum):
    """Every rule that the files of an instance, or of its solution, can break."""

    FILE_MISSING = "file-missing"
    NOT_UTF_8 = "not-utf-8"
    NOT_CSV = "not-csv"
    COLUMN_MISSING = "column-missing"
    COLUMN_UNKNOWN = "column-unknown"
    COLUMN_TWICE = "column-twice"
    CELL_COUNT = "cell-count"
    BUNDLE_EMPTY = "bundle-empty"
    PARTICIPANT_EMPTY = "participant-empty"
    CURRENCY_EMPTY = "currency-empty"
    NAME_UNFIT = "name-unfit"
    NOT_INTEGER = "not-integer"
    AMOUNT_NOT_POSITIVE = "amount-not-positive"
    AMOUNT_TOO_LARGE = "amount-too-large"
    AMOUNT_NEGATIVE = "amount-negative"
    PRIORITY_UNKNOWN = "priority-unknown"
    DEBTOR_IS_CREDITOR = "debtor-is-creditor"
    CURRENCY_WITHOUT_RATE = "currency-without-rate"
    PRIORITIES_DIFFER = "priorities-differ"
    ROW_TWICE = "row-twice"
    ACCOUNT_TWICE = "account-twice"
    ACCOUNTS_TOO_MANY = "accounts-too-many"
    LIMIT_TWICE = "limit-twice"
    KIND_UNKNOWN = "kind-unknown"
    CREDITOR_UNWANTED = "creditor-unwanted"
    RATE_TWICE = "rate-twice"
    RATE_NOT_POSITIVE = "rate-not-positive"
    SUM_TOO_LARGE = "sum-too-large"
    BUNDLE_UNKNOWN = "bundle-unknown"
    BUNDLE_TWICE = "bundle-twice"
    BOUNDED_UNKNOWN = "bounded-unknown"
    BOUNDED_TWICE = "bounded-twice"
    MULTIPLIER_UNFIT = "multiplier-unfit"
    SECOND_UNFIT = "second-unfit"
    BUNDLE_WITHOUT_TIME = "bundle-without-time"


MEANINGS: Final[Mapping[Rule, str]] = MappingProxyType(
    {
        Rule.FILE_MISSING: "`payments.csv`, `accounts.csv` and `rates.csv` must be there",
        Rule.NOT_UTF_8: "a file is UTF-8, with or without a byte order mark",
        Rule.NOT_CSV: "a quote stands where CSV has none, or is not closed",
        Rule.COLUMN_MISSING: "the header has every column",
        Rule.COLUMN_UNKNOWN: "the header has no other column",
        Rule.COLUMN_TWICE: "the header has each column once",
        Rule.CELL_COUNT: "a row has as many cells as the header",
        Rule.BUNDLE_EMPTY: "`bundle_id` is not empty",
        Rule.PARTICIPANT_EMPTY: "a participant is not empty",
        Rule.CURRENCY_EMPTY: "a currency is not empty",
        Rule.NAME_UNFIT: "a name has no blank at its ends and nothing that cannot be seen",
        Rule.NOT_INTEGER: "an amount is plain digits: no sign but a minus, no `1e5`, no `1_000`",
        Rule.AMOUNT_NOT_POSITIVE: "the amount of a payment is above 0",
        Rule.AMOUNT_TOO_LARGE: "the amount of a payment is at most 2^63 - 1",
        Rule.AMOUNT_NEGATIVE: "a limit or an available amount is not below 0",
        Rule.PRIORITY_UNKNOWN: "a priority is 0 (urgent) or 1 (normal)",
        Rule.DEBTOR_IS_CREDITOR: "the debtor is not the creditor",
        Rule.CURRENCY_WITHOUT_RATE: "a currency has a rate",
        Rule.PRIORITIES_DIFFER: "the rows of a bundle have one priority",
        Rule.ROW_TWICE: "no row is in a bundle twice",
        Rule.ACCOUNT_TWICE: "no account is there twice",
        Rule.ACCOUNTS_TOO_MANY: "participants times currencies are at most 2^24",
        Rule.LIMIT_TWICE: "no limit is there twice",
        Rule.KIND_UNKNOWN: "a limit is `bilateral` or `multilateral`",
        Rule.CREDITOR_UNWANTED: "a multilateral limit has no creditor",
        Rule.RATE_TWICE: "no currency has two rates",
        Rule.RATE_NOT_POSITIVE: "a rate is plain decimal text above 0",
        Rule.SUM_TOO_LARGE: "what an account could pay or receive in all is at most 2^62 - 1",
        Rule.BUNDLE_UNKNOWN: "a bundle in `settled.csv` or `times.csv` is one of the instance",
        Rule.BUNDLE_TWICE: "no bundle is in `settled.csv` or `times.csv` twice",
        Rule.BOUNDED_UNKNOWN: "`certificate.csv` names accounts, and limits that are there",
        Rule.BOUNDED_TWICE: "no account or limit is in `certificate.csv` twice",
        Rule.MULTIPLIER_UNFIT: (
            "a multiplier is a fraction `p/q` of plain digits, at most 400 each, not below 0; "
            "all have a common denominator of at most 10,000 digits"
        ),
        Rule.SECOND_UNFIT: "a second is plain digits, from 0 to 31 days after the opening",
        Rule.BUNDLE_WITHOUT_TIME: "every bundle of the instance has a time in `times.csv`",
    }
)


class Fault(NamedTuple):
    """One breach: the file, the line (0: the whole file), the rule and a sentence for people."""

    file: str
    line: int
    rule: Rule
    sentence: str


class InstanceError(MessageError):
    """The files break rules; `faults` has each, in order, as far as a file's bound allows.

    `more` is how many faults were found beyond the bound of `FAULTS_MAX` a file.
    """

    code = "instance-broken"

    def __init__(self, faults: tuple[Fault, ...], more: int) -> None:
        first = faults[0]
        rest = len(faults) + more - 1
        others = f" and {rest} more" if rest else ""
        super().__init__(
            f"{first.file}, line {first.line}: {first.sentence} [{first.rule}]{others}",
            ref=first.file,
        )
        self.faults = faults
        self.more = more


class Faults:
    """The faults of one file as they are found; the first `FAULTS_MAX` by line are told."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.count = 0
        self._found: list[Fault] = []

    def add(self, line: int, rule: Rule, sentence: str) -> None:
        """Take in one fault; `line` 0 means the whole file."""
        self.count += 1
        self._found.append(Fault(self.file, line, rule, sentence))
        if len(self._found) > 2 * FAULTS_MAX:
            self._found = self._first()

    def told(self) -> tuple[Fault, ...]:
        """Return the faults that are told, by line."""
        return tuple(self._first())

    def _first(self) -> list[Fault]:
        return sorted(self._found, key=lambda fault: fault.line)[:FAULTS_MAX]


def refuse(found: Iterable[Faults]) -> None:
    """Raise what was found, if anything was.

    Raises:
        InstanceError: there is a fault.
    """
    files = [each for each in found if each.count]
    told = tuple(fault for each in files for fault in each.told())
    if told:
        raise InstanceError(told, sum(each.count for each in files) - len(told))


def quoted(text: str) -> str:
    """Return a text of a file as a sentence shows it: cut, and in quotes."""
    return repr(text if len(text) <= SHOWN_MAX else f"{text[:SHOWN_MAX]}...")
