"""The operator's people: they take parties up, release what is held, and close cycles.

There are two of them, each with a certificate, because some things take two.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from tallystick.sandbox.online.door import Answer, Door
from tallystick.sandbox.stage import Stage
from tallystick.terms.errors import LinkError
from tallystick.terms.parties import Side
from tallystick.terms.reviews import ReleaseReason, Subject

PEOPLE: Final = ("ann", "bo")
ROUND_S: Final = 0.2
# How many rounds a bank has for its answer before people decide without it.
ANSWER_ROUNDS: Final = 15


@dataclass
class Officer:
    """The people of one operator, at the doors of its node."""

    stage: Stage
    place: int
    doors: tuple[Door, Door]
    released: dict[str, None] = field(default_factory=dict)
    asked_about: str = ""

    @property
    def operator_id(self) -> str:
        """Whose people they are."""
        return self.stage.sides[self.place].operator_id

    async def status(self) -> dict[str, Any]:
        """Return how the node stands."""
        return _good(await self.doors[0].get("/v1/status")).words()

    async def agreement(self) -> dict[str, Any] | None:
        """Return the agreement as the node has it, None if it has not signed it yet."""
        told = _good(await self.doors[0].get("/v1/agreements")).words()["agreements"]
        named = [each for each in told if each["agreement_id"] == self.stage.name]
        return named[0] if named else None

    async def in_force(self) -> None:
        """Return once the node may decide, and the agreement and a policy are in force there."""
        while True:
            if (await self.status())["may_decide"]:
                agreement = await self.agreement()
                if agreement is not None and agreement["version"] and await self._screens():
                    return
            await asyncio.sleep(ROUND_S)

    async def _screens(self) -> bool:
        """Whether a policy is in force; one that waits is confirmed by both people."""
        told = _good(await self.doors[0].get("/v1/policies")).words()["policies"]
        (policy,) = [each for each in told if each["agreement_id"] == self.stage.name]
        waiting = policy["waiting"]
        if waiting is not None:
            for door in self.doors:
                words = {"digest": waiting["digest"]}
                await door.post(f"/v1/policies/{self.stage.name}/confirmation", words)
        return waiting is None and policy["in_force"] is not None

    async def take_up(self) -> None:
        """Register every bank and provider.

        Raises:
            LinkError: the node refuses one.
        """
        for side in self.stage.sides:
            for bic in side.bics:
                words = {"agreement": self.stage.name, "operator": side.operator_id}
                _good(await self.doors[0].put(f"/v1/participants/{bic}", words))
        if not self.stage.is_mutual:
            for name in self.stage.providers(self.place):
                words = {"agreement": self.stage.name}
                _good(await self.doors[0].put(f"/v1/providers/{name}", words))

    async def put_rules_in_force(self) -> None:
        """Confirm the rules of currency control that wait, both of us.

        Raises:
            LinkError: the node refuses one.
        """
        told = _good(await self.doors[0].get("/v1/rules")).words()["waiting"]
        if told is not None:
            for door in self.doors:
                words = {"digest": told["digest"]}
                _good(await door.post("/v1/rules/confirmation", words))

    async def accounts(self) -> dict[str, int]:
        """Return the balance of every account of the node."""
        told = _good(await self.doors[0].get("/v1/positions")).words()
        return {each["account_id"]: each["balance"] for each in told["accounts"]}

    async def funded(self, least: Mapping[str, int]) -> None:
        """Return once each of these accounts has at least so much."""
        while True:
            accounts = await self.accounts()
            if all(accounts.get(name, 0) >= amount for name, amount in least.items()):
                return
            await asyncio.sleep(ROUND_S)

    async def attend(self) -> None:
        """Release whatever is held for review, two people each, for as long as the task lives.

        About the first payment that one of their own banks sent they ask the bank before.
        """
        while True:
            held = _good(await self.doors[0].get("/v1/held")).words()["held"]
            for each in held:
                if each["cause"] == "review" and each["payment_id"] not in self.released:
                    await self._ask(each)
                    await self._release(each["payment_id"])
            await asyncio.sleep(ROUND_S)

    async def _ask(self, held: Mapping[str, Any]) -> None:
        """Ask the bank of the first payment that can be asked about, and wait for its answer.

        A bank that does not answer keeps nobody from deciding.
        """
        if self.asked_about or held["side"] != Side.DEBTOR:
            return
        self.asked_about = held["payment_id"]
        at = f"/v1/held/{self.asked_about}"
        words = {"request": "who", "subject": Subject.DEBTOR.value, "text": "Who is the debtor?"}
        if not (await self.doors[0].post(f"{at}/requests", words)).is_good:
            return
        for _ in range(ANSWER_ROUNDS):
            told = await self.doors[0].get(at)
            if not told.is_good or any(each["answers"] for each in told.words()["requests"]):
                return
            await asyncio.sleep(ROUND_S)

    async def _release(self, payment_id: str) -> None:
        for door in self.doors:
            words = {"reason": ReleaseReason.NAME_DIFFERS.value}
            await door.post(f"/v1/held/{payment_id}/release", words)
        self.released[payment_id] = None

    async def close_cycle(self) -> int:
        """Close the open cycle at this node, if the other has not closed it already.

        Returns:
            Its number.
        """
        agreement = await self.agreement()
        assert agreement is not None, "a cycle is open under an agreement that is signed"
        cycle = int(agreement["open_cycle"])
        await self.doors[0].post(f"/v1/cycles/{self.stage.name}/{cycle}/close")
        return cycle

    async def settled(self, cycle: int) -> None:
        """Return once the cycle is settled in this node's books."""
        while True:
            agreement = await self.agreement()
            if agreement is not None and agreement["last_settled"] >= cycle:
                return
            await asyncio.sleep(ROUND_S)


def _good(answer: Answer) -> Answer:
    """Return an answer that is no refusal.

    Raises:
        LinkError: it is one.
    """
    if not answer.is_good:
        detail = f"the node refuses: HTTP {answer.status}: {answer.body[:300].decode()}"
        raise LinkError(detail, outcome_known=True, code="link-refused")
    return answer
