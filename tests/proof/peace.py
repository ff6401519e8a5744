"""How a rough world comes to peace: the faults stop, all is delivered, and all must be well."""

from tallystick.core import commands as c
from tallystick.proof.checkers import check_peace
from tests.core.pair import NORTH
from tests.proof.mischief import Mischief
from tests.proof.rough_pair import NODES


def make_peace(mischief: Mischief) -> None:
    """Stop the faults, let everything arrive and be answered, settle every cycle, and check."""
    pair = mischief.pair
    pair.is_kind = True
    for house in pair.houses.values():
        house.is_kind = True
    for node in NODES:
        pair.activate(node)
        other = pair.other(node)
        if pair.agreement.is_mutual:
            account = f"reserve:RTGS-{other}:{pair.currency(other)}"
            pair.houses[f"RTGS-{other}"].credit(node, account, 10**12)
    for _ in range(3):
        settle_down(mischief)
    for node in NODES:
        pair.ask(node, c.EvictSettled(10**6))
    check_peace(pair.auditors)
    for node in NODES:
        link = pair.auditors[node].books.links[mischief.name]
        unsettled = [n for n, page in link.rounds.items() if not page.is_settled]
        assert unsettled == [link.open_round], f"cycles {unsettled} of {node} are not settled"


def settle_down(mischief: Mischief) -> None:
    """Answer all that is open, let time pass, and close a cycle."""
    pair = mischief.pair
    for _ in range(40):
        pair.quiet()
        while pair.presented:
            mischief.reply(*pair.presented.popleft())
        pair.quiet()
        pair.at += 200_000
        pair.pass_time()
    mischief.close_cycle_kindly(NORTH)
    pair.quiet()
    for node in NODES:
        mischief.restart(node)
    pair.quiet()
