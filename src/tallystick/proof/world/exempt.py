"""The exemptions of a world: what its agreement names, what its policies claim, what came of it.

In some worlds an end is exempt from its lists for some payments, in some an end has no list
and its exemption alone. Their policies mostly claim what is agreed, and now and then what
nobody has agreed, or all where some is agreed; a later version of the agreement may name the
exemption no more.
"""

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from msgspec.structs import replace

from tallystick.core import events
from tallystick.core.agreements import Agreement, End
from tallystick.core.effects import AnyEffect, ScreenAgain, SystemEventKind, TellSystemEvent
from tallystick.core.state import Pact, Payment, State
from tallystick.sandbox.chance import chance
from tallystick.sandbox.screening import LIST, Claim
from tallystick.terms.parties import Side
from tallystick.terms.reasons import StatusReason
from tallystick.terms.verdicts import Outcome

_INSTANT: Final = "instant"
_TREASURY: Final = "treasury"
_UNHEARD_OF: Final = "unheard-of"
_LAW: Final = "the law that says so"
KEPT: Final = 0.4
# A claim that cannot stand holds what it is made for: of so many payments, one.
SELDOM: Final = 6


class Leg(NamedTuple):
    """What of one operator's leg is exempt: the end's lists and exemptions, and the claims.

    A policy of the leg has one of the claims, or where it is None no exemption.
    """

    lists: tuple[str, ...] = (LIST,)
    exemptions: tuple[tuple[str, str], ...] = ()
    claims: tuple[Claim | None, ...] = (None,)


_SCREENED: Final = Leg()
# Here nobody has agreed to either; the other end may have to the second.
_CLAIMING: Final = Leg(
    claims=(
        None,
        None,
        Claim(_UNHEARD_OF, one_in=SELDOM),
        Claim(_INSTANT, one_in=SELDOM),
    )
)
_PARTLY: Final = Leg(
    exemptions=((_INSTANT, _LAW),),
    claims=(
        None,
        Claim(_INSTANT),
        Claim(_INSTANT),
        Claim(_INSTANT),
        Claim(_UNHEARD_OF, one_in=SELDOM),
        Claim(_INSTANT, is_whole=True, one_in=SELDOM),
    ),
)
_WHOLLY: Final = Leg(
    lists=(),
    exemptions=((_TREASURY, _LAW),),
    claims=(
        None,
        Claim(_TREASURY, is_whole=True, one_in=1),
        Claim(_TREASURY, is_whole=True),
        Claim(_TREASURY, is_whole=True),
        Claim(_UNHEARD_OF, is_whole=True, one_in=SELDOM),
    ),
)
_LEGS: Final = (_SCREENED, _SCREENED, _CLAIMING, _PARTLY, _PARTLY, _WHOLLY)


def leg_of(seed: int, operator_id: str) -> Leg:
    """Return what is exempt of an operator's leg in a world."""
    return chance(seed, f"exemptions of {operator_id}").choice(_LEGS)


def with_exemptions(seed: int, agreement: Agreement) -> Agreement:
    """Return the agreement with what the legs of this world are exempt from."""
    first, second = agreement.ends
    return replace(agreement, ends=(_as_in(seed, first), _as_in(seed, second)))


def _as_in(seed: int, end: End) -> End:
    leg = leg_of(seed, end.operator_id)
    return replace(end, screening_lists=leg.lists, exemptions=leg.exemptions)


def renegotiated(seed: int, version: int, end: End) -> End:
    """Return an end as a further version has it, which may end its exemption or bring it back."""
    if chance(seed, f"exemptions of {end.operator_id} in {version}").random() < KEPT:
        return end
    if end.exemptions:
        return replace(end, screening_lists=(LIST,), exemptions=())
    return _as_in(seed, end)


# What came of them.

_IN_SPITE: Final = "in spite of it"
BY_VERSION: Final = "screened again by a version"
EXEMPT: Final = (
    "passed without lists",
    "passed beside lists",
    "released by people",
    f"reviewed {_IN_SPITE}",
    f"refused {_IN_SPITE}",
    f"blocked {_IN_SPITE}",
    "held: nobody agreed to it",
    "held: agreed no more",
    "held: of a former policy",
    "held: from all lists where some are agreed",
    "held: beside former lists",
    BY_VERSION,
)


def exempt_in(state: State, happened: Sequence[events.AnyEvent]) -> Iterator[str]:
    """Name what became of exemptions in the events of one command; `state` is right after it."""
    released = any(isinstance(event, events.ReleaseConfirmed) for event in happened)
    for event in happened:
        if not isinstance(event, events.PaymentEvent):
            continue
        payment = state.payments.get(event.payment_id)
        pact = state.pacts.get(payment.order.agreement_id) if payment is not None else None
        if payment is not None and pact is not None and payment.verdict.exemption:
            yield from _became(state, pact, event, payment)
            if isinstance(event, events.PaymentForwarded) and released:
                yield EXEMPT[2]


def _became(state: State, pact: Pact, event: events.AnyEvent, payment: Payment) -> Iterator[str]:
    outcome = payment.verdict.outcome
    match event:
        case events.PaymentForwarded():
            yield EXEMPT[bool(payment.verdict.bundle)]
        case events.PaymentAccepted() if payment.side is Side.CREDITOR:
            yield EXEMPT[bool(payment.verdict.bundle)]
        case events.PaymentHeld(cause=events.HoldCause.REVIEW):
            yield EXEMPT[3]
        case events.PaymentRefused() | events.PaymentRejected() if outcome is Outcome.REFUSE:
            yield from [EXEMPT[4]] * (event.reason is StatusReason.REGULATORY_REASON)
        case events.PaymentBlocked():
            yield EXEMPT[5]
        case events.PaymentHeld():
            yield f"held: {_why(state, pact, payment)}"
        case _:
            pass


def _why(state: State, pact: Pact, payment: Payment) -> str:
    """Say why an exemption did not count: the first of all that may be wrong with it."""
    verdict, policy = payment.verdict, pact.policy
    named = [dict(text.ends[pact.own].exemptions) for text in pact.versions.values()]
    if not pact.own_end.exempts(verdict.exemption):
        was_agreed = any(verdict.exemption in each for each in named)
        return "agreed no more" if was_agreed else "nobody agreed to it"
    if policy is None or policy.digest != verdict.settings:
        return "of a former policy"
    if not verdict.bundle:
        return "from all lists where some are agreed"
    return "beside former lists" if verdict.bundle != state.bundle else "beside a former good guy"


def exempt_told(effects: Sequence[AnyEffect]) -> Iterator[str]:
    """Name what left because a version of the agreement changed what a leg is exempt from."""
    versions = [each for each in effects if isinstance(each, TellSystemEvent)]
    is_new = any(each.kind is SystemEventKind.VERSION_IN_FORCE for each in versions)
    if is_new and any(isinstance(each, ScreenAgain) for each in effects):
        yield BY_VERSION
