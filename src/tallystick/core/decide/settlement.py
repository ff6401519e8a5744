"""Settling a cycle between the operators: what is owed, and how it becomes final.

One decider, named by the agreement, releases only with both signatures and a
proof that every leg is held for at least the agreed margin. From then on nobody
voids: a release is repeated until it is confirmed, and what is unknown is asked,
never guessed.
"""

from typing import NamedTuple, TypeAlias

from tallystick.core.commands import RestartSettlement
from tallystick.core.decide.refusals import not_allowed
from tallystick.core.events import (
    AnyEvent,
    CaseKind,
    CaseOpened,
    CycleSettled,
    LegProved,
    LegRefused,
    LegReserved,
    LegSettled,
    SettlementLeg,
    SettlementQueried,
    SettlementReleased,
    SettlementStarted,
    SettlementVoided,
)
from tallystick.core.items import AttemptStarted, LegFailed, LegHeld, ReleaseDecided, VoidDecided
from tallystick.core.ledger import leg_hold, mirror_account, suspense_account
from tallystick.core.netting import (
    difference_postings,
    leg_reference,
    legs_of,
    payees_postings,
    payers_postings,
)
from tallystick.core.state import Cycle, Pact, Settlement, State

# Agreement, cycle, attempt and index of one leg.
LegKey: TypeAlias = tuple[str, int, int, int]

# How many settlement time-outs the decider waits for a hold before it ends the attempt.
PATIENCE = 20


class Attempt(NamedTuple):
    """One attempt to settle one cycle of one agreement."""

    pact: Pact
    cycle: Cycle
    number: int

    @property
    def legs(self) -> tuple[SettlementLeg, ...]:
        """The legs: the same in every attempt."""
        known = self.cycle.settlement
        return known.legs if known is not None else legs_of(self.pact, self.cycle)

    @property
    def is_decided_here(self) -> bool:
        """Whether this node decides the settlement of the cycle."""
        pact = self.pact
        agreement = pact.agreement_of(self.cycle.number)
        return agreement.decider_of(self.cycle.number) == pact.operator_id

    @property
    def words(self) -> tuple[str, int, int]:
        """What names the attempt in an event: agreement, cycle, attempt."""
        return self.pact.agreement_id, self.cycle.number, self.number


def start(state: State, attempt: Attempt) -> list[AnyEvent]:
    """Begin an attempt: the legs that settle the cycle, and our own reserved."""
    legs = attempt.legs
    started = SettlementStarted(*attempt.words, legs)
    if not legs:
        return [started, _settled(attempt)]
    events: list[AnyEvent] = [started]
    for index, leg in enumerate(legs):
        if leg.payer == state.operator_id:
            events += _reserve(state, attempt, index)
        else:
            events += _taken_early(state, attempt, index)
    return events


def _reserve(state: State, attempt: Attempt, index: int) -> list[AnyEvent]:
    """Set our leg's money aside; without it people are called and the attempt fails."""
    leg = attempt.legs[index]
    agreement_id, cycle, number = attempt.words
    postings = payers_postings(attempt.pact, leg)
    if all(state.ledger.covers(p.debit, p.amount) for p in postings):
        return [LegReserved(agreement_id, cycle, index, postings)]
    text = f"{leg.amount} {leg.currency} at {leg.settlement_system} are not there"
    case = CaseOpened(f"{agreement_id}/{cycle}", CaseKind.SETTLEMENT_SHORT, text)
    return [case, LegRefused(agreement_id, cycle, number, index), *_void_if_ours(attempt)]


def _void_if_ours(attempt: Attempt) -> list[AnyEvent]:
    return _void(attempt, "a leg is not to be had") if attempt.is_decided_here else []


def _void(attempt: Attempt, why: str) -> list[AnyEvent]:
    """End the attempt and call people: only they begin another."""
    subject = f"{attempt.pact.agreement_id}/{attempt.cycle.number}"
    text = f"attempt {attempt.number} is voided: {why}"
    case = CaseOpened(subject, CaseKind.SETTLEMENT_SHORT, text)
    return [SettlementVoided(*attempt.words), case]


def _settled(attempt: Attempt) -> CycleSettled:
    """Close the cycle's books: what remains on the clearing account is exchange difference."""
    postings = difference_postings(attempt.pact, attempt.cycle, attempt.legs)
    return CycleSettled(attempt.pact.agreement_id, attempt.cycle.number, postings)


def _under_way(state: State, agreement_id: str, cycle: int, number: int) -> Attempt | None:
    """Find the attempt if it is the one under way; anything else is late or a mistake."""
    pact = state.pacts.get(agreement_id)
    found = pact.cycles.get(cycle) if pact else None
    if pact is None or found is None or found.settlement is None:
        return None
    if found.settlement.attempt != number or found.settlement.is_voided:
        return None
    return Attempt(pact, found, number)


def _settlement(attempt: Attempt) -> Settlement:
    settlement = attempt.cycle.settlement
    assert settlement is not None, "an attempt under way has a settlement"
    return settlement


def prove_leg(
    state: State, at: int, leg: LegKey, proof: bytes, valid_until: int
) -> list[AnyEvent]:
    """Take the proof that a leg is held; the decider releases once it has every proof."""
    index = leg[3]
    attempt = _under_way(state, *leg[:3])
    if attempt is None or not 0 <= index < len(attempt.legs):
        return []
    settlement = _settlement(attempt)
    if settlement.is_released or index in settlement.proofs:
        return []
    proved = LegProved(*leg, proof, valid_until)
    if not attempt.is_decided_here:
        return [proved]
    return [proved, *_judge(at, attempt, {**settlement.proofs, index: (proof, valid_until)})]


def _judge(at: int, attempt: Attempt, proofs: dict[int, tuple[bytes, int]]) -> list[AnyEvent]:
    """Release with every proof in hand and valid beyond the margin; void what cannot become so."""
    margin_at = at + attempt.pact.agreement_of(attempt.cycle.number).time_outs.margin_ms
    if any(valid_until < margin_at for _, valid_until in proofs.values()):
        return _void(attempt, "a proof is not valid for long enough")
    if len(proofs) < len(attempt.legs):
        return []
    return [SettlementReleased(*attempt.words)]


def refuse_leg(state: State, leg: LegKey) -> list[AnyEvent]:
    """Take word that a leg is not to be had: the decider ends the attempt."""
    attempt = _under_way(state, *leg[:3])
    if attempt is None:
        return []
    if _settlement(attempt).is_released:
        text = f"leg {leg[3]} of attempt {leg[2]} was refused after the release"
        return [CaseOpened(f"{leg[0]}/{leg[1]}", CaseKind.PEER_BREACH, text)]
    return [LegRefused(*leg), *_void_if_ours(attempt)]


def settle_leg(state: State, leg: LegKey) -> list[AnyEvent]:
    """Take the settlement system's word that a leg is final; the last one settles the cycle."""
    attempt = _under_way(state, *leg[:3])
    if attempt is None or leg[3] in _settlement(attempt).settled:
        return []
    known = attempt.legs[leg[3]]
    if known.payer == state.operator_id and not _is_reserved(state, attempt):
        return []
    source = mirror_account(known.settlement_system, known.currency)
    before = _settlement(attempt).settled
    return _leg_settled(state, attempt, leg[3], source, before)


def _leg_settled(
    state: State, attempt: Attempt, index: int, source: str, before: tuple[int, ...]
) -> list[AnyEvent]:
    leg = attempt.legs[index]
    paying = leg.payer == state.operator_id
    postings = () if paying else payees_postings(attempt.pact, leg, source)
    settled = LegSettled(attempt.pact.agreement_id, attempt.cycle.number, index, postings)
    if len(before) + 1 < len(attempt.legs):
        return [settled]
    return [settled, _settled(attempt)]


def known_leg(state: State, leg: LegKey) -> SettlementLeg | None:
    """Return the leg that a reference names, of any attempt that has begun here."""
    pact = state.pacts.get(leg[0])
    cycle = pact.cycles.get(leg[1]) if pact else None
    settlement = cycle.settlement if cycle else None
    if settlement is None or not 0 < leg[2] <= settlement.attempt:
        return None
    return settlement.legs[leg[3]] if 0 <= leg[3] < len(settlement.legs) else None


def is_leg_of(state: State, leg: LegKey, payer: str, settlement_system: str = "") -> bool:
    """Whether the reference names a leg that this operator pays (at this system, if given)."""
    known = known_leg(state, leg)
    if known is None or known.payer != payer:
        return False
    return settlement_system in ("", known.settlement_system)


def _taken_early(state: State, attempt: Attempt, index: int) -> list[AnyEvent]:
    """Book a leg whose money came before the other's signature did: it waits in suspense."""
    reference = leg_reference(attempt.pact, *attempt.words[1:], index)
    early = state.early.get(reference)
    if early is None:
        return []
    if early != attempt.legs[index].amount:
        text = f"leg {index} brought {early}, not {attempt.legs[index].amount}"
        return [CaseOpened(reference, CaseKind.SYSTEM_BREACH, text)]
    source = suspense_account(attempt.legs[index].currency)
    return _leg_settled(state, attempt, index, source, ())


def hear_leg_held(state: State, at: int, item: LegHeld) -> list[AnyEvent]:
    """Take the other operator's proof of its own leg."""
    leg = (item.agreement_id, item.cycle, item.attempt, item.leg)
    if not is_leg_of(state, leg, state.pacts[item.agreement_id].peer_id):
        return [_not_theirs(item)]
    return prove_leg(state, at, leg, item.proof, item.valid_until)


def hear_leg_failed(state: State, _at: int, item: LegFailed) -> list[AnyEvent]:
    """Take the other operator's word that its own leg is not to be had."""
    leg = (item.agreement_id, item.cycle, item.attempt, item.leg)
    if not is_leg_of(state, leg, state.pacts[item.agreement_id].peer_id):
        return [_not_theirs(item)]
    return refuse_leg(state, leg)


def _not_theirs(item: LegHeld | LegFailed) -> CaseOpened:
    text = f"it speaks of leg {item.leg} of attempt {item.attempt}, which it does not pay"
    return CaseOpened(f"{item.agreement_id}/{item.cycle}", CaseKind.PEER_BREACH, text)


def hear_release(state: State, _at: int, item: ReleaseDecided) -> list[AnyEvent]:
    """Do as the decider decided: our leg is released."""
    attempt = _decided_by_peer(state, item)
    if attempt is None or _settlement(attempt).is_released:
        return []
    if not _is_reserved(state, attempt):
        text = f"it releases attempt {item.attempt}, of which our leg is not held"
        return [CaseOpened(f"{item.agreement_id}/{item.cycle}", CaseKind.PEER_BREACH, text)]
    return [SettlementReleased(*attempt.words)]


def _is_reserved(state: State, attempt: Attempt) -> bool:
    """Whether every leg that we pay is held in our own books."""
    return all(
        leg_hold(leg_reference(attempt.pact, *attempt.words[1:], index)) in state.ledger.holds
        for index, leg in enumerate(attempt.legs)
        if leg.payer == state.operator_id
    )


def hear_void(state: State, _at: int, item: VoidDecided) -> list[AnyEvent]:
    """Do as the decider decided: the attempt ends; never after a release."""
    attempt = _decided_by_peer(state, item)
    if attempt is None:
        return []
    if _settlement(attempt).is_released:
        text = f"it voids attempt {item.attempt} after the release"
        return [CaseOpened(f"{item.agreement_id}/{item.cycle}", CaseKind.PEER_BREACH, text)]
    return [SettlementVoided(*attempt.words)]


def _decided_by_peer(state: State, item: ReleaseDecided | VoidDecided) -> Attempt | None:
    attempt = _under_way(state, item.agreement_id, item.cycle, item.attempt)
    return None if attempt is None or attempt.is_decided_here else attempt


def hear_attempt(state: State, _at: int, item: AttemptStarted) -> list[AnyEvent]:
    """Begin the decider's new attempt; one that does not follow a voided one is passed over."""
    pact = state.pacts[item.agreement_id]
    following = _after_void(pact, item.cycle)
    if following is None or following.is_decided_here or following.number != item.attempt:
        return []
    return start(state, following)


def _after_void(pact: Pact, number: int) -> Attempt | None:
    cycle = pact.cycles.get(number)
    settlement = cycle.settlement if cycle else None
    if cycle is None or settlement is None or not settlement.is_voided:
        return None
    return Attempt(pact, cycle, settlement.attempt + 1)


def restart_settlement(state: State, _at: int, command: RestartSettlement) -> list[AnyEvent]:
    """Try again after a voided attempt, as the cycle's decider."""
    pact = state.pacts.get(command.agreement_id)
    following = _after_void(pact, command.cycle) if pact else None
    if following is None:
        return not_allowed(command.agreement_id, "no voided settlement of this cycle")
    if not following.is_decided_here:
        return not_allowed(command.agreement_id, "the other operator decides this cycle")
    return start(state, following)


def settlement_due(state: State, at: int, key: str) -> list[AnyEvent]:
    """Ask how an unanswered settlement stands; void one whose proofs are running out."""
    agreement_id, cycle, number = key.rsplit("/", 2)
    attempt = _under_way(state, agreement_id, int(cycle), int(number))
    if attempt is None:
        return []
    settlement = _settlement(attempt)
    queried = SettlementQueried(*attempt.words)
    if settlement.is_released or not attempt.is_decided_here:
        return [queried]
    time_outs = attempt.pact.agreement_of(attempt.cycle.number).time_outs
    if at >= settlement.started_at + PATIENCE * time_outs.settlement_ms:
        return _void(attempt, "a leg is not held after all this time")
    return _judge(at, attempt, settlement.proofs) or [queried]
