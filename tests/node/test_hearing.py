"""An item that stops the machine twice is set aside with what it concerns."""

from pathlib import Path

import pytest

from tallystick.core import items
from tallystick.core.assignments import Assignment, AssignmentKind
from tallystick.core.commands import Assign, HearPeer, ParkItem
from tallystick.links.peer import Delivered
from tallystick.node.deaths import Deaths
from tallystick.node.hearing import Hearing, digest_of
from tallystick.wire.seal import Attachment

ASKED = Assignment(
    "recall:pay", "RUB-CNY", AssignmentKind.RECALL, "NOBKRUMM", "SOBKCNSH", b"", "pay"
)
ITEMS: list[tuple[items.Item, dict[str, str]]] = [
    (items.Assigned("RUB-CNY", ASKED), {"asks": "recall:pay"}),
    (
        items.AssignmentAnswered("RUB-CNY", "recall:pay", None, "", b""),
        {"answers": "recall:pay"},
    ),
    (items.WithdrawalAsked("RUB-CNY", "pay"), {"payment_id": "pay"}),
    (items.RootSigned("RUB-CNY", 1, b"root"), {}),
]


@pytest.mark.parametrize(("item", "concerns"), ITEMS)
def test_an_item_is_parked_with_what_it_concerns(
    tmp_path: Path, item: items.Item, concerns: dict[str, str]
) -> None:
    """A question or its answer, a payment, or nothing that has a name."""
    deaths = Deaths(tmp_path / "deaths.json")
    heard = HearPeer("NORTH", 7, item)
    for _ in range(2):
        deaths.record(digest_of(heard))
    hearing = Hearing()
    hearing.add("NORTH", [Delivered(7, item, (), (1, b""))])
    (taken,) = hearing.take(1, {}, deaths)
    digest = items.item_digest(item)
    assert taken.command == ParkItem("NORTH", 7, digest, "RUB-CNY", **concerns)


def test_large_items_are_judged_a_few_in_a_turn(tmp_path: Path) -> None:
    """All in their order, each once; whatever its size, the next one is among them."""
    sizes = [10, 300_000, 200_000, 10, 100_000, 900_000, 10, *[4_000] * 300]
    hearing, deaths = Hearing(), Deaths(tmp_path / "deaths.json")
    hearing.add(
        "NORTH",
        [
            Delivered(number, ITEMS[3][0], (Attachment("message", bytes(size)),), (1, b""))
            for number, size in enumerate(sizes, start=1)
        ],
    )
    turns = []
    while hearing:
        commands = [each.command for each in hearing.take(256, {}, deaths)]
        turns.append([each.sequence for each in commands if isinstance(each, HearPeer)])
    assert [turn[0] for turn in turns] == [1, 5, 6, 262]
    assert [number for turn in turns for number in turn] == [*range(1, len(sizes) + 1)]


def test_a_question_is_known_again_whatever_the_store_knew() -> None:
    """Records are looked up anew each time: they are no part of what stopped the machine."""
    assert digest_of(Assign(ASKED)) == digest_of(Assign(ASKED, None, None))
    assert digest_of(Assign(ASKED)) != digest_of(HearPeer("NORTH", 7, ITEMS[0][0]))
