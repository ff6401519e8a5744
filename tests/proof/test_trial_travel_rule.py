"""A travel-rule payload goes with its payment through two whole nodes, to the creditor's bank."""

import json
from xml.sax.saxutils import escape

import msgspec
import pytest

from tallystick.admission.desk import EVIDENCE
from tallystick.core.effects import Present, TellStatus
from tallystick.links.participants import Messenger, Outgoing
from tallystick.proof.trial.books import books_of
from tallystick.proof.trial.needs import Needs, needs_of
from tallystick.proof.trial.operator import Operator
from tallystick.proof.trial.trial import Ending, Trial
from tallystick.screening.travel_rule import TravelRule
from tallystick.terms.reasons import StatusReason
from tallystick.wire import xml
from tallystick.wire.iso20022.grammar import Message
from tallystick.wire.ivms101.enclosed import enclosed_in, payload_in
from tallystick.wire.ivms101.reader import decode
from tallystick.wire.ivms101.requirements import Edition
from tallystick.wire.leaves import leaves_of
from tests.admission.messages import SOUTH_BANK, UETR, credit_transfer, transaction
from tests.admission.payloads import LAW, WALLET, payload, with_text

OLDER = Message("pacs.008.001.08")


def paying(*texts: str) -> bytes:
    """Return a payment to a wallet, within one currency, with these payloads."""
    said = transaction(agreed_rate=None, creditor_account=WALLET)
    return with_text(credit_transfer(said, message=OLDER), *map(escape, texts))


WHOLE = json.dumps(payload(), ensure_ascii=False)


def asked_by(*operators: Operator) -> None:
    """Have the law of these operators ask for a payload."""
    rule = TravelRule(Edition.R16_2012, LAW)
    for each in operators:
        each._policy = msgspec.structs.replace(each._policy, travel_rule=rule)


def bring(trial: Trial, raw: bytes) -> Ending:
    """Bring a message and wait for its end."""
    needs = needs_of(raw)
    assert isinstance(needs, Needs), needs
    return trial.bring(needs, raw)


def told_to(operator: Operator, bank: str) -> list[Outgoing]:
    """Return all that a bank reads."""
    messenger = Messenger(operator.node.identity)
    rows = operator.store.outbox(f"participant:{bank}", 0, 100)
    rows = [row for row in rows if isinstance(row.effect, Present | TellStatus)]
    return [messenger.message(operator.node, row) for row in rows]


def test_the_creditors_bank_reads_it_as_the_debtors_bank_wrote_it() -> None:
    """Under both nodes' laws; each has screened it and keeps it, and no chain has a word of it."""
    trial, raw = Trial(), paying(WHOLE)
    asked_by(*trial.operators)
    assert bring(trial, raw).is_settled
    presented = next(each for each in told_to(trial.second, SOUTH_BANK) if each.terms is not None)
    assert presented.content == raw
    (found,) = enclosed_in(leaves_of(xml.parse(presented.content)))
    assert payload_in(found) == decode(WHOLE.encode())
    for operator in trial.operators:
        (evidence,) = operator.node.kept(UETR, EVIDENCE)
        assert b"Fenwick, Dr Alice" in evidence
        journal = b"".join(each.body for each in operator.store.entries(0))
        assert b"Fenwick" not in journal
        assert b"VASP A" not in journal
    assert books_of(trial).are_square


def test_the_same_message_again_is_answered_and_another_payload_is_another_message() -> None:
    """As with any message; nothing is presented twice."""
    trial = Trial()
    asked_by(*trial.operators)
    assert bring(trial, paying(WHOLE)).is_settled
    again = bring(trial, paying(WHOLE))
    assert (again.is_settled, again.is_duplicate) == (True, True)
    other = bring(trial, paying(json.dumps(payload(transferPath=None))))
    assert (other.reason, other.is_duplicate) == (StatusReason.DUPLICATION, True)
    assert trial.second.banks[SOUTH_BANK].presented == {UETR: 1}


@pytest.mark.parametrize("texts", [(), (json.dumps(payload(beneficiaryVASP=None)),)])
def test_what_our_own_law_misses_does_not_leave_the_debtors_node(texts: tuple[str, ...]) -> None:
    """The bank is told at once, and may hand it in again with what is missing."""
    trial = Trial()
    asked_by(trial.first)
    ending = bring(trial, paying(*texts))
    assert ending.reason is StatusReason.INVALID_REGULATORY_INFORMATION
    assert LAW in ending.text
    assert trial.second.store.closings([UETR]) == {}
    assert UETR not in trial.second.state.payments
    assert bring(trial, paying(WHOLE)).is_settled


def test_what_the_other_law_misses_is_refused_by_the_other_node() -> None:
    """The debtor's bank hears the reason; the money is its own again."""
    trial = Trial()
    asked_by(trial.second)
    ending = bring(trial, paying(json.dumps(payload(beneficiary=None))))
    assert ending.reason is StatusReason.MISSING_CREDITOR_NAME_OR_ADDRESS
    assert trial.second.banks[SOUTH_BANK].presented == {}
    assert told_to(trial.second, SOUTH_BANK) == []
    books = books_of(trial)
    assert books.are_square
    assert books.sums == {"FIRST": {"RUB": 0}, "SECOND": {"RUB": 0}}
