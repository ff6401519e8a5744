"""How a rough world comes to peace: the faults stop, all is delivered, and all must be well."""

from tallystick.core import commands as c
from tallystick.core.ledger import participant_account, provider_account, reserve_account
from tallystick.proof.checkers import check_peace
from tests.core.pair import BANKS, NORTH, PROVIDER
from tests.proof.mischief import Mischief
from tests.proof.rough_pair import NODES, RoughPair


def make_peace(mischief: Mischief) -> None:
    """Stop the faults, let everything arrive and be answered, settle every cycle, and check."""
    pair = mischief.pair
    pair.is_kind = True
    for house in pair.houses.values():
        house.is_kind = True
    for node in NODES:
        pair.activate(node)
        for agreement in pair.agreements:
            pair.turn_to(agreement)
            fill_up(mischief, node)
        while pair.to_sign[node]:
            mischief.people.sign(node)
    for _ in range(4):
        settle_down(mischief)
    for node in NODES:
        pair.ask(node, c.EvictSettled(10**6))
    check_peace(pair.auditors)
    check_settled(pair)


def check_settled(pair: RoughPair) -> None:
    """Every cycle but the open one is settled, and no payment is left in the state."""
    for node in NODES:
        for link in pair.auditors[node].books.links.values():
            unsettled = [n for n, page in link.rounds.items() if not page.is_settled]
            assert unsettled == [link.open_round], f"{unsettled} of {node} are not settled"
        assert not pair.states[node].queues
        assert not pair.states[node].payments


def fill_up(mischief: Mischief, node: str) -> None:
    """Let there be money enough everywhere."""
    pair, currency = mischief.pair, mischief.pair.currency(node)
    for bank in BANKS[node]:
        pair.fund(node, participant_account(bank, currency), 10**12)
    if pair.agreement.is_mutual:
        other = pair.other(node)
        account = reserve_account(f"RTGS-{other}", pair.currency(other))
        pair.houses[f"RTGS-{other}"].credit(node, account, 10**12)
    else:
        pair.fund(node, provider_account(PROVIDER, currency), 10**12)


def settle_down(mischief: Mischief) -> None:
    """Answer all that is open, let time pass, and close a cycle."""
    pair = mischief.pair
    for _ in range(12):
        pair.quiet()
        while pair.presented:
            mischief.post.reply(*pair.presented.popleft())
        mischief.people.resolve_all()
        pair.quiet()
        pair.at += 500_000
        pair.pass_time()
    for agreement in pair.agreements:
        pair.turn_to(agreement)
        open_cycle = pair.states[NORTH].pacts[pair.name].open_cycle
        pair.ask(NORTH, c.CloseCycle(pair.name, open_cycle))
        pair.quiet()
        for node in NODES:
            mischief.people.restart(node)
        pair.quiet()
