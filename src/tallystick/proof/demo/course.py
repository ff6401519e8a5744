"""What happens on the street: parties are taken up, money comes in, plans go out, cycles close."""

import asyncio
from collections.abc import Sequence
from time import perf_counter
from typing import Protocol

from tallystick.core.ledger import participant_account, provider_account, reserve_account
from tallystick.proof.demo.street import Street
from tallystick.sandbox.online.asking import ask_all
from tallystick.sandbox.online.returning import Returned, return_all, wanted_after
from tallystick.sandbox.online.sending import Observed, Sending
from tallystick.sandbox.plan import Ending, Plan
from tallystick.sandbox.questions import Asked, Settled, draw_questions
from tallystick.terms.errors import LinkError

SETTLES_WITHIN_S = 90.0


class Watch(Protocol):
    """Whoever looks on."""

    def say(self, text: str) -> None:
        """Take word of what happens now."""

    def begin(self, count: int, seconds_at_least: float) -> None:
        """Take word that so many messages are to come, and how long it takes at the least."""

    def seen(self, observed: Observed) -> None:
        """Take what came of one message."""


class Course:
    """One day on a street."""

    def __init__(self, street: Street, watch: Watch) -> None:
        self.street = street
        self.watch = watch
        self.seconds = 0.0
        self.worked = 0
        self.worked_s = 0.0
        self.cycles: list[int] = []
        self._rounds = 0

    async def open(self) -> None:
        """Start everything, and take everybody up.

        Raises:
            LinkError: a node did not come up, or refuses somebody.
        """
        stage = self.street.stage
        self.watch.say(f"starting the nodes of {' and '.join(_operators(self.street))}")
        await self.street.open()
        self.watch.say(f"agreement {stage.name} is in force at both; taking up banks")
        for officer in self.street.officers:
            await officer.take_up()
            await officer.put_rules_in_force()
        self.street.attend()
        await self.publish()

    async def publish(self) -> None:
        """Publish every standing rate.

        Raises:
            LinkError: a node refuses one.
        """
        for desk in (desk for desks in self.street.quoting for desk in desks):
            answer = await desk.publish()
            if not answer.is_good:
                raise LinkError(f"a rate is refused: {answer.body!r}", outcome_known=True)

    async def fund(self, plan: Plan) -> None:
        """Pay in what a plan needs, and return when both nodes have credited it."""
        self._rounds += 1
        needs = [self._needs(plan, place) for place in (0, 1)]
        officers = self.street.officers
        before = [await officer.accounts() for officer in officers]
        for place, accounts in enumerate(needs):
            for (system, account_id), amount in accounts.items():
                self.street.systems[system].pay_in(
                    officers[place].operator_id,
                    f"in-{self._rounds}-{account_id}",
                    account_id,
                    amount,
                )
        for place, officer in enumerate(officers):
            least = {
                account_id: before[place].get(account_id, 0) + amount
                for (_, account_id), amount in needs[place].items()
            }
            await asyncio.wait_for(officer.funded(least), SETTLES_WITHIN_S)

    def _needs(self, plan: Plan, place: int) -> dict[tuple[str, str], int]:
        """Return what must come in at a side: by settlement system and account."""
        stage = self.street.stage
        end, side = stage.agreement.ends[place], stage.sides[place]
        needs = {
            (end.settlement_system, participant_account(bic, end.currency)): (
                plan.purses[bic].needs
            )
            for bic in side.bics
        }
        if not stage.is_mutual:
            for name in stage.providers(place):
                account_id = provider_account(name, end.currency)
                needs[end.settlement_system, account_id] = plan.paid_out[place]
        elif place != stage.agreement.settlement_index:
            held = stage.agreement.ends[1 - place]
            account_id = reserve_account(held.settlement_system, held.currency)
            needs[held.settlement_system, account_id] = plan.paid_out[1 - place]
        return {key: amount for key, amount in needs.items() if amount}

    async def send(self, plan: Plan, at_once: int) -> list[Observed]:
        """Send a plan, and return what came of every message."""
        street = self.street
        life_s = street.stage.agreement.quote_life_ms / 1000 if plan.has_expiry else 0.0
        self.watch.begin(len(plan.planned), life_s)
        sending = Sending(street.stage, street.tellers, street.clock, self.watch.seen, at_once)
        begun = perf_counter()
        observed = await sending.run(plan)
        self.seconds += perf_counter() - begun
        self.worked += sending.worked
        self.worked_s += sending.worked_s
        return observed

    async def ask(self, settled: Sequence[Settled]) -> list[Asked]:
        """Have the banks ask each other, and return what came of every question."""
        street = self.street
        questions = draw_questions(street.stage, settled)
        self.watch.say(f"{len(questions)} questions between banks: recalls, enquiries, accounts")
        return await ask_all(street.tellers, street.clock, questions)

    async def send_back(
        self, asked: Sequence[Asked], settled: Sequence[Settled]
    ) -> list[Returned]:
        """Have what was recalled go back in parts, and one payment whole."""
        street = self.street
        wanted = list(wanted_after(asked, settled))
        self.watch.say("returning what was recalled, part by part, and one payment whole")
        return await return_all(street.tellers, street.clock, wanted)

    async def close_cycle(self) -> None:
        """Close the open cycle and return when both have settled it.

        Raises:
            LinkError: it was not settled in time.
        """
        first, second = self.street.officers
        self.watch.say("closing the cycle: both compare their halves, sign and settle")
        cycle = await first.close_cycle()
        try:
            both = asyncio.gather(first.settled(cycle), second.settled(cycle))
            await asyncio.wait_for(both, SETTLES_WITHIN_S)
        except TimeoutError as slow:
            detail = f"cycle {cycle} was not settled within {SETTLES_WITHIN_S:.0f} s"
            raise LinkError(detail, outcome_known=False) from slow
        self.cycles.append(cycle)

    async def stop(self) -> None:
        """End both nodes as their operators would; nobody listens any more.

        Raises:
            LinkError: one did not end well.
        """
        self.watch.say("stopping both nodes")
        await self.street.leave()
        await self.street.stop_nodes()

    def oddities(
        self,
        observed: Sequence[Observed],
        asked: Sequence[Asked] = (),
        returned: Sequence[Returned] = (),
    ) -> list[str]:
        """Return everything that is not as it should be, in words."""
        street = self.street
        found = [mismatch(each) for each in observed if not each.is_expected]
        found += [misanswered(each) for each in asked if not each.is_expected]
        found += [
            f"{each.payment_id}: ACSC was expected, {each.outcome} came"
            for each in returned
            if not each.is_expected
        ]
        return [*found, *street.faults(), *self._miscredited(observed, returned)]

    def _miscredited(
        self, observed: Sequence[Observed], returned: Sequence[Returned]
    ) -> list[str]:
        """Hold what the creditors' banks have credited against what has settled."""
        settled = {o.payment_id for o in observed if o.outcome.ending is Ending.SETTLED}
        settled |= {each.payment_id for each in returned if each.is_expected}
        credited = {
            payment_id
            for teller in self.street.tellers.values()
            for payment_id in teller.bank.credited
        }
        found = [f"{each}: settled, and no customer credited" for each in settled - credited]
        return sorted(found + [f"{each}: credited, not settled" for each in credited - settled])


def mismatch(observed: Observed) -> str:
    """Say what was expected of a message, and what came."""
    planned, came = observed.planned, observed.outcome
    return (
        f"message {planned.number} ({planned.kind}) {observed.payment_id}: "
        f"{_words(planned.expected.ending, planned.expected.word)} was expected, "
        f"{_words(came.ending, came.word)} came"
    )


def misanswered(asked: Asked) -> str:
    """Say what was expected of a question, and what came."""
    question = asked.question
    return (
        f"question {question.number} ({question.kind}) of {question.assigner}: "
        f"{question.expected} was expected, {asked.outcome} came"
    )


def _words(ending: Ending, word: str) -> str:
    return f"{ending} {word}".strip()


def _operators(street: Street) -> tuple[str, ...]:
    return tuple(officer.operator_id for officer in street.officers)
