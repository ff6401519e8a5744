"""The people of a world who judge what screening stops: policies, held payments, good-guy entries.

They are not perfect: one of them now and then tries what takes two, a second word comes
late, an escalated hold is released without a supervisor.
"""

from collections.abc import Callable
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from tallystick.core.commands import AnyCommand
from tallystick.core.decide.requesting import REQUESTS_MAX
from tallystick.core.events import HoldCause
from tallystick.core.grounds import GOOD_GUY_LIFE_MAX_MS
from tallystick.core.lifecycle import PaymentState
from tallystick.core.screening_commands import (
    ConfirmGoodGuy,
    ConfirmPolicy,
    EscalateHeld,
    NoteHeld,
    ProposeGoodGuy,
    RefuseHeld,
    ReleaseHeld,
    RequestInformation,
    RevokeGoodGuy,
    WithdrawRelease,
)
from tallystick.core.state import Payment
from tallystick.links.information_requests import REQUEST
from tallystick.node.engine import Personal
from tallystick.sandbox.chance import chance
from tallystick.sandbox.screening import LIST
from tallystick.terms.instants import DAY_MS
from tallystick.terms.reviews import (
    EscalationReason,
    RefusalReason,
    ReleaseReason,
    SecondThought,
    Standing,
    Subject,
)

if TYPE_CHECKING:
    from tallystick.proof.world.site import Site
    from tallystick.proof.world.world import World

STAFF, SECOND, SUPERVISOR = "ann", "bo", "cy"
STANDINGS: Final = {STAFF: Standing.STAFF, SECOND: Standing.STAFF, SUPERVISOR: Standing.SUPERVISOR}
NOTE: Final = "note"
TOO_MANY, ASKED_ANEW = 12, 80
LATE_MS: Final = (0, 0, 0, 1_500, 4_000)
SCREENING_MS: Final = (0, 5, 300, 1_200)
LIVES_MS: Final = (700, 2_000, 9_000, 60_000, 60_000, GOOD_GUY_LIFE_MAX_MS + DAY_MS)


class Officers:
    """The officers of both operators."""

    def __init__(self, world: "World") -> None:
        self.world = world
        self.chance = chance(world.seed, "officers")
        self.policies = 0
        self.asked = 0

    def _later(self, site: "Site", command: AnyCommand, *, wait_ms: int) -> None:
        if wait_ms:
            self.world.agenda.after(wait_ms, lambda: site.take(command))
        else:
            site.take(command)

    def screening_ms(self) -> int:
        """Return how long it takes until what is to be screened again is."""
        return 0 if self.world.is_calm else self.chance.choice(SCREENING_MS)

    # Policies.

    def found(self, site: "Site") -> None:
        """Put a site's first policy in force."""
        for person in (STAFF, SECOND):
            site.take(self._word(site, self._new_policy(site), person))
        self.policies += 1

    def _new_policy(self, site: "Site") -> bytes:
        return sha256(f"{site.operator_id}/policy {self.policies}".encode()).digest()

    def _word(self, site: "Site", digest: bytes, person: str) -> ConfirmPolicy:
        agreement_id = self.world.agreement.agreement_id
        pact = site.node.state.pacts.get(agreement_id) if site.node is not None else None
        policy = pact.policy if pact is not None else None
        version = policy.version + 1 if policy is not None else 1
        return ConfirmPolicy(agreement_id, digest, version, person)

    def change_policy(self) -> None:
        """Have a site's people confirm another policy, as it should be done or otherwise."""
        site = self.chance.choice(list(self.world.sites.values()))
        self.policies += 1
        digest = self._new_policy(site)
        self.world.coverage.fault("policy changed")
        wait_ms = self.chance.choice(LATE_MS)
        site.take(self._word(site, digest, STAFF))
        match self.chance.randrange(6):
            case 0:
                self.world.coverage.fault("one person tried a policy")
                self._later(site, self._word(site, digest, STAFF), wait_ms=wait_ms)
            case 1:
                self.world.coverage.fault("two policies wanted")
                other = sha256(digest).digest()
                self._later(site, self._word(site, other, SECOND), wait_ms=wait_ms)
                self._later(site, self._word(site, other, STAFF), wait_ms=wait_ms + 50)
            case _:
                self._later(site, self._word(site, digest, SECOND), wait_ms=wait_ms)

    # Holds.

    def review(self, site: "Site") -> None:
        """Look at what is held for people, and at the good-guy entries."""
        assert site.node is not None
        for payment_id, payment in site.node.state.payments.items():
            if payment.state is PaymentState.HELD and payment.hold_cause is HoldCause.REVIEW:
                self._judge(site, payment_id, payment)
        for name, entry in site.node.state.good_guys.items():
            if self.chance.randrange(100) < 12:
                site.take(RevokeGoodGuy(name, SECOND))
            elif not entry.confirmed_by and self.chance.randrange(100) < 30:
                site.take(ConfirmGoodGuy(name, SECOND))

    def _judge(self, site: "Site", payment_id: str, payment: Payment) -> None:
        draw = self.chance.randrange(100)
        if draw < 30 and not self.world.is_calm:
            return
        acts: tuple[tuple[int, Callable[[], None]], ...] = (
            (38, lambda: self._escalate(site, payment_id)),
            (50, lambda: site.take(RefuseHeld(payment_id, STAFF, self._refusal()))),
            (56, lambda: self._release_alone(site, payment_id)),
            (62, lambda: self._think_twice(site, payment_id)),
            (74, lambda: self._spare(site, payment_id)),
            (86, lambda: self._ask(site, payment_id)),
            (100, lambda: self._release(site, payment_id, payment)),
        )
        next(act for until, act in acts if draw < until)()

    def _refusal(self) -> RefusalReason:
        return self.chance.choice(list(RefusalReason))

    def _escalate(self, site: "Site", payment_id: str) -> None:
        words = (Personal(NOTE, f"looks like {payment_id}".encode()),)
        site.take_with(NoteHeld(payment_id, STAFF), words)
        reason = self.chance.choice(list(EscalationReason))
        site.take_with(EscalateHeld(payment_id, STAFF, reason), words)

    def _yes(self, payment_id: str, person: str) -> ReleaseHeld:
        reason = self.chance.choice(list(ReleaseReason))
        return ReleaseHeld(payment_id, person, reason, STANDINGS[person])

    def _release_alone(self, site: "Site", payment_id: str) -> None:
        self.world.coverage.fault("one person tried")
        site.take(self._yes(payment_id, STAFF))
        site.take(self._yes(payment_id, STAFF))

    def _think_twice(self, site: "Site", payment_id: str) -> None:
        """Take a word back, or turn another's down; who then says yes is the first again."""
        site.take(self._yes(payment_id, STAFF))
        who = self.chance.choice((STAFF, SECOND))
        reason = self.chance.choice(list(SecondThought))
        site.take(WithdrawRelease(payment_id, who, reason))
        if self.chance.randrange(2):
            site.take(self._yes(payment_id, SECOND))

    def _release(self, site: "Site", payment_id: str, payment: Payment) -> None:
        """Release it by two people, of whom the second may be late."""
        second = SECOND
        if payment.is_escalated:
            second = self.chance.choice((SECOND, SUPERVISOR, SUPERVISOR))
            if second == SECOND:
                self.world.coverage.fault("no supervisor tried")
        wait_ms = 0 if self.world.is_calm else self.chance.choice(LATE_MS)
        site.take(self._yes(payment_id, STAFF))
        self._later(site, self._yes(payment_id, second), wait_ms=wait_ms)

    def _ask(self, site: "Site", payment_id: str) -> None:
        """Ask its bank, now and then far too often, in other words, or at the wrong node."""
        draw = self.chance.randrange(100)
        names = [self._fresh_request(site) for _ in range(REQUESTS_MAX + 1)]
        for name in names if draw < TOO_MANY else names[:1]:
            self._request(site, payment_id, name, sha256(name.encode()).digest())
        if draw >= ASKED_ANEW:
            content = self.chance.choice((sha256(names[0].encode()).digest(), b"other words"))
            self._request(site, payment_id, names[0], content)

    def _fresh_request(self, site: "Site") -> str:
        self.asked += 1
        digest = sha256(f"{site.operator_id}/request {self.asked}".encode()).hexdigest()
        return f"information:{digest[:32]}"

    def _request(self, site: "Site", payment_id: str, name: str, content: bytes) -> None:
        subject = self.chance.choice(list(Subject))
        words = (Personal(REQUEST, f"tell us more, {name}".encode()),)
        site.take_with(RequestInformation(payment_id, name, STAFF, subject, content), words)

    def _spare(self, site: "Site", payment_id: str) -> None:
        """Have it said, by two people or by one who tries alone, that the party is another."""
        alike = site.screening.likeness(payment_id)
        expires_at = site.clock() + self.chance.choice(LIVES_MS)
        reason = self.chance.choice(list(ReleaseReason))
        entry = (alike.party, LIST, alike.entity_id, alike.content, reason, expires_at)
        site.take(ProposeGoodGuy(*entry, STAFF, payment_id))
        second = SECOND
        if self.chance.randrange(100) < 20:
            self.world.coverage.fault("one person tried a good guy")
            second = STAFF
        wait_ms = self.chance.choice(LATE_MS)
        self._later(site, ConfirmGoodGuy(alike.good_guy_id, second), wait_ms=wait_ms)
