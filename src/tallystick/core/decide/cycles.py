"""Cycles: each node closes the direction it decides, then both compare and sign.

The close is a barrier, not a race: the declaration stands in the numbered stream
after the last acceptance it counts, so whoever has heard it has heard them all.
A node signs only when the halves match, nothing in the agreement is frozen, and
a statement taken after its close agrees with its books. Unequal halves stop the
cycle and name the lines; an unequal cycle never settles.
"""

from tallystick.core.commands import CloseCycle, FixCycleRate
from tallystick.core.decide.refusals import not_allowed
from tallystick.core.decide.settlement import Attempt, start
from tallystick.core.events import (
    AnyEvent,
    CaseKind,
    CaseOpened,
    CycleClosed,
    CycleMatched,
    CycleRateFixed,
    CycleSigned,
    CycleUnequal,
    DeclarationHeard,
    DifferencesNamed,
    SignatureHeard,
)
from tallystick.core.items import Declared, LinesShown, RootSigned
from tallystick.core.room import fault_of_rate
from tallystick.core.rules import ONE_HOLD
from tallystick.core.state import Cycle, Declaration, Pact, State
from tallystick.core.tally import declare, encode_line, lines_of, tally_root
from tallystick.terms.errors import InvariantError
from tallystick.terms.money import Rate


def fix_cycle_rate(state: State, _at: int, command: FixCycleRate) -> list[AnyEvent]:
    """Fix the next cycle's rate; it is told with the close of this one."""
    pact = state.pacts.get(command.agreement_id)
    if pact is None or not pact.current or not pact.agreement.is_mutual:
        return not_allowed(command.agreement_id, "it settles by no cycle rate")
    if pact.agreement.rate_fixer != state.operator_id:
        return not_allowed(command.agreement_id, f"{pact.agreement.rate_fixer} fixes the rate")
    ends = pact.agreement.ends
    fault = fault_of_rate(command.rate, ends[0].currency, ends[1].currency)
    if fault:
        return not_allowed(command.agreement_id, fault)
    return [CycleRateFixed(command.agreement_id, command.rate)]


def close_cycle(state: State, _at: int, command: CloseCycle) -> list[AnyEvent]:
    """Close our direction of the open cycle and open the next."""
    pact = state.pacts.get(command.agreement_id)
    if pact is None or not pact.current:
        return not_allowed(command.agreement_id, "it is not in force")
    if command.cycle != pact.open_cycle:
        return not_allowed(command.agreement_id, f"the open cycle is {pact.open_cycle}")
    return _close(state, pact, None)


def _close(state: State, pact: Pact, theirs: Declaration | None) -> list[AnyEvent]:
    number = pact.open_cycle
    cycle = pact.cycles.get(number) or Cycle(number)
    ours = _declaration(state, pact, cycle)
    closed = CycleClosed(
        pact.agreement_id,
        number,
        ours.count,
        ours.debtor_total,
        ours.creditor_total,
        ours.root,
        _next_rate(state, pact),
        _new_version(state, pact),
    )
    theirs = theirs or cycle.theirs.declaration
    if theirs is None:
        return [closed]
    return [closed, *compare(state, pact, cycle, (ours, theirs))]


def _declaration(state: State, pact: Pact, cycle: Cycle) -> Declaration:
    """Declare our direction from its lines; the postings must give the same sum."""
    ours = declare(lines_of(state, cycle.ours))
    if ours.creditor_total != cycle.ours.posted:
        detail = (
            f"cycle {cycle.number} of {pact.agreement_id}: the lines say {ours.creditor_total}, "
            f"the postings {cycle.ours.posted}"
        )
        raise InvariantError(detail)
    return ours


def _next_rate(state: State, pact: Pact) -> Rate | None:
    agreement = pact.agreement_of(pact.open_cycle)
    if not agreement.is_mutual or agreement.rate_fixer != state.operator_id:
        return None
    return pact.next_rate or pact.rate_of(pact.open_cycle)


def _new_version(state: State, pact: Pact) -> int:
    version = pact.agreement_of(pact.open_cycle + 1).version
    return 0 if version == pact.current or state.rules < ONE_HOLD else version


def hear_declaration(state: State, _at: int, item: Declared) -> list[AnyEvent]:
    """Take the other node's declaration; our own direction of that cycle closes with it."""
    pact = state.pacts[item.agreement_id]
    if item.cycle != pact.declared_there + 1:
        text = f"it declares cycle {item.cycle} after cycle {pact.declared_there}"
        return [CaseOpened(f"{item.agreement_id}/{item.cycle}", CaseKind.PEER_BREACH, text)]
    if not _is_our_rate(pact, item):
        text = "the rate that it fixes cannot be used"
        return [CaseOpened(f"{item.agreement_id}/{item.cycle}", CaseKind.PEER_BREACH, text)]
    heard = DeclarationHeard(
        item.agreement_id,
        item.cycle,
        item.count,
        item.debtor_total,
        item.creditor_total,
        item.root,
        item.next_rate,
    )
    theirs = Declaration(item.count, item.debtor_total, item.creditor_total, item.root)
    if item.cycle == pact.open_cycle:
        return [heard, *_close(state, pact, theirs)]
    cycle = pact.cycles[item.cycle]
    assert cycle.ours.declaration is not None, "an earlier cycle than the open one is closed"
    return [heard, *compare(state, pact, cycle, (cycle.ours.declaration, theirs))]


def _is_our_rate(pact: Pact, item: Declared) -> bool:
    if item.next_rate is None:
        return True
    ends = pact.agreement_of(item.cycle).ends
    return not fault_of_rate(item.next_rate, ends[0].currency, ends[1].currency)


def compare(
    state: State, pact: Pact, cycle: Cycle, declared: tuple[Declaration, Declaration]
) -> list[AnyEvent]:
    """Compare the halves: `declared` is (ours, theirs). Frozen payments make it wait."""
    if pact.is_stopped or cycle.root or cycle.is_unequal:
        return []
    ours, theirs = declared
    seen = declare(lines_of(state, cycle.theirs))
    if seen.debtor_total != cycle.theirs.posted:
        detail = f"cycle {cycle.number} of {pact.agreement_id}: lines and postings differ"
        raise InvariantError(detail)
    if seen != theirs:
        return unequal(pact, cycle.number)
    by_end = (ours, theirs) if pact.own == 0 else (theirs, ours)
    rate = pact.rate_of(cycle.number) if pact.agreement_of(cycle.number).is_mutual else None
    root = tally_root(pact, cycle.number, rate, by_end)
    matched = CycleMatched(pact.agreement_id, cycle.number, root)
    if not cycle.is_funded:
        return [matched]
    return [matched, *sign(state, pact, cycle, root)]


def advance(state: State, pact: Pact) -> list[AnyEvent]:
    """Do what the first closed cycle waited for: be compared, or be signed.

    One cycle at a time: two that settle in one command would reserve the same money.
    """
    for cycle in pact.cycles.values():
        ours, theirs = cycle.ours.declaration, cycle.theirs.declaration
        events: list[AnyEvent] = []
        if cycle.root and cycle.is_funded and not cycle.is_unequal:
            events = sign(state, pact, cycle, cycle.root)
        elif ours is not None and theirs is not None:
            events = compare(state, pact, cycle, (ours, theirs))
        if events:
            return events
    return []


def unequal(pact: Pact, number: int) -> list[AnyEvent]:
    """Stop a cycle and call people."""
    text = "the halves do not match; both nodes show their lines"
    case = CaseOpened(f"{pact.agreement_id}/{number}", CaseKind.UNEQUAL_CYCLE, text)
    return [CycleUnequal(pact.agreement_id, number), case]


def sign(state: State, pact: Pact, cycle: Cycle, root: bytes) -> list[AnyEvent]:
    """Sign the root; if the other has signed the same already, settlement starts."""
    if pact.is_stopped or cycle.signed_root:
        return []
    signed = CycleSigned(pact.agreement_id, cycle.number, root)
    if not cycle.their_root:
        return [signed]
    if cycle.their_root != root:
        return unequal(pact, cycle.number)
    return [signed, *start(state, Attempt(pact, cycle, 1))]


def hear_signature(state: State, _at: int, item: RootSigned) -> list[AnyEvent]:
    """Take the other operator's signature; with both in hand, settlement starts."""
    pact = state.pacts[item.agreement_id]
    heard = SignatureHeard(item.agreement_id, item.cycle, item.root)
    cycle = pact.cycles.get(item.cycle)
    if cycle is None or cycle.theirs.declaration is None or cycle.their_root:
        text = f"it signs cycle {item.cycle}, which it has not declared, or twice"
        return [CaseOpened(f"{item.agreement_id}/{item.cycle}", CaseKind.PEER_BREACH, text)]
    if cycle.is_unequal:
        return [heard]
    if cycle.root and cycle.root != item.root:
        return [heard, *unequal(pact, item.cycle)]
    if not cycle.signed_root:
        return [heard]
    return [heard, *start(state, Attempt(pact, cycle, 1))]


def hear_lines(state: State, _at: int, item: LinesShown) -> list[AnyEvent]:
    """Name the exact lines in which our halves differ."""
    pact = state.pacts[item.agreement_id]
    cycle = pact.cycles.get(item.cycle)
    if cycle is None or cycle.settlement is not None or not _is_declared(cycle):
        text = f"it shows lines of cycle {item.cycle}, which is not in dispute"
        return [CaseOpened(f"{item.agreement_id}/{item.cycle}", CaseKind.PEER_BREACH, text)]
    mine, theirs = dict.fromkeys(shown_lines(state, cycle)), dict.fromkeys(item.lines)
    named = DifferencesNamed(
        item.agreement_id,
        item.cycle,
        tuple(line for line in mine if line not in theirs),
        tuple(line for line in theirs if line not in mine),
    )
    if cycle.is_unequal:
        return [named]
    if not named.ours and not named.theirs:
        text = f"it disputes cycle {item.cycle} with the very lines that we have"
        return [CaseOpened(f"{item.agreement_id}/{item.cycle}", CaseKind.PEER_BREACH, text)]
    return [*unequal(pact, item.cycle), named]


def _is_declared(cycle: Cycle) -> bool:
    return cycle.ours.declaration is not None and cycle.theirs.declaration is not None


def shown_lines(state: State, cycle: Cycle) -> tuple[bytes, ...]:
    """Return all lines of a cycle as this node has them, both directions."""
    return tuple(
        encode_line(line)
        for direction in (cycle.ours, cycle.theirs)
        for line in lines_of(state, direction)
    )
