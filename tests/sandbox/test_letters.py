"""What invented banks write is lawful, or broken just as it says."""

from collections.abc import Iterator

import pytest

from tallystick.links.status_reports import REPORTS
from tallystick.sandbox.letters import (
    BREAKAGES,
    NEWER,
    OLDER,
    Breakage,
    Presented,
    Quoted,
    Transfer,
    answer,
    credit_transfer,
)
from tallystick.sandbox.stage import AGREEMENTS, stage_of
from tallystick.terms.errors import LocalMessageError
from tallystick.terms.reasons import StatusReason
from tallystick.wire.iso20022.check import check
from tallystick.wire.iso20022.credit_transfer import FIToFICustomerCreditTransfer
from tallystick.wire.iso20022.grammar import Message
from tallystick.wire.iso20022.messages import receive

UETR = "8a562c67-ca16-48ba-b074-65581be6f001"
QUOTE = "4b41ff0e-38bd-4e35-a7a9-1f6b7c1d0007"
AT = 1_800_000_000_000


def transfers() -> Iterator[Transfer]:
    """Yield a payment between each two customers of a handful, for every stage, both ways."""
    for name in AGREEMENTS:
        stage = stage_of(name)
        for sender, receiver in (stage.sides, stage.sides[::-1]):
            debtor_agent, creditor_agent = sender.bics[0], receiver.bics[1]
            debtors = sender.clienteles[debtor_agent].customers[:4]
            creditors = receiver.clienteles[creditor_agent].customers[:4]
            for debtor, creditor in zip(debtors, creditors, strict=True):
                yield Transfer(
                    UETR,
                    debtor_agent,
                    creditor_agent,
                    debtor,
                    creditor,
                    123_456,
                    sender.country.currency,
                    "Invoice 4711",
                )


def quoted(transfer: Transfer, rate: str = "0.07940397123456") -> Transfer:
    return transfer._replace(quoted=Quoted(QUOTE, rate, transfer.currency, "CNY"))


def test_every_credit_transfer_is_lawful() -> None:
    """In both versions, and with a quote in the newer."""
    for transfer in transfers():
        letters = [(transfer, OLDER), (transfer, NEWER), (quoted(transfer), NEWER)]
        for each, version in letters:
            raw = credit_transfer(each, version, "BANK-000000001", AT)
            report = check(raw)
            assert report.errors == ()
            assert report.message == version


def test_a_letter_says_what_the_bank_meant() -> None:
    """Read again, it is the same payment."""
    transfer = quoted(next(transfers())._replace(is_urgent=True))
    raw = credit_transfer(transfer, NEWER, "BANK-000000001", AT)
    document = receive(raw).document
    assert isinstance(document, FIToFICustomerCreditTransfer)
    told = document.transactions[0]
    assert told.uetr == UETR
    assert told.interbank_settlement_amount.minor == transfer.amount
    assert told.agreed_rate is not None
    assert told.agreed_rate.quote_id == QUOTE
    assert told.payment_type is not None
    assert told.payment_type.priority == "HIGH"


@pytest.mark.parametrize("rate", ["1", "25.12", "492.123456789012", "0.000000000012"])
def test_a_rate_is_cut_to_what_a_message_holds(rate: str) -> None:
    """The quote is what counts; the rate beside it is for people."""
    raw = credit_transfer(quoted(next(transfers()), rate), NEWER, "BANK-1", AT)
    assert check(raw).errors == ()


def test_the_older_version_has_no_place_for_a_quote() -> None:
    """A bank that has only that one takes the standing rate."""
    with pytest.raises(LocalMessageError):
        credit_transfer(quoted(next(transfers())), OLDER, "BANK-1", AT)


@pytest.mark.slow
@pytest.mark.parametrize("breakage", BREAKAGES, ids=lambda each: each.name)
@pytest.mark.parametrize("version", [OLDER, NEWER])
def test_a_broken_letter_is_found_by_its_rule(breakage: Breakage, version: Message) -> None:
    """Whatever is spoiled is spoiled in every letter."""
    for transfer in transfers():
        raw = credit_transfer(transfer, version, "BANK-1", AT)
        errors = check(breakage.spoil(raw)).errors
        assert errors[0].rule == breakage.rule


@pytest.mark.parametrize("reason", [None, StatusReason.INCORRECT_ACCOUNT])
@pytest.mark.parametrize("message", [OLDER, NEWER])
def test_an_answer_is_lawful_in_the_version_that_belongs_to_the_question(
    message: str, reason: StatusReason | None
) -> None:
    """Each version of pacs.008 has its own of pacs.002."""
    presented = Presented(UETR, UETR, "MSG-1", message, "", "BRZKRUM0", "LNHACNB0")
    raw = answer(presented, reason, "BANK-2", AT)
    report = check(raw)
    assert report.errors == ()
    assert report.message == REPORTS[Message(message)]
