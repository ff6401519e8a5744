"""The language of the case files: given, when, then, in the field's words.

A file holds cases. A case has a title and steps, one a line; `and` goes on as
the line before began:

    case A suspended bank sends nothing new
    given the agreement RUB-CNY
      and NORTH suspends NOBKRUMM
    when NOBKRUMM sends 1000.00 RUB to SOBKCNSH as P1
    then P1 is refused at NORTH
      and NOBKRUMM was told of P1: RJCT AG10

What is given comes first; after that when and then may take turns, and the last
word is a then. A line that starts with # is for the reader. A `Vocabulary`
knows which sentences there are; each is a pattern with fields in braces, whose
words must be of the field's kind. Whatever is wrong is told with its file and
line.
"""

import re
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from tallystick.terms.errors import MessageError
from tallystick.terms.instants import MINUTE_MS, SECOND_MS, parse_instant
from tallystick.terms.money import Rate, parse_amount
from tallystick.terms.parties import Side

_KEYWORDS = ("given", "when", "then")
_FIELD = re.compile(r"\{(\w+)(?::(\w+))?\}")
_UNITS = {
    "millisecond": 1,
    "second": SECOND_MS,
    "minute": MINUTE_MS,
    "hour": 60 * MINUTE_MS,
    "day": 24 * 60 * MINUTE_MS,
}


class CaseError(Exception):
    """A case file breaks its language; the text says where and how."""


class Step(NamedTuple):
    """One sentence of a case."""

    place: str
    keyword: str
    text: str


class Case(NamedTuple):
    """One case as it was read."""

    place: str
    title: str
    steps: tuple[Step, ...]


class Money(NamedTuple):
    """An amount in minor units, and its currency."""

    amount: int
    currency: str


class Transfer(NamedTuple):
    """What is sent, to which bank, and what the case calls it."""

    money: Money
    creditor: str
    name: str


class Return(NamedTuple):
    """Which payment goes back, what the case calls its return, and who erred."""

    original: str
    name: str
    at_fault: Side


def read_cases(file_name: str, text: str) -> list[Case]:
    """Return the cases of a file, in its order.

    Raises:
        CaseError: a line is no step, stands in the wrong order, or a case lacks its then.
    """
    cases: list[Case] = []
    for number, raw in enumerate(text.splitlines(), start=1):
        line = raw.strip()
        if not line or line.startswith("#"):
            continue
        place = f"{file_name}:{number}"
        keyword, _, sentence = line.partition(" ")
        if keyword == "case":
            _finish(cases)
            cases.append(Case(place, sentence.strip(), ()))
        else:
            _add_step(cases, place, keyword, sentence.strip())
    _finish(cases)
    _refuse_twins(cases)
    return cases


def _add_step(cases: list[Case], place: str, keyword: str, sentence: str) -> None:
    if not cases:
        raise CaseError(f"{place}: a step before the first case")
    case = cases[-1]
    before = case.steps[-1].keyword if case.steps else ""
    if keyword == "and":
        if not before:
            raise CaseError(f"{place}: 'and' after nothing")
        keyword = before
    if keyword not in _KEYWORDS:
        raise CaseError(f"{place}: {keyword!r} is none of case, given, when, then, and")
    if keyword == "given" and before not in ("", "given"):
        raise CaseError(f"{place}: what is given comes before what happens")
    if keyword == "then" and before in ("", "given"):
        raise CaseError(f"{place}: nothing has happened yet")
    if not sentence:
        raise CaseError(f"{place}: {keyword!r} says nothing")
    cases[-1] = case._replace(steps=(*case.steps, Step(place, keyword, sentence)))


def _finish(cases: list[Case]) -> None:
    if not cases:
        return
    case = cases[-1]
    if not case.title:
        raise CaseError(f"{case.place}: a case without a title")
    if not case.steps or case.steps[-1].keyword != "then":
        raise CaseError(f"{case.place}: the case {case.title!r} ends without a then")


def _refuse_twins(cases: Iterable[Case]) -> None:
    places: dict[str, str] = {}
    for case in cases:
        if case.title in places:
            raise CaseError(f"{case.place}: {places[case.title]} has the same title")
        places[case.title] = case.place


class Kind(NamedTuple):
    """What may stand in a field, and what it means."""

    pattern: str
    meaning: Callable[[str], Any]


def _money(text: str) -> Money:
    amount, currency = text.split(" ")
    return Money(parse_amount(amount, currency), currency)


def _transfer(text: str) -> Transfer:
    money, _, rest = text.partition(" to ")
    creditor, _, name = rest.partition(" as ")
    return Transfer(_money(money), creditor, name)


def _return(text: str) -> Return:
    original, _, name, _, at_fault, *_ = text.replace(",", "").split(" ")
    return Return(original, name, Side(at_fault))


def _rate(text: str) -> Rate:
    rate, counter, _, base = text.split(" ")
    return Rate.parse(rate, base, counter)


def _duration(text: str) -> int:
    count, unit = text.split(" ")
    return int(count) * _UNITS[unit.removesuffix("s")]


def _instant(text: str) -> int:
    on, clock = text.split(" ")
    return parse_instant(f"{on}T{clock}:00Z")


def _minute(text: str) -> int:
    hours, minutes = text.split(":")
    return int(hours) * 60 + int(minutes)


_MONEY = "[0-9.]+ [A-Z]{3}"
_NAME = "[A-Z][A-Za-z0-9-]*"
KINDS: dict[str, Kind] = {
    "node": Kind("NORTH|SOUTH", str),
    "bank": Kind("[A-Z0-9]{8}", str),
    "party": Kind("[A-Z0-9]{4,11}", str),
    "money": Kind(_MONEY, _money),
    "transfer": Kind(f"{_MONEY} to [A-Z0-9]{{8}} as {_NAME}", _transfer),
    "return": Kind(f"{_NAME} as {_NAME}, the (?:debtor|creditor) at fault", _return),
    "number": Kind("-?[0-9]+", int),
    "ratio": Kind("[0-9./]+", str),
    "rate": Kind("[0-9.]+ [A-Z]{3} a [A-Z]{3}", _rate),
    "agreement": Kind("[A-Z]{3}-[A-Z]{3}", str),
    "code": Kind("[A-Z0-9]{4}", str),
    "duration": Kind(r"[0-9]+ (?:milliseconds?|seconds?|minutes?|hours?|days?)", _duration),
    "instant": Kind(r"\d{4}-\d\d-\d\d \d\d:\d\d", _instant),
    "clock": Kind(r"\d\d:\d\d", _minute),
    "name": Kind(_NAME, str),
    "word": Kind("[a-z-]+", str),
    "words": Kind("[a-z][a-z -]*", str),
    "list": Kind(".+", lambda text: [part.strip() for part in text.split(",")]),
}


class Sentence(NamedTuple):
    """One sentence the language knows, and what it does."""

    keyword: str
    pattern: str
    form: re.Pattern[str]
    kinds: dict[str, Kind]
    act: Callable[..., None]


Act = Callable[..., None]


class Vocabulary:
    """All sentences that a case may say."""

    def __init__(self) -> None:
        self.sentences: list[Sentence] = []

    def given(self, pattern: str) -> Callable[[Act], Act]:
        """Teach a sentence about what is so beforehand."""
        return self._teach("given", pattern)

    def when(self, pattern: str) -> Callable[[Act], Act]:
        """Teach a sentence about what happens; it may also be given."""
        return self._teach("when", pattern)

    def then(self, pattern: str) -> Callable[[Act], Act]:
        """Teach a sentence about what is seen."""
        return self._teach("then", pattern)

    def _teach(self, keyword: str, pattern: str) -> Callable[[Act], Act]:
        def taught(act: Act) -> Act:
            kinds = {name: KINDS[kind or name] for name, kind in _FIELD.findall(pattern)}
            self.sentences.append(Sentence(keyword, pattern, _form(pattern), kinds, act))
            return act

        return taught

    def understand(self, step: Step) -> tuple[Sentence, dict[str, Any]]:
        """Return the one sentence that the step says, and what stands in its fields.

        Raises:
            CaseError: no sentence or more than one fits, or a field means nothing.
        """
        found = [
            (sentence, match)
            for sentence in self.sentences
            if _may_say(step.keyword, sentence.keyword)
            and (match := sentence.form.fullmatch(step.text))
        ]
        if not found:
            raise CaseError(f"{step.place}: no sentence says '{step.keyword} {step.text}'")
        if len(found) > 1:
            patterns = " or ".join(repr(sentence.pattern) for sentence, _ in found)
            raise CaseError(f"{step.place}: {step.text!r} may mean {patterns}")
        sentence, match = found[0]
        return sentence, _meanings(step, sentence, match)

    def play(self, case: Case, scene: object) -> None:
        """Play a case on a scene.

        Raises:
            CaseError: a step is not of this language.
            AssertionError: something is not as the case says; the place is noted on it.
        """
        for step in case.steps:
            sentence, meanings = self.understand(step)
            try:
                sentence.act(scene, **meanings)
            except Exception as error:
                error.add_note(f"{step.place}: {step.keyword} {step.text}")
                raise


def _form(pattern: str) -> re.Pattern[str]:
    parts = _FIELD.split(pattern)
    texts, names, kinds = parts[::3], parts[1::3], parts[2::3]
    form = re.escape(texts[0])
    for name, kind, text in zip(names, kinds, texts[1:], strict=True):
        form += f"(?P<{name}>{KINDS[kind or name].pattern})" + re.escape(text)
    return re.compile(form)


def _may_say(spoken: str, known: str) -> bool:
    return spoken == known or (spoken == "given" and known == "when")


def _meanings(step: Step, sentence: Sentence, match: re.Match[str]) -> dict[str, Any]:
    try:
        return {name: kind.meaning(match[name]) for name, kind in sentence.kinds.items()}
    except MessageError as error:
        raise CaseError(f"{step.place}: {error}") from error
