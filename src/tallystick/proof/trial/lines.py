"""What is told of each transaction: how it ended, by which rule, and why."""

from enum import StrEnum
from typing import Final

import msgspec

from tallystick.proof.trial.trial import Ending
from tallystick.terms.errors import RemoteMessageError
from tallystick.terms.reasons import REASONS, StatusReason
from tallystick.wire import xml
from tallystick.wire.iso20022.check import Report
from tallystick.wire.iso20022.grammar import supported

ORDER: Final = "pacs.008"
UNSUPPORTED_VERSION: Final = "unsupported-version"
_TRANSACTION: Final = "CdtTrfTxInf"


class Outcome(StrEnum):
    """How a transaction ended."""

    SETTLED = "settled"
    REFUSED = "refused"
    UNSUPPORTED = "unsupported"
    INVALID = "invalid"


class Line(msgspec.Struct, frozen=True):
    """One transaction of a file; `rule` and `reason` say why it was not settled."""

    file: str
    message: str | None
    valid: bool
    outcome: Outcome
    rule: str | None = None
    reason: str | None = None
    text: str = ""


def untried(file: str, report: Report) -> Line | None:
    """Return the line of a file that is no lawful order; None if it is one."""
    message = report.message
    rules = {error.rule for error in report.errors}
    if message is not None and not message.startswith(ORDER):
        text = f"{message} is no order of a bank; {_orders()} are."
    elif UNSUPPORTED_VERSION in rules:
        text = f"{report.errors[0].text} {_orders()} are."
    elif rules:
        return _invalid(file, report)
    else:
        return None
    outcome, rule = Outcome.UNSUPPORTED, UNSUPPORTED_VERSION
    return Line(file, message, report.is_valid, outcome, rule, text=text)


def _orders() -> str:
    *others, last = (each for each in supported() if each.startswith(ORDER))
    return f"{', '.join(others)} and {last}"


def _invalid(file: str, report: Report) -> Line:
    """Every breach is told; all of a file are of one kind."""
    told = (f"{each.path or '/'}: {each.text} [{each.code}]" for each in report.errors)
    return Line(
        file,
        report.message,
        valid=False,
        outcome=Outcome.INVALID,
        rule=report.errors[0].rule,
        reason=StatusReason.INVALID_FILE_FORMAT.value,
        text="\n".join(told),
    )


def tried(file: str, message: str | None, ending: Ending, paid: str) -> Line:
    """Return the line of a lawful order that was brought; `paid` is its text if it settled."""
    if ending.is_settled:
        return Line(file, message, valid=True, outcome=Outcome.SETTLED, text=paid)
    rule, reason = _rule_of(ending)
    return Line(
        file,
        message,
        valid=True,
        outcome=Outcome.REFUSED,
        rule=rule,
        reason=reason,
        text=sentence_of(ending),
    )


def _rule_of(ending: Ending) -> tuple[str, str | None]:
    if ending.reason is None:
        return "pending", None
    return ending.reason.name.lower().replace("_", "-"), ending.reason.value


def sentence_of(ending: Ending) -> str:
    """Say why a message was refused, for people."""
    if ending.reason is None:
        return "It met every deadline, and has no end."
    hint = REASONS[ending.reason].hint
    if not ending.text:
        return hint
    said = f"{ending.field}: {ending.text}."
    # That hint is for a breach of the schema, and there was none.
    return said if ending.reason is StatusReason.INVALID_FILE_FORMAT else f"{said} {hint}"


def transactions_in(raw: bytes, report: Report) -> int:
    """Return how many transactions a file has, 1 where that cannot be told."""
    if report.message is None or not report.message.startswith(ORDER):
        return 1
    try:
        root = xml.parse(raw)
    except RemoteMessageError:
        return 1
    return max(1, _count(root))


def _count(element: xml.Element) -> int:
    if xml.local_name(element) == _TRANSACTION:
        return 1
    return sum(_count(child) for child in element)
