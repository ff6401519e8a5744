"""What a node does first: sign the agreements in its settings, and say by which lists it screens.

Both are commands like any other, given as soon as the node may decide. What the books
have already is not done again, so a start changes nothing but what the settings changed.
"""

import asyncio
from collections.abc import Callable, Sequence
from typing import TypeVar

from tallystick.core.commands import ActivateBundle, AdoptAgreement, AnyCommand
from tallystick.core.events import CommandRefused
from tallystick.core.state import State
from tallystick.node.agreement_text import Agreed
from tallystick.node.desks import Desks
from tallystick.node.grounds import Grounds
from tallystick.node.node import Node
from tallystick.node.runner import Runner
from tallystick.terms.errors import LinkError, SettingError, StoreError

TRY_S = 0.2
T = TypeVar("T")


async def open_business(runner: Runner, texts: Sequence[Agreed], desks: Desks) -> None:
    """Sign and activate what the books do not have yet, as soon as the node may decide.

    Raises:
        SettingError: the books have another text of a version, or refuse one.
    """
    for agreed in texts:
        while not await _is_signed(runner, agreed):
            await _give(runner, AdoptAgreement(agreed.agreement, agreed.digest))
    await activate(runner, desks)


async def judge_at(runner: Runner, desks: Desks) -> None:
    """Let all that comes in be judged at these desks, by the grounds that the books have."""

    def sit_down(node: Node) -> None:
        runner.grounds = desks.grounds
        runner.desks = desks.grounds.follow(desks.by_agreement, node.state)

    await _asked(runner, sit_down)


def waiting_policies(state: State, grounds: Grounds) -> list[str]:
    """Name the agreements whose policy in the settings is not the one in force."""
    return [
        name
        for name, pact in state.pacts.items()
        if name in grounds.proposed
        and (pact.policy is None or pact.policy.digest != grounds.proposed[name].digest)
    ]


async def activate(runner: Runner, desks: Desks) -> None:
    """Have the core screen by the desks' bundle; without lists it clears nothing.

    Raises:
        SettingError: the lists are too old.
    """
    if desks.bundle:
        while not await _asked(runner, lambda node: _is_active(node, desks)):
            await _give(runner, ActivateBundle(desks.bundle, desks.valid_until))


def _is_active(node: Node, desks: Desks) -> bool:
    told = (node.state.bundle, node.state.bundle_valid_until)
    return told == (desks.bundle, desks.valid_until)


async def _is_signed(runner: Runner, agreed: Agreed) -> bool:
    agreement_id, version = agreed.agreement.agreement_id, agreed.agreement.version
    signed = await _asked(
        runner,
        lambda node: (
            node.state.pacts[agreement_id].digests.get(version)
            if agreement_id in node.state.pacts
            else None
        ),
    )
    if signed is not None and signed != agreed.digest:
        detail = f"version {version} was signed here with another text"
        raise SettingError(detail, field="agreements", ref=agreement_id)
    return signed is not None


async def _asked(runner: Runner, question: Callable[[Node], T]) -> T:
    """Ask the books, however often they have to be opened again meanwhile."""
    while True:
        try:
            return await runner.read(question)
        except StoreError:
            await asyncio.sleep(TRY_S)


async def _give(runner: Runner, command: AnyCommand) -> None:
    """Give a command; if nothing can be decided now, wait a little, and let the caller look."""
    try:
        reply = await runner.take(command)
    except (LinkError, StoreError):
        await asyncio.sleep(TRY_S)
        return
    for event in reply.events:
        if isinstance(event, CommandRefused):
            raise SettingError(event.text, field="agreements", ref=event.subject)
