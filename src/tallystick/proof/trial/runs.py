"""Files tried out one after another: each alone in a world of its own, then all in one.

What a file says is told of its own world. The figures are those of the one world,
where a payment that another file had brought before is a duplicate.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import PurePath
from time import perf_counter
from typing import Any, Final

import msgspec

from tallystick.admission.desk import Refused
from tallystick.proof.bench.metric import percentile
from tallystick.proof.trial.books import Books, books_of
from tallystick.proof.trial.lines import Line, transactions_in, tried, untried
from tallystick.proof.trial.needs import Needs, needs_of
from tallystick.proof.trial.trial import Ending, Trial
from tallystick.terms.money import format_amount
from tallystick.wire.iso20022.check import check
from tallystick.wire.iso20022.views import Amount

_SHARES: Final = ((50, "p50"), (95, "p95"), (99, "p99"))


@dataclass
class Figures:
    """What became of all transactions in the one world; times are milliseconds."""

    payments: int = 0
    settled: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    broken: int = 0
    duplicates: int = 0
    pending: int = 0
    times_ms: list[float] = field(default_factory=list)

    def count(self, ending: Ending) -> None:
        """Count how a transaction ended; one that was known before is nothing else besides."""
        if ending.is_duplicate:
            self.duplicates += 1
        elif ending.is_settled:
            self.settled += 1
        elif ending.reason is None:
            self.pending += 1
        else:
            self.refused[ending.reason.value] += 1

    def latency_ms(self) -> dict[str, float]:
        """Return how long messages took from the door to the answer."""
        times = self.times_ms or [0.0]
        return {name: round(percentile(times, share / 100), 3) for share, name in _SHARES}


class Runs:
    """The runs over a folder of files, given in the order of their names."""

    def __init__(self) -> None:
        self.figures = Figures()
        self.are_square = True
        self._difference = 0
        self._roots_equal = True
        self._begun = perf_counter()
        self._together = Trial()
        self._brought_by: dict[str, str] = {}

    def try_file(self, file: str, raw: bytes) -> Iterator[Line]:
        """Try a file, and yield a line for each of its transactions."""
        report = check(raw)
        number = transactions_in(raw, report)
        self.figures.payments += number
        line = untried(file, report)
        if line is not None:
            self.figures.broken += number
            return _each(line, number)
        needs = needs_of(raw)
        if isinstance(needs, Refused):
            ending = Ending(reason=needs.reason, field=needs.field, text=needs.text)
            for _ in range(number):
                self.figures.count(ending)
            return _each(tried(file, report.message, ending, ""), number)
        alone = self._alone(needs, raw)
        line = tried(file, report.message, alone, _paid(needs, alone))
        return iter([self._beside(line, needs, self._in_one_world(file, needs, raw))])

    def _alone(self, needs: Needs, raw: bytes) -> Ending:
        """Bring a message to a fresh world, and see that its books come out even."""
        trial = Trial()
        ending = trial.bring(needs, raw)
        self._look(books_of(trial))
        return ending

    def _look(self, books: Books) -> None:
        self.are_square &= books.are_square
        self._difference += books.difference
        self._roots_equal &= books.roots_equal

    def _in_one_world(self, file: str, needs: Needs, raw: bytes) -> Ending:
        begun = perf_counter()
        ending = self._together.bring(needs, raw)
        self.figures.times_ms.append((perf_counter() - begun) * 1_000)
        self.figures.count(ending)
        if needs.payment_id in self._together.tried:
            self._brought_by.setdefault(needs.payment_id, file)
        return ending

    def _beside(self, line: Line, needs: Needs, together: Ending) -> Line:
        """Add what became of it in the one world, where that is something else."""
        if together.is_duplicate:
            first = PurePath(self._brought_by[needs.payment_id]).name
            code = f" ({together.reason.value})" if together.reason else ""
            said = f"With all files in one world it is a duplicate{code} of {first}."
        else:
            again = tried(line.file, line.message, together, "")
            if (again.outcome, again.reason) == (line.outcome, line.reason):
                return line
            said = f"With all files in one world it is {again.outcome}: {again.text}"
        return msgspec.structs.replace(line, text=f"{line.text} {said}")

    def end(self) -> dict[str, Any]:
        """Close the one world and return the last line, in the words of every demo."""
        books, figures = books_of(self._together), self.figures
        self._look(books)
        self.are_square &= not figures.pending
        return {
            "payments": figures.payments,
            "settled": figures.settled,
            "refused": dict(sorted(figures.refused.items())),
            "broken": figures.broken,
            "duplicates": figures.duplicates,
            "pending": figures.pending,
            "difference": self._difference,
            "tally_roots_equal": self._roots_equal,
            "posting_sums": books.sums,
            "stores": [],
            "latency_ms": figures.latency_ms(),
            "seconds": round(perf_counter() - self._begun, 3),
        }


def _each(line: Line, number: int) -> Iterator[Line]:
    """Tell the same of every transaction of a file."""
    if number == 1:
        yield line
        return
    for place in range(1, number + 1):
        text = f"Transaction {place} of {number}. {line.text}"
        yield msgspec.structs.replace(line, text=text)


def _paid(needs: Needs, ending: Ending) -> str:
    if not ending.is_settled:
        return ""
    text = f"{needs.debited} paid {_told(needs.sent)} to {needs.credited}"
    if not needs.is_converted:
        return f"{text}."
    return f"{text}, which got {_told(Amount(ending.received, needs.received.currency))}."


def _told(amount: Amount) -> str:
    return f"{format_amount(amount.minor, amount.currency)} {amount.currency}"
