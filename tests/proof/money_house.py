"""A settlement system for two nodes: it keeps real balances and tells each node in order.

It may be told to refuse holds and payments out, to hold for too short a time, to keep
silent until it is asked again, and to state a wrong balance once.
"""

from dataclasses import dataclass, field
from random import Random

from tallystick.core import effects as f
from tallystick.core import notices as n


@dataclass
class Pledge:
    """One leg that the system was asked to hold."""

    payer: str
    payee: str
    amount: int
    currency: str
    stage: str
    valid_until: int = 0


@dataclass
class MoneyHouse:
    """One settlement system."""

    name: str
    currency: str
    chance: Random
    temper: int = 1
    is_kind: bool = False
    at: int = 0
    money: dict[str, int] = field(default_factory=dict)
    pledges: dict[str, Pledge] = field(default_factory=dict)
    paid: dict[str, str] = field(default_factory=dict)
    told: dict[str, list[n.Notice]] = field(default_factory=dict)

    def tell(self, node: str, notice: n.Notice) -> None:
        """Number a notice in the node's stream."""
        self.told.setdefault(node, []).append(notice)

    def mishap(self, odds: float) -> bool:
        """Whether something goes wrong now."""
        return not self.is_kind and self.chance.random() < odds * self.temper

    def credit(self, node: str, account_id: str, amount: int) -> None:
        """Take money in for one of the node's accounts."""
        self.money[node] = self.money.get(node, 0) + amount
        reference = f"in-{self.name}-{len(self.told.get(node, []))}"
        self.tell(node, n.Credited(reference, account_id, self.currency, amount))

    def take(self, node: str, order: f.Instruct) -> None:
        """Do what a node instructs."""
        match order.kind:
            case f.InstructionKind.STATEMENT:
                wrong = 1 if self.mishap(0.1) else 0
                held = self.money.get(f"held {node}", 0)
                balance = self.money.get(node, 0) + held + wrong
                self.tell(node, n.Statement(self.currency, balance))
            case f.InstructionKind.HOLD:
                self._hold(node, order)
            case f.InstructionKind.RELEASE:
                self._release(order.reference)
            case f.InstructionKind.VOID:
                self._void(order.reference)
            case f.InstructionKind.PAY_OUT:
                self._pay_out(node, order)
            case f.InstructionKind.QUERY:
                self._answer(node, order)

    def _hold(self, node: str, order: f.Instruct) -> None:
        if order.reference in self.pledges:
            return
        enough = self.money.get(node, 0) >= order.amount
        stage = "held" if enough and not self.mishap(0.15) else "refused"
        valid_until = self.at + (30_000 if self.mishap(0.1) else 10_000_000)
        self.pledges[order.reference] = Pledge(
            node, order.counterparty, order.amount, self.currency, stage, valid_until
        )
        if stage == "held":
            self.money[node] -= order.amount
            self.money[f"held {node}"] = self.money.get(f"held {node}", 0) + order.amount
        if not self.mishap(0.2):
            self._answer(node, order)

    def _answer(self, node: str, order: f.Instruct) -> None:
        reference = order.reference
        if reference in self.paid:
            kind = n.PaidOut if self.paid[reference] == "paid" else n.PayOutRefused
            self.tell(node, kind(reference))
            return
        pledge = self.pledges.get(reference)
        if pledge is None:
            if "/" in reference:
                self._hold(node, order)
            else:
                self._pay_out(node, order)
        elif pledge.stage == "held":
            self.tell(node, n.Held(reference, reference.encode(), pledge.valid_until))
        elif pledge.stage == "refused":
            self.tell(node, n.HoldRefused(reference))

    def _release(self, reference: str) -> None:
        pledge = self.pledges.get(reference)
        if pledge is None or pledge.stage != "held" or self.mishap(0.15):
            return
        pledge.stage = "released"
        self.money[f"held {pledge.payer}"] -= pledge.amount
        self.money[pledge.payee] = self.money.get(pledge.payee, 0) + pledge.amount
        for node in (pledge.payer, pledge.payee):
            self.tell(node, n.Released(reference, pledge.currency, pledge.amount))

    def _void(self, reference: str) -> None:
        pledge = self.pledges.get(reference)
        if pledge is not None and pledge.stage == "held":
            pledge.stage = "voided"
            self.money[f"held {pledge.payer}"] -= pledge.amount
            self.money[pledge.payer] += pledge.amount

    def _pay_out(self, node: str, order: f.Instruct) -> None:
        if order.reference in self.paid:
            return
        if self.mishap(0.2):
            self.paid[order.reference] = "refused"
        else:
            self.paid[order.reference] = "paid"
            self.money[node] -= order.amount
        if not self.mishap(0.2):
            self._answer(node, order)
