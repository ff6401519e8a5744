"""What the operator's people do: who takes part, cases, cycles, money paid out.

Who acts is the person whose certificate it is; where two people are needed, the core
sees to it that they are two.
"""

from tallystick.core.commands import (
    CloseCase,
    CloseCycle,
    RegisterParticipant,
    RegisterProvider,
    ReinstateParticipant,
    RequestDefunding,
    RestartSettlement,
    SignResolution,
    SuspendParticipant,
)
from tallystick.node.doors.asked import (
    CaseNamed,
    CycleNamed,
    Defunding,
    Nothing,
    ParticipantNamed,
    ParticipantTerms,
    ProviderTerms,
    Resolution,
)
from tallystick.node.doors.inside import Inside, Refusal, act
from tallystick.node.doors.told import Act, ClockConfirmed
from tallystick.node.node import Node
from tallystick.node.parties import Party
from tallystick.terms.reasons import StatusReason


async def register_participant(
    inside: Inside, _party: Party, asked: ParticipantTerms
) -> Act | Refusal:
    """Take up a participant, or set its limits anew."""
    command = RegisterParticipant(
        asked.participant,
        asked.agreement,
        asked.operator,
        asked.daily_limit,
        asked.net_debit_limit,
    )
    return await act(inside, asked.participant, command)


async def suspend_participant(
    inside: Inside, party: Party, asked: ParticipantNamed
) -> Act | Refusal:
    """Stop a participant's new payments."""
    command = SuspendParticipant(asked.participant, asked.agreement, party.id)
    return await act(inside, asked.participant, command)


async def reinstate_participant(
    inside: Inside, party: Party, asked: ParticipantNamed
) -> Act | Refusal:
    """Let a participant send and receive again."""
    command = ReinstateParticipant(asked.participant, asked.agreement, party.id)
    return await act(inside, asked.participant, command)


async def register_provider(inside: Inside, _party: Party, asked: ProviderTerms) -> Act | Refusal:
    """Take up an exchange provider, or set its limit anew."""
    command = RegisterProvider(asked.provider, asked.agreement, asked.exposure_limit)
    return await act(inside, asked.provider, command)


async def close_case(inside: Inside, party: Party, asked: CaseNamed) -> Act | Refusal:
    """Put a case away."""
    return await act(inside, asked.case_id, CloseCase(asked.case_id, party.id))


async def close_cycle(inside: Inside, _party: Party, asked: CycleNamed) -> Act | Refusal:
    """Close the direction that this node decides."""
    return await act(inside, _cycle(asked), CloseCycle(asked.agreement, asked.cycle))


async def restart_settlement(inside: Inside, _party: Party, asked: CycleNamed) -> Act | Refusal:
    """Try again to settle a cycle whose last attempt was voided."""
    return await act(inside, _cycle(asked), RestartSettlement(asked.agreement, asked.cycle))


async def request_defunding(inside: Inside, _party: Party, asked: Defunding) -> Act | Refusal:
    """Have money paid out to its owner at a settlement system."""
    command = RequestDefunding(
        asked.defunding_id, asked.settlement_system, asked.account_id, asked.amount
    )
    done = await act(inside, asked.defunding_id, command)
    if isinstance(done, Refusal) and done.code == StatusReason.DUPLICATION:
        is_same = await inside.runner.read(lambda node: _is_under_way(node, asked))
        return Act(asked.defunding_id, []) if is_same else done
    return done


def _is_under_way(node: Node, asked: Defunding) -> bool:
    """Whether the very same words were taken before, and the system has not answered yet."""
    known = node.state.defundings.get(asked.defunding_id)
    if known is None:
        return False
    said = (known.settlement_system, known.posting.debit, known.posting.amount)
    return said == (asked.settlement_system, asked.account_id, asked.amount)


async def sign_resolution(inside: Inside, party: Party, asked: Resolution) -> Act | Refusal:
    """Sign how a payment ends whose decider cannot say."""
    command = SignResolution(
        asked.agreement, asked.payment_id, asked.decision, asked.cycle, party.id
    )
    return await act(inside, asked.payment_id, command)


async def confirm_clock(inside: Inside, party: Party, _asked: Nothing) -> ClockConfirmed | Refusal:
    """Say that the clock is right; two people make a node decide again that stopped at a jump."""
    around = inside.runner.around
    goes_on = around.guard.confirm(party.id)
    around.log.warning("clock-confirmed", person=party.id, decisions_go_on=goes_on)
    return ClockConfirmed(goes_on, inside.runner.halted_because)


def _cycle(asked: CycleNamed) -> str:
    return f"{asked.agreement}/{asked.cycle}"
