"""What may happen in a rough world, drawn from its own chance.

Each world draws how often each thing happens, so that one is all returns, another
has no patience, a third never closes a cycle.
"""

from collections.abc import Callable

from tests.proof.banking import Banking
from tests.proof.deliveries import Deliveries
from tests.proof.hostile import Hostile
from tests.proof.people import People
from tests.proof.rough_pair import NODES, RoughPair


class Mischief:
    """One rough world's doings."""

    def __init__(self, pair: RoughPair, *, is_hostile: bool = False) -> None:
        self.pair = pair
        self.chance = pair.chance
        self.banking, self.post, self.people = Banking(pair), Deliveries(pair), People(pair)
        banking, post, people = self.banking, self.post, self.people
        self.doings: list[tuple[int, Callable[[str], None]]] = [
            (30, post.hear),
            (14, post.instruct),
            (14, post.notice),
            (20, post.answer),
            (16, banking.order),
            (2, banking.quote),
            (10, post.proceed),
            (8, post.screen),
            (6, post.wait),
            (4, people.release),
            (1, people.refuse),
            (1, people.think_twice),
            (2, people.spare),
            (1, people.revoke),
            (2, people.inquire),
            (3, banking.send_back),
            (2, banking.repeat),
            (2, banking.ask_status),
            (2, banking.fund),
            (2, banking.defund),
            (1, people.suspend),
            (1, people.activate),
            (1, people.publish),
            (2, people.close_cycle),
            (1, people.fix_rate),
            (1, people.evict),
            (1, people.restart),
            (1, people.limits),
            (1, people.put_away),
            (1, people.agree),
            (2, people.sign),
            (1, people.park),
            (2, people.resolve),
            (2, people.odd_command),
        ]
        if is_hostile:
            hostile = Hostile(pair, people)
            self.doings += [(8, hostile.item), (4, hostile.notice), (1, hostile.park)]

    def act(self, moods: int) -> None:
        """Go through so many moods; in each of them other things happen often."""
        doings = [doing for _, doing in self.doings]
        for _ in range(moods):
            weights = [weight * self.chance.choice([0, 1, 1, 2, 4]) for weight, _ in self.doings]
            for _ in range(50):
                (chosen,) = self.chance.choices(doings, weights)
                self.pair.turn_to(self.chance.choice(self.pair.agreements))
                chosen(self.chance.choice(NODES))
                self.pair.at += self.chance.choice([0, 1, 7, 40])
            if self.chance.random() < 0.6:
                self.flow()

    def flow(self) -> None:
        """Let what is on its way arrive, and banks answer, faults and all."""
        self.pair.quiet()
        while self.pair.presented:
            self.post.answer("")
        self.pair.quiet()
        if self.chance.random() < 0.6:
            self.people.close_cycle(self.chance.choice(NODES))
            self.pair.quiet()
