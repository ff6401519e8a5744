"""What a settlement system is asked because money is paid out to its owner."""

from tallystick.core import events
from tallystick.core.effects import AnyEffect, Instruct, InstructionKind
from tallystick.core.state import State


def requested(state: State, _at: int, event: events.DefundingRequested) -> list[AnyEffect]:
    """Have the money paid out."""
    return [_pay_out(state, event.defunding_id, InstructionKind.PAY_OUT)]


def queried(state: State, _at: int, event: events.DefundingQueried) -> list[AnyEffect]:
    """Ask what became of it."""
    return [_pay_out(state, event.defunding_id, InstructionKind.QUERY)]


def _pay_out(state: State, defunding_id: str, kind: InstructionKind) -> AnyEffect:
    defunding = state.defundings[defunding_id]
    posting = defunding.posting
    currency = state.ledger.accounts[posting.debit].currency
    return Instruct(
        defunding.settlement_system, kind, defunding_id, currency, posting.amount, posting.debit
    )
