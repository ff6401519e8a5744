"""An invented settlement system: accounts, holds with proofs, and a numbered stream per node.

Every instruction is done once, by its reference; asked again it says again how
things stand. It may be slow, refuse, or do a thing and lose its answer; what it
did stays done. A reference that was voided can never be held again.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import sha256

from tallystick.core.effects import Instruct, InstructionKind
from tallystick.core.notices import (
    Credited,
    Held,
    HoldRefused,
    Notice,
    PaidOut,
    PayOutRefused,
    Released,
    Statement,
)


class Standing(StrEnum):
    """How an instruction stands."""

    HELD = "held"
    REFUSED = "refused"
    RELEASED = "released"
    VOIDED = "voided"
    PAID_OUT = "paid out"


@dataclass
class Instruction:
    """One instruction and its standing."""

    node: str
    counterparty: str
    amount: int
    standing: Standing
    valid_until: int = 0


@dataclass
class SettlementSystem:
    """One system in one currency; `proof_ms` is how long a hold is valid."""

    name: str
    currency: str
    proof_ms: int = 600_000
    balances: dict[str, int] = field(default_factory=dict)
    held: dict[str, int] = field(default_factory=dict)
    instructions: dict[str, Instruction] = field(default_factory=dict)
    streams: dict[str, list[Notice]] = field(default_factory=dict)
    refusing: int = 0

    def stream(self, node: str, after: int) -> list[tuple[int, Notice]]:
        """Return a node's notices after a number, in order."""
        notices = self.streams.get(node, [])
        return list(enumerate(notices, start=1))[after:]

    def _tell(self, node: str, notice: Notice) -> None:
        self.streams.setdefault(node, []).append(notice)

    def pay_in(self, node: str, reference: str, account_id: str, amount: int) -> None:
        """Let an owner of one of a node's accounts pay in."""
        self.balances[node] = self.balances.get(node, 0) + amount
        self._tell(node, Credited(reference, account_id, self.currency, amount))

    def instruct(self, at: int, node: str, instruct: Instruct) -> None:
        """Do what is asked, once; asked again, say again how it stands."""
        if instruct.kind is InstructionKind.STATEMENT:
            self._tell(node, Statement(self.currency, self.balances.get(node, 0)))
            return
        known = self.instructions.get(instruct.reference)
        if known is None:
            self._first(at, node, instruct)
        elif known.node == node:
            self._further(instruct, known)

    def _first(self, at: int, node: str, instruct: Instruct) -> None:
        kind = instruct.kind
        if kind is InstructionKind.HOLD:
            self._hold(at, node, instruct)
        elif kind is InstructionKind.PAY_OUT:
            self._pay_out(node, instruct)
        elif kind is InstructionKind.VOID:
            self._keep(node, instruct, Standing.VOIDED)
        elif kind is InstructionKind.QUERY:
            # Nothing is known of it: it will never be done under this reference.
            self._keep(node, instruct, Standing.REFUSED)
            self._answer(instruct.reference)

    def _keep(self, node: str, instruct: Instruct, standing: Standing, until: int = 0) -> None:
        self.instructions[instruct.reference] = Instruction(
            node, instruct.counterparty, instruct.amount, standing, until
        )

    def _hold(self, at: int, node: str, instruct: Instruct) -> None:
        free = self.balances.get(node, 0) - self.held.get(node, 0)
        if self.refusing or free < instruct.amount:
            self.refusing = max(0, self.refusing - 1)
            self._keep(node, instruct, Standing.REFUSED)
        else:
            self.held[node] = self.held.get(node, 0) + instruct.amount
            self._keep(node, instruct, Standing.HELD, at + self.proof_ms)
        self._answer(instruct.reference)

    def _pay_out(self, node: str, instruct: Instruct) -> None:
        free = self.balances.get(node, 0) - self.held.get(node, 0)
        if self.refusing or free < instruct.amount:
            self.refusing = max(0, self.refusing - 1)
            self._keep(node, instruct, Standing.REFUSED)
        else:
            self.balances[node] = self.balances.get(node, 0) - instruct.amount
            self._keep(node, instruct, Standing.PAID_OUT)
        self._answer(instruct.reference)

    def _further(self, instruct: Instruct, known: Instruction) -> None:
        kind = instruct.kind
        if kind is InstructionKind.RELEASE and known.standing is Standing.HELD:
            self._release(instruct.reference, known)
        elif kind is InstructionKind.VOID and known.standing is Standing.HELD:
            self.held[known.node] -= known.amount
            known.standing = Standing.VOIDED
        elif kind is not InstructionKind.VOID:
            self._answer(instruct.reference)

    def _release(self, reference: str, known: Instruction) -> None:
        """Move the money: final for both."""
        self.held[known.node] -= known.amount
        self.balances[known.node] -= known.amount
        self.balances[known.counterparty] = self.balances.get(known.counterparty, 0) + known.amount
        known.standing = Standing.RELEASED
        notice = Released(reference, self.currency, known.amount)
        self._tell(known.node, notice)
        self._tell(known.counterparty, notice)

    def _answer(self, reference: str) -> None:
        known = self.instructions[reference]
        self._tell(known.node, self._word(reference, known))

    def _word(self, reference: str, known: Instruction) -> Notice:
        leg = reference.count("/") == 3
        match known.standing:
            case Standing.HELD:
                return Held(reference, self.proof(reference), known.valid_until)
            case Standing.RELEASED:
                return Released(reference, self.currency, known.amount)
            case Standing.PAID_OUT:
                return PaidOut(reference)
            case Standing.REFUSED | Standing.VOIDED:
                return HoldRefused(reference) if leg else PayOutRefused(reference)

    def proof(self, reference: str) -> bytes:
        """Return the proof of a hold."""
        return sha256(f"{self.name}/{reference}".encode()).digest()

    def totals(self) -> Mapping[str, int]:
        """Return what the system holds for each node."""
        return dict(self.balances)
