"""What the banks of a demo will send, and what must come of each, reckoned before it is sent.

Each kind of payment has one outcome that the agreement, the lists and the banks' own
accounts leave open to nothing else. The plan also says how much money each bank must
have, so that only those payments lack funds that are meant to.
"""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from types import MappingProxyType
from typing import Final, NamedTuple

from tallystick.sandbox.chance import Chance, chance
from tallystick.sandbox.customers import Customer, named
from tallystick.sandbox.law import LIMITED, LIMITED_THERE, REPORTED_THERE, TRADE
from tallystick.sandbox.letters import BREAKAGES
from tallystick.sandbox.stage import Side, Stage
from tallystick.terms.money import Rounding, convert, divide
from tallystick.terms.reasons import PaymentStatus, StatusReason


class Kind(StrEnum):
    """What a payment of the plan is there to show."""

    ORDINARY = "on a quote"
    STANDING = "at the standing rate"
    URGENT = "urgent"
    REVIEWED = "held here, released by two people"
    REVIEWED_THERE = "held there, released by two people"
    LISTED = "name on a list here"
    LISTED_THERE = "name on a list there"
    NO_FUNDS = "no funds"
    EXPIRED = "quote expired"
    UNQUOTED = "quote never given"
    WRONG_AMOUNT = "not the quoted amount"
    WRONG_CURRENCY = "not the sender's currency"
    OVER_MAX = "over the agreed maximum"
    UNKNOWN_ACCOUNT = "unknown account"
    UNKNOWN_BANK = "unknown bank"
    SILENT = "silent bank"
    MISUSED_ID = "same id, other content"
    DUPLICATE = "the same message again"
    BROKEN = "broken message"
    UNDECLARED = "no purpose declared"
    OVER_LIMIT = "over a limit of the law here"
    UNDECLARED_THERE = "no reporting code for there"
    OVER_LIMIT_THERE = "over a limit of the law there"


class Ending(StrEnum):
    """How a message ends, as it is counted."""

    SETTLED = "settled"
    REFUSED = "refused"
    BROKEN = "broken"
    DUPLICATE = "duplicate"
    PENDING = "pending"


class Outcome(NamedTuple):
    """How a message ends, and by which reason, rule or repeated status."""

    ending: Ending
    word: str = ""


SETTLED: Final = Outcome(Ending.SETTLED)
PENDING: Final = Outcome(Ending.PENDING)


def refused(reason: StatusReason) -> Outcome:
    """Return the outcome of a refusal."""
    return Outcome(Ending.REFUSED, reason.value)


EXPECTED: Final[Mapping[Kind, Outcome]] = MappingProxyType(
    {
        Kind.ORDINARY: SETTLED,
        Kind.STANDING: SETTLED,
        Kind.URGENT: SETTLED,
        Kind.REVIEWED: SETTLED,
        Kind.REVIEWED_THERE: SETTLED,
        Kind.LISTED: refused(StatusReason.REGULATORY_REASON),
        Kind.LISTED_THERE: refused(StatusReason.REGULATORY_REASON),
        Kind.NO_FUNDS: refused(StatusReason.INSUFFICIENT_FUNDS),
        Kind.EXPIRED: refused(StatusReason.SETTLEMENT_ABORTED),
        Kind.UNQUOTED: refused(StatusReason.SETTLEMENT_ABORTED),
        Kind.WRONG_AMOUNT: refused(StatusReason.WRONG_AMOUNT),
        Kind.WRONG_CURRENCY: refused(StatusReason.NOT_ALLOWED_CURRENCY),
        Kind.OVER_MAX: refused(StatusReason.NOT_ALLOWED_AMOUNT),
        Kind.UNKNOWN_ACCOUNT: refused(StatusReason.INCORRECT_ACCOUNT),
        Kind.UNKNOWN_BANK: refused(StatusReason.CREDITOR_BANK_NOT_REGISTERED),
        Kind.SILENT: refused(StatusReason.CREDITOR_AGENT_TIMED_OUT),
        Kind.MISUSED_ID: refused(StatusReason.DUPLICATION),
        Kind.UNDECLARED: refused(StatusReason.INVALID_PURPOSE),
        Kind.OVER_LIMIT: refused(StatusReason.NOT_ALLOWED_AMOUNT),
        Kind.UNDECLARED_THERE: refused(StatusReason.INVALID_REGULATORY_INFORMATION),
        Kind.OVER_LIMIT_THERE: refused(StatusReason.NOT_ALLOWED_AMOUNT),
        Kind.DUPLICATE: Outcome(Ending.DUPLICATE, PaymentStatus.ACSC.value),
    }
)

# How many in a thousand are of each kind that is not ordinary; a short plan has the first alone.
SHARES: Final[Mapping[Kind, int]] = MappingProxyType(
    {
        Kind.LISTED: 15,
        Kind.NO_FUNDS: 20,
        Kind.EXPIRED: 8,
        Kind.UNKNOWN_ACCOUNT: 25,
        Kind.DUPLICATE: 20,
        Kind.BROKEN: 20,
        Kind.SILENT: 6,
        Kind.REVIEWED: 6,
        Kind.LISTED_THERE: 10,
        Kind.MISUSED_ID: 10,
        Kind.UNKNOWN_BANK: 10,
        Kind.WRONG_AMOUNT: 10,
        Kind.OVER_MAX: 8,
        Kind.WRONG_CURRENCY: 8,
        Kind.REVIEWED_THERE: 6,
        Kind.UNQUOTED: 8,
        Kind.UNDECLARED: 7,
        Kind.OVER_LIMIT: 7,
        Kind.UNDECLARED_THERE: 7,
        Kind.OVER_LIMIT_THERE: 7,
    }
)
# The rest: at the standing rate, urgent, on a quote, out of a hundred.
ORDINARY: Final[Mapping[Kind, int]] = MappingProxyType(
    {Kind.STANDING: 20, Kind.URGENT: 12, Kind.ORDINARY: 68}
)

ON_A_QUOTE: Final = frozenset(Kind) - {
    Kind.STANDING,
    Kind.UNQUOTED,
    Kind.WRONG_CURRENCY,
    Kind.OVER_MAX,
    Kind.UNKNOWN_BANK,
    Kind.MISUSED_ID,
    Kind.DUPLICATE,
    Kind.BROKEN,
}
# These move money for a while at least: a bank must be able to pay them.
_PAID: Final = frozenset(kind for kind, outcome in EXPECTED.items() if outcome == SETTLED) | {
    Kind.LISTED_THERE,
    Kind.UNKNOWN_ACCOUNT,
    Kind.SILENT,
    Kind.UNDECLARED_THERE,
    Kind.OVER_LIMIT_THERE,
}
# The purpose that a payment declares, where its kind makes it another than trade in goods.
_PURPOSES: Final = {
    Kind.UNDECLARED: "",
    Kind.OVER_LIMIT: LIMITED,
    Kind.UNDECLARED_THERE: REPORTED_THERE,
    Kind.OVER_LIMIT_THERE: LIMITED_THERE,
}
_REPETITIONS: Final = frozenset({Kind.DUPLICATE, Kind.MISUSED_ID})
_REPEATABLE: Final = frozenset({Kind.ORDINARY, Kind.STANDING})
_HERE: Final = frozenset({Kind.LISTED, Kind.REVIEWED})
_WATCHED: Final = frozenset({Kind.REVIEWED, Kind.REVIEWED_THERE})
# A rate as published may be this much better than the standing one, in percent.
_SLACK: Final = 10


class Planned(NamedTuple):
    """One message of the plan; `first` is the number of the payment that it repeats or misuses."""

    number: int
    kind: Kind
    debtor_agent: str
    creditor_agent: str
    debtor: Customer
    creditor: Customer
    amount: int
    currency: str
    text: str
    expected: Outcome
    first: int | None = None
    purpose: str = TRADE

    @property
    def is_quoted(self) -> bool:
        """Whether its bank takes a quote first."""
        return self.kind in ON_A_QUOTE


class Purse(NamedTuple):
    """A bank's money: what it must have for the plan, and the most that it may ever have had."""

    needs: int = 0
    most: int = 0


class Plan(NamedTuple):
    """All messages in their order, each bank's purse, and what each side must pay out."""

    planned: tuple[Planned, ...]
    purses: Mapping[str, Purse]
    paid_out: tuple[int, int]

    @property
    def has_expiry(self) -> bool:
        """Whether some wait until their quote has expired."""
        return any(each.kind is Kind.EXPIRED for each in self.planned)


def draw_plan(
    stage: Stage,
    count: int,
    seed: int,
    shares: Mapping[Kind, int] = SHARES,
    purses: Mapping[str, Purse] = MappingProxyType({}),
) -> Plan:
    """Return a plan of so many messages, the same for the same words.

    `purses` are those of the plan before, if the same banks have had one.
    """
    draw = chance(seed, f"plan of {stage.name}")
    kinds = _kinds(count, shares, draw)
    planned = [_payment(stage, draw, number, kind) for number, kind in enumerate(kinds)]
    planned = [_after(planned, each, draw) for each in planned]
    incoming = _incoming(stage, planned)
    filled = {
        bic: _purse(stage, planned, bic, incoming[bic] + purses.get(bic, Purse()).most)
        for side in stage.sides
        for bic in side.bics
    }
    planned = [_beyond(each, filled) for each in planned]
    first, second = (sum(incoming[bic] for bic in side.bics) for side in stage.sides)
    return Plan(tuple(planned), filled, (first, second))


def _kinds(count: int, shares: Mapping[Kind, int], draw: Chance) -> list[Kind]:
    """Return the kinds in their order; a third at most is not ordinary."""
    special: list[Kind] = []
    for kind, share in shares.items():
        special += [kind] * max(1, count * share // 1000)
    special = special[: count // 3] if count < 3 * len(shares) else special[: count // 2]
    kinds = special + draw.choices(list(ORDINARY), list(ORDINARY.values()), k=count - len(special))
    draw.shuffle(kinds)
    return _with_a_first(kinds)


def _with_a_first(kinds: list[Kind]) -> list[Kind]:
    """Let repetitions and misuses come after the first payment that they can be of."""
    first = next((place for place, kind in enumerate(kinds) if kind in _REPEATABLE), 0)
    early = [kind for kind in kinds[:first] if kind in _REPETITIONS]
    begun = [kind for kind in kinds[:first] if kind not in _REPETITIONS]
    return [*begun, *kinds[first : first + 1], *early, *kinds[first + 1 :]]


def _payment(stage: Stage, draw: Chance, number: int, kind: Kind) -> Planned:
    """Draw who pays whom how much, and whatever its kind makes different."""
    sender = stage.sides[draw.randrange(2)]
    receiver = stage.sides[1 - sender.place]
    debtor_agent, creditor_agent = draw.choice(sender.bics), draw.choice(receiver.bics)
    payment = Planned(
        number,
        kind,
        debtor_agent,
        creditor_agent,
        draw.choice(sender.clienteles[debtor_agent].customers),
        draw.choice(receiver.clienteles[creditor_agent].customers),
        _amount(sender, draw),
        sender.country.currency,
        f"{draw.choice(stage.texts)} {draw.randrange(1000, 9999)}",
        EXPECTED.get(kind, PENDING),
        purpose=_PURPOSES.get(kind, TRADE),
    )
    return _changed(stage, draw, payment, (sender, receiver))


def _amount(side: Side, draw: Chance) -> int:
    """Draw an amount: most are small."""
    least, most = side.country.amounts
    return least + int((most - least) * draw.random() ** 3)


def _changed(stage: Stage, draw: Chance, payment: Planned, sides: tuple[Side, Side]) -> Planned:
    """Return the payment with what its kind makes different."""
    sender, receiver = sides
    clientele = receiver.clienteles[payment.creditor_agent]
    match payment.kind:
        case Kind.LISTED | Kind.LISTED_THERE | Kind.REVIEWED | Kind.REVIEWED_THERE:
            lists = (sender if payment.kind in _HERE else receiver).country.lists
            names = lists.watched if payment.kind in _WATCHED else lists.refused + stage.listed
            return payment._replace(creditor=named(payment.creditor, draw.choice(names)))
        case Kind.UNKNOWN_ACCOUNT:
            account = draw.choice(clientele.unknown)
            return payment._replace(creditor=payment.creditor._replace(account=account))
        case Kind.SILENT:
            return payment._replace(creditor=draw.choice(clientele.silent))
        case Kind.UNKNOWN_BANK:
            return payment._replace(creditor_agent=f"NBDY{receiver.country.code}N0")
        case Kind.WRONG_CURRENCY:
            return payment._replace(currency=receiver.country.currency)
        case Kind.OVER_MAX:
            most = stage.agreement.ends[sender.place].payment_max
            return payment._replace(amount=most + 1)
        case Kind.BROKEN:
            breakage = BREAKAGES[payment.number % len(BREAKAGES)]
            return payment._replace(expected=Outcome(Ending.BROKEN, breakage.rule))
        case _:
            return payment


def _after(planned: Sequence[Planned], each: Planned, draw: Chance) -> Planned:
    """Give a repetition and a misuse a settled payment before it, or make it ordinary."""
    if each.kind not in _REPETITIONS:
        return each
    before = _ordinary_before(planned, draw.randrange(each.number + 1))
    first = before or _ordinary_before(planned, each.number)
    if first is None:
        return each._replace(kind=Kind.STANDING, expected=SETTLED)
    return first._replace(
        number=each.number, kind=each.kind, expected=each.expected, first=first.number
    )


def _ordinary_before(planned: Sequence[Planned], number: int) -> Planned | None:
    """Return the last ordinary payment before a place in the plan."""
    before = (planned[place] for place in range(number - 1, -1, -1))
    return next((each for each in before if each.kind in _REPEATABLE), None)


def _incoming(stage: Stage, planned: Sequence[Planned]) -> dict[str, int]:
    """Return the most that may come in for each bank, by rates better than the standing ones."""
    incoming = {bic: 0 for side in stage.sides for bic in side.bics}
    for each in planned:
        if each.kind in _PAID:
            rate = stage.rates[stage.side_of(each.debtor_agent).place]
            amount = convert(each.amount, rate, Rounding.UP)
            incoming[each.creditor_agent] += divide(amount * (100 + _SLACK), 100, Rounding.UP)
    return incoming


def _purse(stage: Stage, planned: Sequence[Planned], bic: str, others: int) -> Purse:
    """Return what a bank must have to pay every payment that is meant to be paid, fees and all."""
    end = stage.agreement.ends[stage.side_of(bic).place]
    needs = sum(
        each.amount
        + end.fee_flat
        + divide(each.amount * end.fee_basis_points, 10_000, Rounding.UP)
        for each in planned
        if each.debtor_agent == bic and each.kind in _PAID
    )
    return Purse(needs, others + needs)


def _beyond(each: Planned, purses: Mapping[str, Purse]) -> Planned:
    """Let a payment without funds ask for more than its bank can ever have."""
    if each.kind is not Kind.NO_FUNDS:
        return each
    return each._replace(amount=each.amount + purses[each.debtor_agent].most)
