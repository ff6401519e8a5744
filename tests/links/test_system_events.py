"""What happens at the link reads as a lawful, signed admi.004, the same each time."""

import pytest

from tallystick.core import commands as c
from tallystick.core.effects import SystemEventKind, TellSystemEvent
from tallystick.links.system_events import CODES, NOTIFICATION, effect_in, notification
from tallystick.terms.instants import format_instant
from tallystick.wire.iso20022.messages import receive
from tallystick.wire.iso20022.system_notices import SystemEvent, SystemEventNotification
from tests.core.pair import BANKS, NORTH, START
from tests.links.lettered_nodes import LetteredNodes

BANK = BANKS[NORTH][0]


def read(raw: bytes) -> SystemEventNotification:
    """Return the admi.004 that bytes are, judged by its schema."""
    received = receive(raw)
    assert received.message == NOTIFICATION
    assert isinstance(received.document, SystemEventNotification)
    return received.document


@pytest.mark.parametrize("kind", SystemEventKind)
@pytest.mark.parametrize("number", [0, 1, 2**31])
def test_a_bank_reads_what_the_core_told(kind: SystemEventKind, number: int) -> None:
    """Each by a code of its own."""
    effect = TellSystemEvent(BANK, kind, "RUB-CNY", number)
    document = read(notification(effect, START))
    assert document.event.code == CODES[kind]
    assert document.event.date_time == format_instant(START)
    assert effect_in(BANK, document) == effect
    assert len(set(CODES.values())) == len(SystemEventKind)


def test_a_long_agreement_has_room() -> None:
    """Its id is cut where the schema has no more room, and whole in the words."""
    name = "A" * 64
    effect = TellSystemEvent(BANK, SystemEventKind.CYCLE_CLOSED, name, 7)
    event = read(notification(effect, START)).event
    assert event.parameters == ("A" * 35, "7")
    assert event.description == f"Cycle 7 of {name} is closed, cycle 8 is open."


@pytest.mark.parametrize(
    "event", [SystemEvent(code="PING", parameters=("RUB-CNY",)), SystemEvent(code="CYCL")]
)
def test_another_system_s_event_is_none_of_ours(event: SystemEvent) -> None:
    """It is not taken for one."""
    with pytest.raises(ValueError, match="none of ours"):
        effect_in(BANK, SystemEventNotification(event=event))


def test_a_close_is_in_the_mailbox() -> None:
    """About no payment, in its place among the statuses, the same bytes at each reading."""
    nodes = LetteredNodes().found()
    nodes.send(NORTH, 100_000)
    nodes.close_cycle()
    nodes.do(NORTH, c.SuspendParticipant(BANK, "RUB-CNY", "anna"))
    told = nodes.read(NORTH, BANK)
    assert told == nodes.read(NORTH, BANK)
    found = [each for each in told if each.message == NOTIFICATION]
    assert [read(each.content).event.code for each in found] == ["CYCL", "SUSP"]
    assert {(each.payment_id, each.terms) for each in found} == {("", None)}
    assert [each.number for each in told] == list(range(1, len(told) + 1))
