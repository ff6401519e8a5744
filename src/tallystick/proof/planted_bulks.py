"""Planted bugs of bulk: each must be found by a simulated world, where files are staged."""

from collections.abc import Callable
from typing import Any, Final

from msgspec.structs import replace

from tallystick.core import announcements, commands, events
from tallystick.core.agreements import BulkRefusal
from tallystick.core.bulks import numbered
from tallystick.core.decide.outward import submit_payment
from tallystick.core.effects import AnyEffect, Erase, TellBulk
from tallystick.core.orders import RefusedTransaction, StagedOrder
from tallystick.core.state import State
from tallystick.proof.planted import Bug, Undo, in_deciding, in_evolving, in_table

Decide = Callable[[State, int, Any], list[events.AnyEvent]]
Evolve = Callable[[State, int, Any], None]


def _decided_before_the_seal() -> Undo:
    def change(decide: Decide) -> Decide:
        def stage(state: State, at: int, command: commands.StageOrders) -> list[events.AnyEvent]:
            happened = decide(state, at, command)
            if not any(isinstance(event, events.OrdersStaged) for event in happened):
                return happened
            first = command.orders[0]
            alone = commands.SubmitPayment(first.order, first.verdict)
            return [*happened, *submit_payment(state, at, alone)]

        return stage

    return in_deciding(commands.StageOrders, change)


def _any_sum() -> Undo:
    def change(decide: Decide) -> Decide:
        def seal(state: State, at: int, command: commands.SealBulk) -> list[events.AnyEvent]:
            bulk = state.bulks.get(command.bulk_id)
            total = command.control_sum if bulk is None else bulk.total
            return decide(state, at, replace(command, control_sum=total))

        return seal

    return in_deciding(commands.SealBulk, change)


def _counted_twice() -> Undo:
    def change(decide: Decide) -> Decide:
        def stage(state: State, at: int, command: commands.StageOrders) -> list[events.AnyEvent]:
            bulk = state.bulks.get(command.bulk_id)
            if bulk is None or not bulk.is_open or command.first > bulk.staged:
                return decide(state, at, command)
            return decide(state, at, replace(command, first=bulk.staged + 1))

        return stage

    return in_deciding(commands.StageOrders, change)


def _kept_parts() -> Undo:
    announce = announcements.ANNOUNCE[events.OrderReleased]

    def released(state: State, at: int, event: events.OrderReleased) -> list[AnyEffect]:
        return [each for each in announce(state, at, event) if not isinstance(each, Erase)]

    return in_table(announcements.ANNOUNCE, events.OrderReleased, released)


def _left_open() -> Undo:
    def change(evolve: Evolve) -> Evolve:
        def staged(state: State, at: int, event: events.OrdersStaged) -> None:
            evolve(state, at, event)
            state.bulks[event.bulk_id].due_at = 0

        return staged

    return in_evolving(events.OrdersStaged, change)


def _refused_released() -> Undo:
    def as_order(each: StagedOrder | RefusedTransaction, like: StagedOrder) -> StagedOrder:
        if isinstance(each, StagedOrder):
            return each
        return StagedOrder(replace(like.order, amount=each.amount), like.verdict, like.facts)

    def change(evolve: Evolve) -> Evolve:
        def staged(state: State, at: int, event: events.OrdersStaged) -> None:
            part = numbered(event.first, event.orders, event.refused).values()
            if event.orders:
                orders = tuple(as_order(each, event.orders[0]) for each in part)
                event = replace(event, orders=orders, refused=())
            evolve(state, at, event)

        return staged

    return in_evolving(events.OrdersStaged, change)


def _forgotten_in_the_sum() -> Undo:
    def change(evolve: Evolve) -> Evolve:
        def staged(state: State, at: int, event: events.OrdersStaged) -> None:
            evolve(state, at, event)
            state.bulks[event.bulk_id].total -= sum(each.amount for each in event.refused)

        return staged

    return in_evolving(events.OrdersStaged, change)


def _refusal_untold() -> Undo:
    announce = announcements.ANNOUNCE[events.BulkSealed]

    def sealed(state: State, at: int, event: events.BulkSealed) -> list[AnyEffect]:
        told = announce(state, at, event)
        return [
            replace(each, refused=each.refused[:-1]) if isinstance(each, TellBulk) else each
            for each in told
        ]

    return in_table(announcements.ANNOUNCE, events.BulkSealed, sealed)


def _refused_unasked() -> Undo:
    def change(decide: Decide) -> Decide:
        def opened(state: State, at: int, command: commands.OpenBulk) -> list[events.AnyEvent]:
            return [
                replace(each, refusal=BulkRefusal.EACH)
                if isinstance(each, events.BulkOpened)
                else each
                for each in decide(state, at, command)
            ]

        return opened

    return in_deciding(commands.OpenBulk, change)


BULKS: Final = (
    Bug(
        "decided-before-the-seal",
        "An order of a bulk is decided before the bulk is whole.",
        _decided_before_the_seal,
    ),
    Bug("any-sum", "A bulk is sealed whatever its file says of its sum.", _any_sum),
    Bug("counted-twice", "A part of a bulk that comes again is staged again.", _counted_twice),
    Bug("kept-parts", "What the vault kept of staged orders is never let go.", _kept_parts),
    Bug("left-open", "A bulk that nobody seals stays open for ever.", _left_open),
    Bug(
        "refused-released",
        "A transaction that was refused alone is released like an order.",
        _refused_released,
    ),
    Bug(
        "forgotten-in-the-sum",
        "A transaction that was refused alone is left out of its file's sum.",
        _forgotten_in_the_sum,
    ),
    Bug("refusal-untold", "Of the refused transactions one is not told.", _refusal_untold),
    Bug(
        "refused-unasked",
        "A transaction is refused alone where the agreement has the whole refused.",
        _refused_unasked,
    ),
)
