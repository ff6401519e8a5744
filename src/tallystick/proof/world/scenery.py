"""What stands in a world before anything happens: agreements, banks, rates."""

from msgspec.structs import replace

from tallystick.core.agreements import (
    Agreement,
    BulkRefusal,
    End,
    ExchangeModel,
    SettlementModel,
    TimeOuts,
)
from tallystick.proof.world.exempt import leg_of, with_exemptions
from tallystick.sandbox.bank import Bank, Habits
from tallystick.sandbox.chance import chance
from tallystick.sandbox.jurisdiction import Jurisdiction
from tallystick.sandbox.screening import Screening
from tallystick.terms.calendars import Calendar
from tallystick.terms.money import Rate

NORTH, SOUTH = "NORTH", "SOUTH"
_RATES = {("RUB", "CNY"): ("0.0794", "12.41"), ("SGD", "THB"): ("25.12", "0.0392")}


def agreement_for(seed: int) -> Agreement:
    """Return the agreement of a world: mutual, gross by a provider, or gross at par, in turn.

    Half of each have a bulk refused as a whole, half each transaction that can be no order. In
    some an end is exempt from lists, for some payments or for all.
    """
    refusal = chance(seed, "bulk refusal").choice(tuple(BulkRefusal))
    return with_exemptions(seed, replace(_text_for(seed), bulk_refusal=refusal))


def _text_for(seed: int) -> Agreement:
    draw = chance(seed, "agreement")
    times = TimeOuts(
        payment_ms=15_000,
        answer_ms=6_000,
        review_ms=draw.choice((8_000, 30_000)),
        queue_ms=draw.choice((0, 4_000, 12_000)),
        settlement_ms=5_000,
        margin_ms=30_000,
        recall_ms=20_000,
        enquiry_ms=12_000,
        verification_ms=6_000,
    )
    match seed % 3:
        case 0:
            return _gross("SGD-THB", ("SGD", "THB"), times, ExchangeModel.PROVIDER)
        case 1:
            return _mutual(times, draw.choice((2_000_000, 500_000_000)))
        case _:
            return _gross("EUR-EUR", ("EUR", "EUR"), times, ExchangeModel.AT_SOURCE)


def _end(operator: str, currency: str) -> End:
    return End(operator, currency, f"RTGS-{operator}", Calendar(), 50_000_000, ("SANDBOX",))


def _gross(
    name: str, currencies: tuple[str, str], times: TimeOuts, exchange: ExchangeModel
) -> Agreement:
    return Agreement(
        name,
        1,
        1,
        (_end(NORTH, currencies[0]), _end(SOUTH, currencies[1])),
        SettlementModel.GROSS,
        exchange,
        times,
        default_provider="FXHOUSE",
        quote_life_ms=30_000,
        rate_life_ms=86_400_000,
        verifications_max=24,
        misses_max=18,
    )


def _mutual(times: TimeOuts, swing_limit: int) -> Agreement:
    return Agreement(
        "RUB-CNY",
        1,
        1,
        (_end(NORTH, "RUB"), _end(SOUTH, "CNY")),
        SettlementModel.MUTUAL,
        ExchangeModel.PROVIDER,
        times,
        quote_life_ms=30_000,
        settlement_currency="CNY",
        opening_rate=Rate.parse("0.08", "RUB", "CNY"),
        rate_fixer=NORTH,
        swing_limit=swing_limit,
        verifications_max=18,
    )


def rate_of(agreement: Agreement, index: int) -> Rate:
    """Return the standing rate from one end's currency to the other's."""
    pair = (agreement.ends[0].currency, agreement.ends[1].currency)
    texts = _RATES.get(pair, ("1", "1"))
    if index == 0:
        return Rate.parse(texts[0], pair[0], pair[1])
    return Rate.parse(texts[1], pair[1], pair[0])


def judges_of(seed: int, operator_id: str, agreement: Agreement) -> tuple[Screening, Jurisdiction]:
    """Return what judges a node's payments besides its core: its lists, and its country's law.

    In some worlds the lists hit seldom, in others all the time; in some one party looks like
    another.
    """
    draw = chance(seed, f"lists of {operator_id}")
    holds, blocks = draw.choice(((60, 15), (60, 15), (350, 15), (250, 150)))
    name = f"{seed}/{operator_id}"
    end = agreement.ends[agreement.index_of(operator_id)]
    law = Jurisdiction(name, end.currency, chance(seed, f"rules of {operator_id}"))
    resembles = draw.random() < 0.5
    claims = leg_of(seed, operator_id).claims
    judge = Screening(name, holds=holds, blocks=blocks, resembles=resembles, claims=claims)
    return judge, law


def banks_of(seed: int, agreement: Agreement) -> dict[str, Bank]:
    """Return two banks at each end, one of them rich and one limited and poor."""
    names = (("NORAAAAA", "NORBBBBB"), ("SOUAAAAA", "SOUBBBBB"))
    found = {}
    for index in (0, 1):
        for place, name in enumerate(names[index]):
            found[name] = Bank(
                name,
                agreement.agreement_id,
                agreement.ends[index].currency,
                names[1 - index],
                chance(seed, f"bank {name}"),
                Habits(),
                currency_index=index,
                is_limited=place == 1,
                opening=chance(seed, f"money of {name}").choice((500_000, 5_000_000, 200_000_000)),
            )
    return found
