"""An agreement's profile binds both nodes: every broken rule is told, nothing broken passes."""

import pytest

from tallystick.admission.desk import MESSAGE, MESSAGE_LIMITS, Admitted, Refused
from tallystick.admission.items import Told, admit_item
from tallystick.admission.orders import admit_order
from tallystick.admission.usage import fault_by_profile
from tallystick.core.commands import HearPeer, SubmitPayment
from tallystick.core.items import Forwarded
from tallystick.wire.iso20022.check import check
from tallystick.wire.iso20022.grammar import Message
from tests.admission.messages import NORTH_BANK, credit_transfer, desk, transaction
from tests.admission.test_items import TERMS

CBPR = "cbpr+2026"
OLDER = Message("pacs.008.001.08")


def test_the_schema_alone_asks_no_more() -> None:
    """An agreement without a profile takes whatever its schema takes."""
    assert desk().profile == "iso"
    assert fault_by_profile("iso", credit_transfer(), MESSAGE_LIMITS) is None


def test_every_broken_rule_is_told() -> None:
    """By its id, its place and its reason: the same that the command line tells."""
    raw = credit_transfer(transaction(agreed_rate=None), message=OLDER)
    broken = check(raw, MESSAGE_LIMITS, CBPR).errors
    assert len(broken) > 1
    fault = fault_by_profile(CBPR, raw, MESSAGE_LIMITS)
    assert isinstance(fault, Refused)
    told = [(fault.field, fault.text), *((field, text) for _reason, field, text in fault.others)]
    assert [field for field, _text in told] == [each.path for each in broken]
    assert all(f"(rule {each.rule})" in text for each, (_, text) in zip(broken, told, strict=True))


@pytest.mark.parametrize("spoil", [b"<ChrgBr>", b"<Document", b"<"])
def test_what_cannot_be_read_is_no_matter_of_a_profile(spoil: bytes) -> None:
    """Its flaws are told by whoever reads it."""
    raw = credit_transfer().replace(spoil, b"<Odd", 1)
    assert check(raw).errors
    assert fault_by_profile(CBPR, raw, MESSAGE_LIMITS) is None


def test_the_other_node_takes_nothing_that_breaks_the_profile() -> None:
    """A forwarded payment whose message breaks a rule comes without a verdict."""
    raw = credit_transfer()
    given = admit_order(desk(), NORTH_BANK, raw)
    assert isinstance(given, Admitted)
    assert isinstance(given.command, SubmitPayment)
    told = Told(
        "NORTH", 3, Forwarded("RUB-CNY", 1, given.command.order, TERMS), {MESSAGE: raw}, (9, b"")
    )
    strict, lax = desk()._replace(profile=CBPR), desk()
    heard = [admit_item(each, told).command for each in (strict, lax)]
    assert all(isinstance(each, HearPeer) for each in heard)
    assert [each.verdict is None for each in heard if isinstance(each, HearPeer)] == [True, False]
