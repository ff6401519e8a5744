"""What arrives in a rough world: items, notices, answers, verdicts; late, twice, too early."""

from tallystick.core import commands as c
from tallystick.terms.reasons import StatusReason
from tests.proof.rough_pair import NODES, RoughPair


class Deliveries:
    """The post of a rough world."""

    def __init__(self, pair: RoughPair) -> None:
        self.pair = pair
        self.chance = pair.chance

    def hear(self, node: str) -> None:
        """A node hears the next item, or one again, or one too early."""
        pair, stream = self.pair, self.pair.streams[self.pair.other(node)]
        draw = self.chance.random()
        if draw < 0.05 and pair.heard[node]:
            number = self.chance.randrange(pair.heard[node])
            pair.carry(node, number + 1, stream[number])
        elif draw < 0.1 and len(stream) > pair.heard[node] + 1:
            pair.carry(node, len(stream), stream[-1])
        else:
            pair.hear(node)

    def instruct(self, _node: str) -> None:
        """A settlement system takes an instruction."""
        self.pair.instruct()

    def notice(self, node: str) -> None:
        """A node hears a settlement system."""
        self.pair.notice(node, self.chance.choice(list(self.pair.houses)))

    def answer(self, _node: str) -> None:
        """A creditor's bank answers, refuses, answers twice, or says nothing at all."""
        if not self.pair.presented:
            return
        node, payment_id, bank = self.pair.presented.popleft()
        draw = self.chance.random()
        if draw < 0.06:
            return
        if draw < 0.12:
            self.pair.presented.append((node, payment_id, bank))
        reason = StatusReason.CLOSED_CREDITOR_ACCOUNT if draw > 0.9 else None
        self.reply(node, payment_id, bank, reason)

    def reply(
        self, node: str, payment_id: str, bank: str, reason: StatusReason | None = None
    ) -> None:
        """Have a bank answer a presentation."""
        known = self.pair.records.get((node, payment_id))
        self.pair.ask(node, c.AnswerPresentation(payment_id, bank, reason, known))

    def screen(self, _node: str) -> None:
        """A payment is screened again."""
        self.pair.screen()

    def proceed(self, node: str) -> None:
        """Whatever is ripe goes on; at times somebody asks although nothing is."""
        if self.chance.random() < 0.1:
            self.pair.ask(node, c.Proceed())
        self.pair.proceed()

    def wait(self, _node: str) -> None:
        """Time passes."""
        short = [100, 400, 1_000, 3_000] * 4
        self.pair.at += self.chance.choice([*short, 10_000, 31_000, 31_000, 700_000, 90_000_000])
        self.pair.pass_time()
        if self.chance.random() < 0.3:
            self.pair.ask(self.chance.choice(NODES), c.PassTime())
        for node in NODES:
            if self.chance.random() < 0.2:
                self.pair.publish(node)
