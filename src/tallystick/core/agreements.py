"""The agreement: one versioned text, the same bytes at both operators.

It names the two ends, the models of settlement and exchange, the limits and the
time-outs. A version is in force once both operators have signed the same digest
and its first cycle is open; a payment finishes under the version it was
reserved under.
"""

from enum import StrEnum

import msgspec

from tallystick.terms.calendars import Calendar
from tallystick.terms.currencies import is_payable
from tallystick.terms.errors import SettingError
from tallystick.terms.money import AMOUNT_MAX, Rate


class SettlementModel(StrEnum):
    """How the two operators come to be square."""

    GROSS = "gross"
    MUTUAL = "mutual"


class ExchangeModel(StrEnum):
    """Who turns one currency into the other."""

    PROVIDER = "provider"
    AT_SOURCE = "at-source"


class BulkRefusal(StrEnum):
    """What is refused where a transaction of a bulk cannot be an order: all of it, or that one."""

    WHOLE = "whole"
    EACH = "each"


class End(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """One operator's end: its currency, settlement system, calendar and tariff.

    Amounts are minor units of the end's currency. `payment_max` bounds one
    payment sent or received here; `fee_flat` and `fee_basis_points` are what
    this operator charges a debtor agent. Screening is always on: a leg names the
    lists it is screened against, or exemptions with the legal basis of each.
    """

    operator_id: str
    currency: str
    settlement_system: str
    calendar: Calendar
    payment_max: int
    screening_lists: tuple[str, ...]
    exemptions: tuple[tuple[str, str], ...] = ()
    fee_flat: int = 0
    fee_basis_points: int = 0

    def exempts(self, exemption: str) -> bool:
        """Whether the agreement names this exemption for this leg."""
        return any(exemption == name for name, _basis in self.exemptions)


class TimeOuts(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """How long each party may take, in milliseconds; they shrink strictly along the chain.

    `payment_ms` is the debtor node's own deadline, after which it asks to
    withdraw; `answer_ms` is the creditor bank's; `review_ms` how long a
    payment may wait for people, `queue_ms` for liquidity (0: it does not wait), each as
    long as the longer of them, so that nobody tells the one wait from the other;
    `settlement_ms` how long a settlement instruction may stay unanswered before
    it is asked again; `margin_ms` how much longer than now a hold proof must be valid.
    `recall_ms`, `enquiry_ms` and `verification_ms` are how long a bank may take to answer
    what another asks of it.
    """

    payment_ms: int = 20_000
    answer_ms: int = 9_000
    review_ms: int = 3_600_000
    queue_ms: int = 0
    settlement_ms: int = 30_000
    margin_ms: int = 60_000
    recall_ms: int = 864_000_000
    enquiry_ms: int = 864_000_000
    verification_ms: int = 5_000


# Looked up once: on the road of every payment an attribute of an enum is dear.
_MUTUAL = SettlementModel.MUTUAL


class Agreement(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """The agreed text of one version.

    `ends[0]` is the base of `opening_rate`, the mutual model's rate of cycle 1;
    the operator `rate_fixer` fixes each later one. `swing_limit` bounds what one
    operator may owe the other, in minor units of `settlement_currency`. Without
    `default_provider` an order that needs a quote and names none is refused. A bank may
    make `verifications_max` verifications a business date, of which `misses_max` do not
    match; more would be fishing for names. `profile` names the usage rules that admission
    holds messages to, `iso` for the schema alone. `bulk_refusal` says what becomes of a bulk
    of which a transaction cannot be an order.
    """

    agreement_id: str
    version: int
    from_cycle: int
    ends: tuple[End, End]
    settlement_model: SettlementModel
    exchange_model: ExchangeModel
    time_outs: TimeOuts = TimeOuts()
    default_provider: str = ""
    quote_life_ms: int = 600_000
    rate_life_ms: int = 86_400_000
    settlement_currency: str = ""
    opening_rate: Rate | None = None
    rate_fixer: str = ""
    swing_limit: int = 0
    verifications_max: int = 1_000
    misses_max: int = 50
    profile: str = "iso"
    bulk_refusal: BulkRefusal = BulkRefusal.WHOLE

    @property
    def is_mutual(self) -> bool:
        """Whether the operators owe each other and settle per cycle."""
        return self.settlement_model is _MUTUAL

    def index_of(self, operator_id: str) -> int:
        """Return 0 or 1: which end this operator holds.

        Raises:
            SettingError: the operator is no party to the agreement.
        """
        for index, end in enumerate(self.ends):
            if end.operator_id == operator_id:
                return index
        detail = f"agreement {self.agreement_id}: operator {operator_id} holds neither end"
        raise SettingError(detail, field="ends", ref=self.agreement_id)

    def decider_of(self, cycle: int) -> str:
        """Return the operator that decides the settlement of a cycle: they take turns."""
        return self.ends[cycle % 2].operator_id

    @property
    def settlement_index(self) -> int:
        """Return which end's currency settles the mutual model's net amount."""
        return 0 if self.settlement_currency == self.ends[0].currency else 1


_PAYMENT_MAX = "payment_max must be positive and of at most 18 digits"


def faults_of(agreement: Agreement) -> list[str]:
    """Return every reason for which this text cannot be an agreement, in order of the text."""
    found = [text for broken, text in _rules(agreement) if broken]
    return [f"agreement {agreement.agreement_id} version {agreement.version}: {t}" for t in found]


def _rules(agreement: Agreement) -> list[tuple[bool, str]]:
    first, second = agreement.ends
    limits = agreement.time_outs
    return [
        (not agreement.agreement_id, "agreement_id is empty"),
        (agreement.version < 1, "version must be 1 or more"),
        (agreement.from_cycle < 1, "from_cycle must be 1 or more"),
        (first.operator_id == second.operator_id, "both ends name the same operator"),
        (not all(0 < end.payment_max <= AMOUNT_MAX for end in agreement.ends), _PAYMENT_MAX),
        (min(first.fee_flat, second.fee_flat) < 0, "fee_flat must not be negative"),
        (not all(is_payable(end.currency) for end in agreement.ends), "an unknown currency"),
        (not all(map(_is_screened, agreement.ends)), "an end names neither list nor legal basis"),
        (_has_odd_tariff(agreement), "fee_basis_points must be within 0..10000"),
        (not 0 < limits.answer_ms < limits.payment_ms, "answer_ms must be within 1..payment_ms-1"),
        (_shortest(limits) <= 0, "time-outs must be positive"),
        (min(limits.queue_ms, limits.margin_ms) < 0, "time-outs must not be negative"),
        (agreement.verifications_max < 0, "verifications_max must not be negative"),
        (agreement.misses_max < 0, "misses_max must not be negative"),
        (agreement.quote_life_ms <= limits.payment_ms, "quote_life_ms must exceed payment_ms"),
        *_exchange_rules(agreement),
        *_mutual_rules(agreement),
    ]


def _shortest(limits: TimeOuts) -> int:
    answers = limits.recall_ms, limits.enquiry_ms, limits.verification_ms
    return min(limits.review_ms, limits.settlement_ms, *answers)


def _is_screened(end: End) -> bool:
    named = all(name and basis for name, basis in end.exemptions)
    return named and bool(end.screening_lists or end.exemptions)


def _has_odd_tariff(agreement: Agreement) -> bool:
    return any(not 0 <= end.fee_basis_points <= 10_000 for end in agreement.ends)


def _exchange_rules(agreement: Agreement) -> list[tuple[bool, str]]:
    first, second = agreement.ends
    at_source = agreement.exchange_model is ExchangeModel.AT_SOURCE
    return [
        (at_source and first.currency != second.currency, "at-source takes one currency only"),
        (
            at_source and not agreement.is_mutual and not agreement.default_provider,
            "at-source gross names in default_provider whose prefunded accounts pay",
        ),
    ]


def is_at_par(first: str, second: str, rate: Rate | None) -> bool:
    """Whether a rate within one currency is 1, as it must be; between two it may be anything."""
    return rate is None or first != second or rate.numerator == rate.denominator


def _mutual_rules(agreement: Agreement) -> list[tuple[bool, str]]:
    if not agreement.is_mutual:
        return []
    first, second = agreement.ends
    rate = agreement.opening_rate
    pair = (rate.base, rate.counter) if rate else None
    return [
        (
            agreement.settlement_currency not in (first.currency, second.currency),
            "settlement_currency must be one of the two currencies",
        ),
        (pair != (first.currency, second.currency), "opening_rate must be of the two currencies"),
        (not is_at_par(first.currency, second.currency, rate), "one currency has the rate 1"),
        (
            agreement.rate_fixer not in (first.operator_id, second.operator_id),
            "rate_fixer must be one of the two operators",
        ),
        (agreement.swing_limit <= 0, "swing_limit must be positive"),
    ]
