"""Planted bugs around the core: in the node, its journal, its links and its banks.

Like `planted`, each is installed for a while and undone; only a simulated world,
with its crashes and old backups, can find these.
"""

from collections.abc import Callable
from typing import Any

from msgspec.structs import replace

from tallystick.core.effects import AnyEffect, Present, TellStatus
from tallystick.journal.port import Batch
from tallystick.links.peer import Delivered, Opened
from tallystick.node.engine import Engine, Step
from tallystick.node.node import Node
from tallystick.proof.planted import Bug, Undo
from tallystick.proof.world.disk import Disk
from tallystick.proof.world.site import Site
from tallystick.sandbox.bank import Ask, Bank


def _replaced(kind: type, name: str, change: Callable[[Any], Any]) -> Undo:
    before = getattr(kind, name)
    setattr(kind, name, change(before))

    def undo() -> None:
        setattr(kind, name, before)

    return undo


def _credits_on_acceptance() -> Undo:
    def change(hear: Callable[[Bank, int, AnyEffect], list[Ask]]) -> Any:  # noqa: ANN401
        def credit(bank: Bank, number: int, effect: AnyEffect) -> list[Ask]:
            asks = hear(bank, number, effect)
            if isinstance(effect, Present) and asks:
                bank.credited.setdefault(effect.payment_id, 1)
            return asks

        return credit

    return _replaced(Bank, "hear", change)


def _credits_twice() -> Undo:
    def change(_note: Callable[[Bank, TellStatus], None]) -> Any:  # noqa: ANN401
        def note(bank: Bank, effect: TellStatus) -> None:
            bank.answers[effect.payment_id] = effect
            if effect.payment_id in bank.presented and effect.status.value == "ACSC":
                bank.credited[effect.payment_id] = bank.credited.get(effect.payment_id, 0) + 1

        return note

    return _replaced(Bank, "_note", change)


def _old_backup_decides() -> Undo:
    def change(_confirm: Callable[[Node, str, Opened], None]) -> Any:  # noqa: ANN401
        def confirm(node: Node, sender: str, opened: Opened) -> None:
            _confirm(node, sender, opened)
            node.is_behind = False
            node._unheard.pop(sender, None)  # noqa: SLF001

        return confirm

    return _replaced(Node, "_confirm", change)


def _tells_before_commit() -> Undo:
    def change(_advance: Callable[[Site, Node], bool]) -> Any:  # noqa: ANN401
        def advance(site: Site, node: Node) -> bool:
            fate, site.disk.fate = site.disk.fate, "sound"
            if fate != "sound":
                # The write is taken for done, whatever became of it.
                vars(site.disk)["commit"] = _done
            try:
                return _advance(site, node)
            finally:
                vars(site.disk).pop("commit", None)

        return advance

    return _replaced(Site, "_advance", change)


def _done(_batch: Batch) -> None:
    """Take a write for done."""


def _commits_half() -> Undo:
    def change(commit: Callable[[Disk, Batch], None]) -> Any:  # noqa: ANN401
        def half(disk: Disk, batch: Batch) -> None:
            lost = replace(batch, outbox=batch.outbox[:-1])
            commit(disk, lost if len(batch.outbox) > 1 else batch)

        return half

    return _replaced(Disk, "commit", change)


def _hash_link_skipped() -> Undo:
    def change(step: Callable[..., Step]) -> Any:  # noqa: ANN401
        def skip(engine: Engine, at: int, inputs: Any) -> Step:  # noqa: ANN401
            sequence, head = engine.head
            if sequence and sequence % 7 == 0:
                engine.head = (sequence, head[::-1])
            return step(engine, at, inputs)

        return skip

    return _replaced(Engine, "step", change)


def _forgets_what_it_heard() -> Undo:
    def change(hear: Callable[[Node, bytes], tuple[str, list[Delivered]]]) -> Any:  # noqa: ANN401
        def forget(node: Node, raw: bytes) -> tuple[str, list[Delivered]]:
            sender, delivered = hear(node, raw)
            return sender, delivered[1:]

        return forget

    return _replaced(Node, "hear", change)


AROUND = (
    Bug(
        "bank credits on its own acceptance",
        "A bank credits its customer when it promises, not on the final notice.",
        _credits_on_acceptance,
    ),
    Bug(
        "bank credits on every final notice",
        "A bank credits its customer once for each time it hears the final notice.",
        _credits_twice,
    ),
    Bug(
        "restored backup decides again",
        "A node with an old disk decides although the other node holds more of its stream.",
        _old_backup_decides,
    ),
    Bug(
        "told before it is durable",
        "A failed write is taken for done: replies and effects go out all the same.",
        _tells_before_commit,
    ),
    Bug(
        "last effect of a commit lost",
        "A commit writes its entries but not the last of its effects.",
        _commits_half,
    ),
    Bug(
        "hash link skipped",
        "An entry names another hash than that of the entry before it.",
        _hash_link_skipped,
    ),
    Bug(
        "first item of an envelope dropped",
        "The link takes an envelope but not the first of its items.",
        _forgets_what_it_heard,
    ),
)
