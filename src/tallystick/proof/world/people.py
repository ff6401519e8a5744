"""The people of a world: they close cycles, and mend what only people mend.

They are not perfect: one of them now and then tries what takes two.
"""

from typing import TYPE_CHECKING

from tallystick.core.commands import (
    CloseCycle,
    FixCycleRate,
    ReinstateParticipant,
    RequestDefunding,
    RestartSettlement,
    SignResolution,
    SuspendParticipant,
)
from tallystick.core.ledger import participant_account
from tallystick.core.orders import Decision
from tallystick.core.rule_commands import AdoptRules
from tallystick.core.state import Pact, Payment
from tallystick.sandbox.chance import chance
from tallystick.terms.money import improve

if TYPE_CHECKING:
    from tallystick.proof.world.site import Site
    from tallystick.proof.world.world import World

ROUND_MS = 2_000


class People:
    """The people of both operators."""

    def __init__(self, world: "World") -> None:
        self.world = world
        self.paid_out = 0
        self.chance = chance(world.seed, "people and rules")

    def go_round(self) -> None:
        """Look at what waits for people, at each site that is up."""
        for site in self.world.sites.values():
            if site.node is not None and site.node.may_decide:
                self.world.officers.review(site)
                self._restart(site)
                self._resolve(site)
        self.world.agenda.after(ROUND_MS, self.go_round)

    def _restart(self, site: "Site") -> None:
        assert site.node is not None
        for pact in site.node.state.pacts.values():
            for number, cycle in pact.cycles.items():
                if cycle.settlement is not None and cycle.settlement.is_voided:
                    site.take(RestartSettlement(pact.agreement_id, number))

    def close_cycle(self) -> None:
        """Close the open cycle at one of the two nodes, sometimes with a new rate for the next."""
        site = self.world.chance.choice(list(self.world.sites.values()))
        if site.node is None:
            return
        for pact in site.node.state.pacts.values():
            if not pact.current:
                continue
            agreement = pact.agreement
            opening = agreement.opening_rate
            if opening is not None and agreement.rate_fixer == site.operator_id:
                moved = improve(
                    pact.rate_of(pact.open_cycle), self.world.chance.randrange(-20, 21)
                )
                site.take(FixCycleRate(pact.agreement_id, moved))
            site.take(CloseCycle(pact.agreement_id, pact.open_cycle))

    def suspend(self) -> None:
        """Suspend a bank for a while, while its payments are under way."""
        self.world.coverage.fault("suspension")
        site = self.world.chance.choice(list(self.world.sites.values()))
        bank = self.world.chance.choice(list(self.world.banks.values()))
        agreement_id = self.world.agreement.agreement_id
        site.take(SuspendParticipant(bank.participant_id, agreement_id, "cy"))
        reinstate = ReinstateParticipant(bank.participant_id, agreement_id, "cy")
        self.world.agenda.after(4_000, lambda: site.take(reinstate))

    def plan_rules(self, within_ms: int) -> None:
        """Have each country change its rules once within a time."""
        for site in self.world.sites.values():
            at_ms = self.chance.randrange(within_ms)
            self.world.agenda.after(at_ms, lambda site=site: self.put_rules_in_force(site))  # type: ignore[misc]

    def put_rules_in_force(self, site: "Site") -> None:
        """Have two people put the next rules in force; now and then one of them tries alone."""
        rules, digest = site.jurisdiction.next_rules()
        draw = self.chance.randrange(100)
        site.take(AdoptRules(rules, digest, "ann"))
        if draw < 20:
            self.world.coverage.fault("one person tried rules")
            site.take(AdoptRules(rules, digest, "ann"))
        if draw < 90:
            site.take(AdoptRules(rules, digest, "bo"))

    def pay_out(self) -> None:
        """Pay some of a bank's money out to it."""
        bank = self.world.chance.choice(list(self.world.banks.values()))
        site = self.world.site_of(bank)
        self.paid_out += 1
        account_id = participant_account(bank.participant_id, bank.currency)
        system = self.world.system_of(site.operator_id)
        amount = self.world.chance.randrange(1, 500_000)
        site.take(RequestDefunding(f"out-{self.paid_out}", system.name, account_id, amount))

    def _resolve(self, site: "Site") -> None:
        """Two people at each site sign how each frozen payment ends."""
        assert site.node is not None
        for pact in site.node.state.pacts.values():
            for payment_id in list(pact.frozen):
                for signer in self.world.sites.values():
                    if signer.node is not None and signer.node.may_decide:
                        self._sign(signer, pact, payment_id)

    def _sign(self, site: "Site", pact: Pact, payment_id: str) -> None:
        outcome, cycle = Decision.REJECTED, 0
        decided = self._as_decided(payment_id)
        if decided is not None and decided.decision is not None and decided.cycle:
            outcome, cycle = decided.decision, decided.cycle
        for person in ("ann", "bo"):
            site.take(SignResolution(pact.agreement_id, payment_id, outcome, cycle, person))

    def _as_decided(self, payment_id: str) -> Payment | None:
        """Ask both nodes' people on the telephone how the decider's books have it."""
        for site in self.world.sites.values():
            payment = site.node.state.payments.get(payment_id) if site.node else None
            if payment is not None and payment.side.value == "creditor":
                return payment
        return None
