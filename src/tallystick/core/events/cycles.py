"""What can happen to a cycle, from its rate to its settlement."""

import msgspec

from tallystick.core.events.shared import Event
from tallystick.core.ledger import Posting
from tallystick.terms.money import Rate


class CycleRateFixed(Event, frozen=True):
    """The cycle that opens next has this rate."""

    agreement_id: str
    rate: Rate


class CycleEvent(Event, frozen=True):
    """Something happened to one cycle of an agreement."""

    agreement_id: str
    cycle: int


class CycleClosed(CycleEvent, frozen=True):
    """Our direction is closed: from here on acceptances count in the next cycle.

    `new_version` is the agreement's version that the next cycle opens under, 0 if it is that of
    before (or the rules of then did not say).
    """

    count: int
    debtor_total: int
    creditor_total: int
    root: bytes
    next_rate: Rate | None
    new_version: int = 0


class DeclarationHeard(CycleEvent, frozen=True):
    """The other node has closed its direction."""

    count: int
    debtor_total: int
    creditor_total: int
    root: bytes
    next_rate: Rate | None


class CycleMatched(CycleEvent, frozen=True):
    """Both halves give this tally root."""

    root: bytes


class CycleUnequal(CycleEvent, frozen=True):
    """The halves do not match: the cycle stops."""


class DifferencesNamed(CycleEvent, frozen=True):
    """The exact lines in which the halves differ: ours without theirs, theirs without ours."""

    ours: tuple[bytes, ...]
    theirs: tuple[bytes, ...]


class CycleSigned(CycleEvent, frozen=True):
    """We sign the tally root: the halves match and our prefunding is all there."""

    root: bytes


class SignatureHeard(CycleEvent, frozen=True):
    """The other operator signs the tally root."""

    root: bytes


class SettlementLeg(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One payment between the operators: minor units of `currency` at a settlement system.

    `countervalue` is the amount in the currency of the end that does not hold
    the settlement currency, at the cycle's rate.
    """

    settlement_system: str
    currency: str
    payer: str
    payee: str
    amount: int
    countervalue: int


class SettlementStarted(CycleEvent, frozen=True):
    """Both have signed; these legs settle the cycle (none: nothing is owed)."""

    attempt: int
    legs: tuple[SettlementLeg, ...]


class LegReserved(CycleEvent, frozen=True):
    """Our own books set aside what our leg takes, and the system is asked to hold it."""

    leg: int
    postings: tuple[Posting, ...]


class LegProved(CycleEvent, frozen=True):
    """A leg is held at its settlement system, by this proof, until then."""

    attempt: int
    leg: int
    proof: bytes
    valid_until: int


class LegRefused(CycleEvent, frozen=True):
    """A leg is not to be had in this attempt."""

    attempt: int
    leg: int


class SettlementReleased(CycleEvent, frozen=True):
    """The decider releases: from here on nobody voids."""

    attempt: int


class SettlementVoided(CycleEvent, frozen=True):
    """The decider ends the attempt without settlement."""

    attempt: int


class LegSettled(CycleEvent, frozen=True):
    """A leg is final at its settlement system, and our books follow."""

    leg: int
    postings: tuple[Posting, ...]


class CycleSettled(CycleEvent, frozen=True):
    """All legs are final: what remains on the clearing account is exchange difference."""

    postings: tuple[Posting, ...]


class SettlementQueried(CycleEvent, frozen=True):
    """An instruction has no answer: the system is asked how it stands."""

    attempt: int
