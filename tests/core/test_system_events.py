"""What happens at the link is told to the banks of one's own end, once, and to nobody else."""

import pytest
from typing_extensions import override

from tallystick.core import commands as c
from tallystick.core import effects as f
from tallystick.core.agreements import Agreement
from tests.core.pair import BANKS, NORTH, SOUTH, gross, mutual
from tests.core.slow_pair import SlowPair

BOTH = (NORTH, SOUTH)
KIND = f.SystemEventKind
Heard = list[tuple[str, str, int]]


def heard(pair: SlowPair, node: str) -> Heard:
    """Return what a node's banks were told of the link so far: whom, what, which number."""
    return [
        (effect.participant_id, effect.kind.value, effect.number)
        for teller, effect in pair.told
        if teller == node and isinstance(effect, f.TellSystemEvent)
    ]


def of_all(node: str, kind: f.SystemEventKind, number: int) -> Heard:
    """Return what is told to all banks of a node's end."""
    return [(bank, kind.value, number) for bank in BANKS[node]]


@pytest.mark.parametrize("agreement", [mutual(), gross()], ids=["mutual", "gross"])
def test_every_bank_hears_of_every_close(agreement: Agreement) -> None:
    """Of its own end alone, whichever node closed first; of nothing else."""
    pair = SlowPair(agreement)
    pair.close()
    pair.close()
    for node in BOTH:
        closes = [of_all(node, KIND.CYCLE_CLOSED, number) for number in (1, 2)]
        assert heard(pair, node) == [*closes[0], *closes[1]]


def test_a_suspended_bank_hears_so_itself() -> None:
    """From its own node; the other's banks are not spoken to, whoever suspends whom."""
    pair = SlowPair(mutual())
    bank, other = BANKS[NORTH][0], BANKS[SOUTH][0]
    for name in (bank, other):
        pair.do(NORTH, c.SuspendParticipant(name, "RUB-CNY", "anna"))
        pair.do(NORTH, c.ReinstateParticipant(name, "RUB-CNY", "boris"))
    pair.deliver()
    assert heard(pair, NORTH) == [(bank, "suspended", 0), (bank, "reinstated", 0)]
    assert heard(pair, SOUTH) == []


def test_a_suspended_bank_hears_of_closes() -> None:
    """What is under way of its payments goes on, and counts in cycles."""
    pair = SlowPair(mutual())
    pair.do(NORTH, c.SuspendParticipant(BANKS[NORTH][0], "RUB-CNY", "anna"))
    pair.close()
    assert heard(pair, NORTH)[1:] == of_all(NORTH, KIND.CYCLE_CLOSED, 1)


def test_a_version_is_told_where_it_takes_effect() -> None:
    """With the opening of its cycle, once, and with no other."""
    pair = SlowPair(mutual())
    pair.adopt(mutual(version=2, from_cycle=2))
    assert heard(pair, NORTH) == []
    pair.close()
    pair.close()
    for node in BOTH:
        assert heard(pair, node) == [
            *of_all(node, KIND.CYCLE_CLOSED, 1),
            *of_all(node, KIND.VERSION_IN_FORCE, 2),
            *of_all(node, KIND.CYCLE_CLOSED, 2),
        ]


def test_a_version_whose_signature_came_late_is_told_when_it_takes_effect() -> None:
    """Its first cycle had begun at one node, which goes on under the former until the next."""
    pair = SlowPair(mutual())
    pair.do(SOUTH, c.AdoptAgreement(mutual(version=2, from_cycle=2), b"text"))
    pair.close_at(SOUTH)
    pair.do(NORTH, c.AdoptAgreement(mutual(version=2, from_cycle=2), b"text"))
    pair.deliver()
    assert KIND.VERSION_IN_FORCE.value not in [kind for _, kind, _ in heard(pair, SOUTH)]
    pair.close()
    told = [each for each in heard(pair, SOUTH) if each[1] == KIND.VERSION_IN_FORCE.value]
    assert told == of_all(SOUTH, KIND.VERSION_IN_FORCE, 2)


class UnsignedPair(SlowPair):
    """A pair whose south signs the first version last, when the north has taken up banks."""

    @override
    def _set_up(self, funds: int) -> None:
        del funds
        self.do(NORTH, c.AdoptAgreement(self.agreement, b"text"))
        self.do(NORTH, c.RegisterParticipant(BANKS[NORTH][0], "RUB-CNY", NORTH))
        self.deliver()
        assert heard(self, NORTH) == []
        self.do(SOUTH, c.AdoptAgreement(self.agreement, b"text"))
        self.deliver()


def test_the_first_version_is_told_when_the_second_has_signed() -> None:
    """To the banks that are there already."""
    pair = UnsignedPair(mutual())
    assert heard(pair, NORTH) == [(BANKS[NORTH][0], KIND.VERSION_IN_FORCE.value, 1)]
    assert heard(pair, SOUTH) == []
