"""Who is debited and who is credited, and that nobody can be debited by another."""

import pytest

from tallystick.admission.desk import Admitted, Refused
from tallystick.admission.orders import admit_order
from tallystick.admission.parties import agent_id, is_same_agent
from tallystick.core.commands import SubmitPayment
from tallystick.terms.reasons import StatusReason
from tallystick.wire.iso20022.views import Agent, Coded, Party
from tests.admission.messages import (
    NORTH_BANK,
    SOUTH_BANK,
    credit_transfer,
    desk,
    header_of,
    transaction,
)

UPSTREAM, DOWNSTREAM = "UPSTRUMM", "DOWNCNSH"


def parties(raw: bytes, sender: str = NORTH_BANK) -> tuple[str, str]:
    """Return whom an admitted message debits and credits."""
    given = admit_order(desk(), sender, raw)
    assert isinstance(given, Admitted), given
    assert isinstance(given.command, SubmitPayment)
    return given.command.order.debtor_agent, given.command.order.creditor_agent


def refusal(raw: bytes, sender: str = NORTH_BANK) -> tuple[StatusReason, str]:
    """Return why and where a message is refused."""
    given = admit_order(desk(), sender, raw)
    assert isinstance(given, Refused), given
    return given.reason, given.field


def test_agents_take_part_by_what_they_have() -> None:
    """BIC before a clearing system's number before an LEI before a name."""
    number = Agent(clearing_system=Coded(code="CNAPS"), member_id="102", lei="L" * 20)
    assert agent_id(Agent(bic="NOBKRUMM", member_id="102")) == "NOBKRUMM"
    assert agent_id(number) == "CNAPS:102"
    assert agent_id(Agent(member_id="102")) == "102"
    assert agent_id(Agent(lei="L" * 20, name="Some bank")) == "L" * 20
    assert agent_id(Agent(name=" Some\n bank ")) == "Some bank"
    assert not agent_id(Agent(branch_id="7"))


def test_a_correspondent_pays_for_the_debtor_agent() -> None:
    """The bank that sends is debited; the debtor agent behind it has no account here."""
    raw = credit_transfer(transaction(debtor_agent=Agent(bic=UPSTREAM)))
    assert parties(raw) == (NORTH_BANK, SOUTH_BANK)


def test_the_instructed_agent_is_credited() -> None:
    """Not the creditor agent past it: that would be another way than the message says."""
    raw = credit_transfer(transaction(creditor_agent=Agent(bic=DOWNSTREAM)))
    assert parties(raw) == (NORTH_BANK, SOUTH_BANK)
    alone = credit_transfer(
        transaction(instructed_agent=None, creditor_agent=Agent(bic=DOWNSTREAM))
    )
    assert parties(alone) == (NORTH_BANK, DOWNSTREAM)


@pytest.mark.parametrize(
    "header", [None, header_of(sender_agent=None, sender_party=Party(name="A bureau"))]
)
def test_without_more_the_debtor_agent_sends(header: object) -> None:
    """Where neither document nor header says who instructs."""
    raw = credit_transfer(
        transaction(instructing_agent=None),
        header=header,  # type: ignore[arg-type]
    )
    assert parties(raw) == (NORTH_BANK, SOUTH_BANK)


def test_the_header_says_who_sends() -> None:
    """Where the document does not."""
    raw = credit_transfer(
        transaction(instructing_agent=None, debtor_agent=Agent(bic=UPSTREAM)), header=header_of()
    )
    assert parties(raw) == (NORTH_BANK, SOUTH_BANK)
    assert refusal(raw, UPSTREAM) == (StatusReason.INCORRECT_AGENT, "AppHdr/Fr")


@pytest.mark.parametrize(
    ("raw", "field"),
    [
        (credit_transfer(), "InstgAgt"),
        (credit_transfer(transaction(instructing_agent=None), header=header_of()), "AppHdr/Fr"),
        (credit_transfer(transaction(instructing_agent=None)), "DbtrAgt"),
        (credit_transfer(transaction(debtor_agent=Agent(bic=UPSTREAM))), "InstgAgt"),
    ],
)
@pytest.mark.parametrize("sender", [UPSTREAM, SOUTH_BANK, "", "nobkrumm", NORTH_BANK + "XXX"])
def test_nobody_debits_another(raw: bytes, field: str, sender: str) -> None:
    """Whichever element names the bank that pays, only that bank may send."""
    assert refusal(raw, sender) == (StatusReason.INCORRECT_AGENT, field)


def test_nobody_sends_for_nobody() -> None:
    """A sender without a name is not the agent without one."""
    raw = credit_transfer(
        transaction(instructing_agent=Agent(), debtor_agent=Agent(branch_id="7"))
    )
    assert refusal(raw, "") == (StatusReason.INCORRECT_AGENT, "DbtrAgt")


def test_no_bank_is_at_both_ends() -> None:
    """What a bank would pay to itself does not cross a link."""
    raw = credit_transfer(transaction(instructed_agent=Agent(bic=NORTH_BANK)))
    assert refusal(raw) == (StatusReason.CREDITOR_BANK_NOT_REGISTERED, "InstdAgt")


def test_a_header_that_names_another_sender_is_refused() -> None:
    """Header and document contradict each other about whose payment it is."""
    raw = credit_transfer(header=header_of(sender_agent=Agent(bic=UPSTREAM)))
    for sender in (NORTH_BANK, UPSTREAM):
        assert refusal(raw, sender) == (StatusReason.INCORRECT_AGENT, "AppHdr/Fr")
    same = credit_transfer(header=header_of(sender_agent=Agent(bic=NORTH_BANK + "XXX")))
    assert parties(same) == (NORTH_BANK, SOUTH_BANK)


def test_a_header_of_another_message_is_refused() -> None:
    """It says of what it is the header."""
    raw = credit_transfer(header=header_of(message_definition="pacs.008.001.08"))
    assert refusal(raw) == (StatusReason.INVALID_FILE_FORMAT, "AppHdr/MsgDefIdr")


@pytest.mark.parametrize("code", ["COPY", "CODU"])
def test_a_copy_moves_no_money(code: str) -> None:
    """It informs somebody of a payment that goes elsewhere."""
    raw = credit_transfer(header=header_of(copy_duplicate=code))
    assert refusal(raw) == (StatusReason.TRANSACTION_FORBIDDEN, "AppHdr/CpyDplct")


def test_a_message_sent_again_is_taken() -> None:
    """DUPL is the message itself; its UETR says whether it was paid."""
    raw = credit_transfer(header=header_of(copy_duplicate="DUPL", possible_duplicate=True))
    assert parties(raw) == (NORTH_BANK, SOUTH_BANK)


def test_two_mentions_of_one_agent() -> None:
    """By what both of them say; what cannot be compared is not the same."""
    fed = Agent(clearing_system=Coded(code="USABA"), member_id="021040078")
    bare = Agent(member_id="021040078")
    other = Agent(clearing_system=Coded(code="GBDSC"), member_id="021040078")
    assert is_same_agent(fed, bare)
    assert is_same_agent(Agent(bic="NOBKRUMM", name="A"), Agent(bic="NOBKRUMMXXX", name="B"))
    assert is_same_agent(Agent(name="Some bank"), Agent(name="Some  bank"))
    assert not is_same_agent(fed, other)
    assert not is_same_agent(Agent(bic="NOBKRUMM"), Agent(bic="NOBKRUMM001"))
    assert not is_same_agent(Agent(bic="NOBKRUMM"), bare)
    assert not is_same_agent(Agent(bic="NOBKRUMM"), Agent(name="Some bank"))
