"""Files tried one after another: a line for each transaction, and figures that add up."""

from random import Random
from typing import Any

import pytest
from lxml import etree

from tallystick.proof.trial.lines import Line, Outcome
from tallystick.proof.trial.runs import Runs
from tallystick.wire.iso20022.check import check
from tallystick.wire.iso20022.grammar import Message
from tallystick.wire.iso20022.views import Agent, Amount
from tests.admission.messages import (
    NORTH_BANK,
    SOUTH_BANK,
    credit_transfer,
    header_of,
    status_report,
    transaction,
)
from tests.wire.iso20022.mutants import broken_bytes, mutant
from tests.wire.iso20022.samples import inputs

pytestmark = pytest.mark.slow

OLDER = Message("pacs.008.001.08")
GOOD = credit_transfer(transaction(agreed_rate=None), message=OLDER)
SECOND = "8a562c67-ca16-48ba-b074-65581be6f002"
TWO = credit_transfer(
    transaction(agreed_rate=None), transaction(agreed_rate=None, uetr=SECOND), message=OLDER
)
PAIN = b'<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"/>'
Figures = dict[str, Any]


def run(*files: bytes) -> tuple[list[Line], Figures]:
    """Try files that are named by their number; whatever they are, the books come out even."""
    runs = Runs()
    lines = [line for place, raw in enumerate(files) for line in runs.try_file(f"{place}", raw)]
    figures = runs.end()
    assert runs.are_square
    check_sums(lines, figures)
    return lines, figures


def check_sums(lines: list[Line], figures: Figures) -> None:
    """Every transaction counts once, nothing is open, nothing differs."""
    ended = figures["settled"] + sum(figures["refused"].values())
    known = figures["broken"] + figures["duplicates"]
    assert figures["payments"] == len(lines) == ended + known + figures["pending"]
    assert (figures["pending"], figures["difference"]) == (0, 0)
    assert figures["tally_roots_equal"]
    assert not any(total for sums in figures["posting_sums"].values() for total in sums.values())


def test_a_payment_settles() -> None:
    """Its line says who paid whom, and how much."""
    (line,), figures = run(GOOD)
    assert (line.file, line.message, line.valid) == ("0", OLDER, True)
    assert (line.outcome, line.rule, line.reason) == (Outcome.SETTLED, None, None)
    assert line.text == f"{NORTH_BANK} paid 1000.00 RUB to {SOUTH_BANK}."
    assert (figures["settled"], figures["duplicates"]) == (1, 0)
    assert set(figures["posting_sums"]) == {"FIRST", "SECOND"}
    assert 0 < figures["latency_ms"]["p50"] <= figures["latency_ms"]["p99"]


def test_a_conversion_tells_what_was_got() -> None:
    """By the rate of an invented provider."""
    raw = credit_transfer(transaction(agreed_rate=None, instructed_amount=Amount(8_000, "CNY")))
    (line,), _figures = run(raw)
    assert line.outcome is Outcome.SETTLED
    assert line.text.startswith(f"{NORTH_BANK} paid 1000.00 RUB to {SOUTH_BANK}, which got ")
    assert line.text.endswith(" CNY.")


def test_a_duplicate_is_seen_in_the_one_world() -> None:
    """Alone each settles; together the second is known, whether it says the same or not."""
    other = GOOD.replace(b"1000.00", b"1000.01")
    lines, figures = run(GOOD, GOOD, other)
    assert [line.outcome for line in lines] == [Outcome.SETTLED] * 3
    assert lines[1].text.endswith("With all files in one world it is a duplicate of 0.")
    assert lines[2].text.endswith("With all files in one world it is a duplicate (AM05) of 0.")
    assert (figures["settled"], figures["duplicates"], figures["refused"]) == (1, 2, {})


def test_a_refusal_that_only_the_one_world_knows_is_told() -> None:
    """A quote that another message took and did not use is for that one's amount."""
    yuan = Amount(8_000, "CNY")
    cover = credit_transfer(transaction(instructed_amount=yuan), settlement_method="COVE")
    half = Amount(50_000, "RUB")
    lines, figures = run(
        cover,
        credit_transfer(transaction(interbank_settlement_amount=half, instructed_amount=yuan)),
    )
    assert [line.outcome for line in lines] == [Outcome.REFUSED, Outcome.SETTLED]
    assert lines[1].text.endswith(
        "With all files in one world it is refused: The amount is not the one quoted or agreed."
    )
    assert (figures["settled"], figures["refused"]) == (0, {"AG01": 1, "AM09": 1})


def test_each_transaction_of_a_file_is_told() -> None:
    """A message of several is refused whole: it is never split."""
    lines, figures = run(TWO)
    assert [(line.outcome, line.reason, line.rule) for line in lines] == [
        (Outcome.REFUSED, "FF01", "invalid-file-format")
    ] * 2
    assert lines[1].text == (
        "Transaction 2 of 2. NbOfTxs: a message is one payment here, and is never split into "
        "several."
    )
    assert figures["refused"] == {"FF01": 2}


def test_each_transaction_of_a_broken_file_is_told() -> None:
    """Its file is broken, and so is it."""
    lines, figures = run(TWO.replace(b"SHAR", b"FREE"))
    assert [line.outcome for line in lines] == [Outcome.INVALID] * 2
    assert figures["broken"] == 2


def test_many_currencies_in_one_world() -> None:
    """Each pair has an agreement of its own."""
    files = [
        credit_transfer(
            transaction(
                uetr=f"8a562c67-ca16-48ba-b074-65581be6f{place:03}",
                agreed_rate=None,
                interbank_settlement_amount=Amount(1_000, currency),
                instructed_amount=Amount(1_000, "EUR"),
            )
        )
        for place, currency in enumerate(("EUR", "JPY", "KWD", "XOF"))
    ]
    lines, figures = run(*files)
    assert [line.outcome for line in lines] == [Outcome.SETTLED] * 4
    assert set(figures["posting_sums"]["FIRST"]) >= {"EUR", "JPY", "KWD", "XOF"}


@pytest.mark.parametrize(
    ("raw", "message", "valid"),
    [
        (PAIN, "pain.001.001.09", False),
        (status_report("ACCP"), "pacs.002.001.15", True),
        (GOOD.replace(b"pacs.008.001.08", b"pacs.008.001.02"), "pacs.008.001.02", False),
        (GOOD.replace(b"pacs.008.001.08", b"nobody"), None, False),
        (b'<Document xmlns="urn:nobody"/>', None, False),
    ],
)
def test_another_message_is_unsupported(raw: bytes, message: str | None, valid: bool) -> None:  # noqa: FBT001
    """Whether it is a lawful one of its kind or not."""
    (line,), figures = run(raw)
    assert (line.message, line.valid, line.outcome) == (message, valid, Outcome.UNSUPPORTED)
    assert (line.rule, line.reason) == ("unsupported-version", None)
    assert "pacs.008.001.08, pacs.008.001.10, " in line.text
    assert line.text.endswith("pacs.008.001.12 and pacs.008.001.13 are.")
    assert figures["broken"] == 1


def test_a_header_of_an_unsupported_version_is_unsupported() -> None:
    """The document alone would have been taken."""
    raw = credit_transfer(transaction(agreed_rate=None), header=header_of())
    (line,), _figures = run(raw.replace(b"head.001.001.02", b"head.001.001.09"))
    assert (line.valid, line.outcome) == (False, Outcome.UNSUPPORTED)


@pytest.mark.parametrize(
    ("raw", "rule"),
    [
        (b"", "xml"),
        (b"\xff\xfe\x00", "xml"),
        (GOOD[:-9], "xml"),
        (b"<!DOCTYPE a [<!ENTITY b 'c'>]>" + GOOD, "xml"),
        (b"<a/>", "message"),
        (b"<a>" + GOOD[GOOD.index(b"<Doc") :] * 2 + b"</a>", "message"),
        (GOOD.replace(b"SHAR", b"FREE").replace(b"CLRG", b"CASH"), "schema"),
        (GOOD.replace(b"1000.00", b"-1000.00"), "schema"),
    ],
)
def test_what_is_broken_is_told_whole(raw: bytes, rule: str) -> None:
    """With every rule that it breaks."""
    (line,), _figures = run(raw)
    assert (line.valid, line.outcome) == (False, Outcome.INVALID)
    assert (line.rule, line.reason) == (rule, "FF01")
    errors = check(raw).errors
    assert len(line.text.splitlines()) == len(errors)
    assert all(f"[{each.code}]" in line.text for each in errors)


@pytest.mark.parametrize(
    ("amount", "reason", "rule"),
    [
        (b'"RUB">1000.005<', "CH20", "decimals-incompatible-with-currency"),
        (b'"XAU">1000<', "AM03", "not-allowed-currency"),
        (b'"ZZZ">1000<', "AM11", "invalid-currency"),
        (b'"RUB">0<', "AM01", "zero-amount"),
    ],
)
def test_an_amount_that_nobody_can_pay_is_refused(amount: bytes, reason: str, rule: str) -> None:
    """Its message is lawful by the schema."""
    (line,), figures = run(GOOD.replace(b'"RUB">1000.00<', amount))
    assert (line.valid, line.outcome, line.rule, line.reason) == (
        True,
        Outcome.REFUSED,
        rule,
        reason,
    )
    assert line.text.endswith(".")
    assert figures["refused"] == {reason: 1}


def test_a_message_too_large_to_travel_is_refused() -> None:
    """Before anything is stored, with a reason."""
    blank = b"<!--" + b" " * 1_100_000 + b"-->"
    (line,), _figures = run(GOOD.replace(b"<FIToF", blank + b"<FIToF", 1))
    assert (line.valid, line.outcome, line.reason) == (True, Outcome.REFUSED, "FF01")
    assert line.text == "Document: it is too large to travel."


def test_nothing_at_all() -> None:
    """The figures of no file are all zero."""
    lines, figures = run()
    assert not lines
    assert figures["latency_ms"] == {"p50": 0.0, "p95": 0.0, "p99": 0.0}


def _hostile(number: int) -> list[bytes]:
    """Return messages of which one to three things are changed, and bytes that are no message."""
    chance = Random(number)
    header = header_of(sender_agent=Agent(bic=NORTH_BANK))
    originals = [etree.fromstring(raw) for raw in (GOOD, TWO, credit_transfer(header=header))]
    files = [etree.tostring(mutant(chance, chance.choice(originals))) for _ in range(60)]
    return [*files, *(broken_bytes(chance, GOOD) for _ in range(20))]


@pytest.mark.slow
@pytest.mark.parametrize("number", range(4))
def test_nothing_that_is_changed_stops_a_run(number: int) -> None:
    """Whatever a file says, each transaction comes to an end and the books come out even."""
    lines, _figures = run(*_hostile(number))
    assert len({line.outcome for line in lines}) >= 3
    assert all(line.text for line in lines)
    assert all(line.outcome is Outcome.SETTLED or line.rule for line in lines)


@pytest.mark.slow
def test_the_published_samples_come_to_their_ends() -> None:
    """Of those that are lawful orders at least forty settle; every other one says why not."""
    paths = sorted((inputs() / "iso20022").glob("pacs.*.xml"))
    lines, figures = run(*(path.read_bytes() for path in paths))
    orders = [
        line
        for line in lines
        if line.valid and line.message in (OLDER, Message("pacs.008.001.13"))
    ]
    settled = [line for line in orders if line.outcome is Outcome.SETTLED]
    assert len(orders) >= 70
    assert len(settled) >= 40
    assert all(line.reason and line.text for line in orders if line not in settled)
    assert figures["duplicates"] > 0
