"""The agreement's file: one TOML text, the same bytes at both operators.

The digest that the operators sign is of the exact bytes, comments and all, so there is
never a question of which text was meant. Reading it either gives an agreement that
keeps every rule, or tells everything that is wrong, each with its key.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Final, NamedTuple

import msgspec

from tallystick.core.agreements import (
    Agreement,
    BulkRefusal,
    End,
    ExchangeModel,
    SettlementModel,
    TimeOuts,
    faults_of,
)
from tallystick.node.config import Settings
from tallystick.node.hours import minute_of
from tallystick.node.parties import NAME_FORM
from tallystick.node.tables import Fault, read_tables, refuse, struct_from, twice
from tallystick.terms.calendars import Calendar
from tallystick.terms.errors import MessageError, SettingError
from tallystick.terms.money import AMOUNT_MAX, Rate
from tallystick.wire.iso20022.check import PROFILE_NAMES, SCHEMA_ALONE

TEXT_BYTES_MAX: Final = 1024 * 1024

Name = Annotated[str, msgspec.Meta(pattern=NAME_FORM)]
ListName = Annotated[str, msgspec.Meta(min_length=1, max_length=128)]
Basis = Annotated[str, msgspec.Meta(min_length=1, max_length=1024)]
Minor = Annotated[int, msgspec.Meta(ge=0, le=AMOUNT_MAX)]
Number = Annotated[int, msgspec.Meta(le=10**9)]
Milliseconds = Annotated[int, msgspec.Meta(ge=0, le=366 * 86_400_000)]


class Agreed(NamedTuple):
    """A version of an agreement, and the SHA-256 of its text: what the operators sign."""

    agreement: Agreement
    digest: bytes


class _Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    pass


class OffsetTable(_Table, frozen=True):
    """`[[end.calendar.offset]]`: how far local time is from UTC, from a local date on."""

    since: date
    """The local date from which it holds; the first one holds for all days before it too."""
    utc: str
    """Hours and minutes to add to UTC: `+03:00`."""


class CalendarTable(_Table, frozen=True):
    """`[end.calendar]`: the days and hours of the end's settlement system."""

    offsets: tuple[OffsetTable, ...] = msgspec.field(name="offset")
    """Local time, as data: no time-zone database is asked."""
    weekend: tuple[int, ...] = (6, 7)
    """The ISO weekdays without business: Monday is 1."""
    holidays: tuple[date, ...] = ()
    """The dates without business, sorted."""
    opens: str = "00:00"
    """When it opens, in local time."""
    closes: str = "24:00"
    """When it closes; past the next midnight the hours go on: `26:00`."""
    day_starts: str = "00:00"
    """When the local day begins; before its midnight with a minus: `-01:00`."""


class ExemptionTable(_Table, frozen=True):
    """`[[end.exemption]]`: a ground on which this leg may go without a list."""

    id: Name
    """The exemption's name; it is in every verdict that rests on it."""
    legal_basis: Basis
    """The law that says so."""


class EndTable(_Table, frozen=True):
    """`[[end]]`: twice, one operator's end. Amounts are minor units of its currency."""

    operator_id: Name
    """The operator."""
    currency: str
    """Its currency, ISO 4217."""
    settlement_system: Name
    """The settlement system where its banks' money lies."""
    payment_max: Minor
    """The largest amount that one payment may send or receive here."""
    calendar: CalendarTable
    """When the settlement system is open, and which date a payment belongs to."""
    screening_lists: tuple[ListName, ...] = ()
    """The lists that this operator screens against, at the least."""
    exemptions: tuple[ExemptionTable, ...] = msgspec.field(name="exemption", default=())
    """The exemptions of this leg. A leg has a list or an exemption, or the text is refused."""
    fee_flat: Minor = 0
    """What this operator charges a debtor agent for a payment."""
    fee_basis_points: int = 0
    """And in proportion to the amount, in hundredths of a percent."""


class TimeOutsTable(_Table, frozen=True):
    """`[time_outs]`: how long each may take, in milliseconds; they shrink along the chain."""

    payment_ms: Milliseconds = TimeOuts().payment_ms
    """The debtor node's deadline, after which it asks to withdraw."""
    answer_ms: Milliseconds = TimeOuts().answer_ms
    """How long the creditor's bank has for its answer."""
    review_ms: Milliseconds = TimeOuts().review_ms
    """How long a payment may wait for people; it waits as long as `queue_ms` if that is longer."""
    queue_ms: Milliseconds = TimeOuts().queue_ms
    """How long for liquidity, as long as `review_ms` if that is longer; 0: it does not wait."""
    settlement_ms: Milliseconds = TimeOuts().settlement_ms
    """How long a settlement system may be silent before it is asked again."""
    margin_ms: Milliseconds = TimeOuts().margin_ms
    """How much longer than now the proof of a hold must be valid."""
    recall_ms: Milliseconds = TimeOuts().recall_ms
    """How long the creditor's bank has for its answer to a recall."""
    enquiry_ms: Milliseconds = TimeOuts().enquiry_ms
    """How long a bank has for its answer to an enquiry."""
    verification_ms: Milliseconds = TimeOuts().verification_ms
    """How long a bank has to say whose an account is; the asking node waits no longer either."""


class AgreementTable(_Table, frozen=True):
    """The text's own keys, which stand before its tables, and the tables."""

    agreement_id: Name
    """The agreement's name; every version has it."""
    version: Number
    """The version's number, from 1 on."""
    from_cycle: Number
    """The cycle from which on the version is in force; of version 1 it is cycle 1."""
    settlement_model: SettlementModel
    """How the two operators come to be square."""
    exchange_model: ExchangeModel
    """Who turns one currency into the other: a provider, or nobody."""
    ends: tuple[EndTable, ...] = msgspec.field(name="end")
    """The two operators' ends, in the order that both agreed."""
    default_provider: str = ""
    """Whose standing rate holds for a payment without a quote; without one, it is refused."""
    quote_life_ms: Milliseconds = 600_000
    """How long a quote is good for."""
    rate_life_ms: Milliseconds = 86_400_000
    """How long a published rate may be quoted."""
    settlement_currency: str = ""
    """Mutual: in which of the two currencies the net amount is paid."""
    opening_rate: str = ""
    """Mutual: cycle 1's rate, as a decimal: what one unit of the first end's currency costs."""
    rate_fixer: str = ""
    """Mutual: the operator that fixes the rate of every later cycle."""
    swing_limit: Minor = 0
    """Mutual: what one may come to owe the other, in minor units of settlement_currency."""
    verifications_max: Number = 1_000
    """How many verifications a bank may make on one business date."""
    misses_max: Number = 50
    """How many of them may be without a match; one that is not answered yet counts as such."""
    profile: str = SCHEMA_ALONE
    """The usage rules that every message keeps besides its schema: a profile's name, or `iso`."""
    bulk_refusal: BulkRefusal = BulkRefusal.WHOLE
    """What is refused where a transaction of a bulk cannot be an order: all, or each such."""
    time_outs: TimeOutsTable = TimeOutsTable()
    """How long each may take."""


def read_agreement(raw: bytes, ref: str) -> Agreed:
    """Return the agreement that a text makes, and the text's digest; `ref` names the file.

    Raises:
        SettingError: a key, a type or a rule is wrong; everything is told at once.
    """
    if len(raw) > TEXT_BYTES_MAX:
        raise SettingError(f"an agreement has at most {TEXT_BYTES_MAX} bytes", ref=ref)
    table = struct_from(read_tables(raw, ref), AgreementTable, ref, Path())
    faults = list(_faults(table))
    refuse(faults, ref)
    agreement = _agreement(table)
    refuse([_fault_of_rule(rule) for rule in faults_of(agreement)], ref)
    return Agreed(agreement, sha256(raw).digest())


def load_agreements(paths: Iterable[Path], operator_id: str) -> tuple[Agreed, ...]:
    """Return the agreements of files in the order of id and version; all have this operator.

    Raises:
        SettingError: a file is wrong, is of others, or two are of one version.
    """
    agreed: dict[tuple[str, int], Agreed] = {}
    for path in paths:
        found = _load(path)
        found.agreement.index_of(operator_id)
        key = found.agreement.agreement_id, found.agreement.version
        if agreed.setdefault(key, found).digest != found.digest:
            detail = f"another text is version {key[1]} of agreement {key[0]} already"
            raise SettingError(detail, field="agreements", ref=str(path))
    return tuple(agreed[key] for key in sorted(agreed))


def still_missing(settings: Settings, agreed: Iterable[Agreed]) -> tuple[str, ...]:
    """Return what agreements need and the settings do not have yet: a peer, a settlement system.

    A node runs without them, and what would go there waits.
    """
    peers = {each.operator_id for each in settings.peers}
    systems = {each.name for each in settings.settlement_systems}
    missing: dict[str, None] = {}
    for agreement, _digest in agreed:
        own = agreement.index_of(settings.operator_id)
        other = agreement.ends[1 - own].operator_id
        needed = [agreement.ends[own].settlement_system]
        if agreement.is_mutual:
            needed.append(agreement.ends[agreement.settlement_index].settlement_system)
        lacks = [f"peer {other}"] if other not in peers else []
        lacks += [f"settlement system {name}" for name in needed if name not in systems]
        missing |= {f"agreement {agreement.agreement_id} needs {lack}": None for lack in lacks}
    return tuple(missing)


def _load(path: Path) -> Agreed:
    try:
        raw = path.read_bytes()
    except OSError as unwell:
        detail = f"the agreement cannot be read: {unwell.strerror}"
        raise SettingError(detail, field="agreements", ref=str(path)) from unwell
    return read_agreement(raw, str(path))


def _faults(table: AgreementTable) -> Iterator[Fault]:
    """Yield what keeps a table from being an agreement at all."""
    if len(table.ends) != 2:
        yield Fault("end", f"an agreement has two ends, not {len(table.ends)}")
        return
    for place, end in enumerate(table.ends):
        key = f"end[{place}]"
        for name in twice(end.screening_lists):
            yield Fault(f"{key}.screening_lists", f"{name} is there twice")
        for name in twice(each.id for each in end.exemptions):
            yield Fault(f"{key}.exemption", f"{name} is there twice")
        yield from _faults_of_calendar(end.calendar, f"{key}.calendar")
    if table.profile not in PROFILE_NAMES:
        yield Fault("profile", f"it is one of {', '.join(PROFILE_NAMES)}")
    yield from _fault_of_rate(table)


def _faults_of_calendar(table: CalendarTable, key: str) -> Iterator[Fault]:
    texts = [(f"{key}.{name}", getattr(table, name)) for name in ("opens", "closes", "day_starts")]
    texts += [(f"{key}.offset[{at}].utc", each.utc) for at, each in enumerate(table.offsets)]
    odd = [name for name, text in texts if minute_of(text) is None]
    yield from (Fault(name, "it is hours and minutes, HH:MM") for name in odd)
    if not odd:
        try:
            _calendar(table)
        except ValueError as broken:
            yield Fault(key, str(broken))


def _fault_of_rate(table: AgreementTable) -> Iterator[Fault]:
    try:
        _rate(table)
    except MessageError as broken:
        yield Fault("opening_rate", broken.detail)


def _agreement(table: AgreementTable) -> Agreement:
    first, second = map(_end, table.ends)
    return Agreement(
        table.agreement_id,
        table.version,
        table.from_cycle,
        (first, second),
        table.settlement_model,
        table.exchange_model,
        TimeOuts(**msgspec.structs.asdict(table.time_outs)),
        table.default_provider,
        table.quote_life_ms,
        table.rate_life_ms,
        table.settlement_currency,
        _rate(table),
        table.rate_fixer,
        table.swing_limit,
        table.verifications_max,
        table.misses_max,
        table.profile,
        table.bulk_refusal,
    )


def _end(table: EndTable) -> End:
    return End(
        table.operator_id,
        table.currency,
        table.settlement_system,
        _calendar(table.calendar),
        table.payment_max,
        table.screening_lists,
        tuple((each.id, each.legal_basis) for each in table.exemptions),
        table.fee_flat,
        table.fee_basis_points,
    )


def _calendar(table: CalendarTable) -> Calendar:
    return Calendar(
        table.weekend,
        tuple(each.isoformat() for each in table.holidays),
        tuple((each.since.isoformat(), minute_of(each.utc) or 0) for each in table.offsets),
        minute_of(table.opens) or 0,
        minute_of(table.closes) or 0,
        minute_of(table.day_starts) or 0,
    )


def _rate(table: AgreementTable) -> Rate | None:
    if not table.opening_rate:
        return None
    return Rate.parse(table.opening_rate, table.ends[0].currency, table.ends[1].currency)


_PREFUNDED: Final = "at-source gross names in default_provider whose prefunded accounts pay"
# Rules whose first word is no key, and the key that they speak of.
RULE_KEYS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "both ends name the same operator": "end.operator_id",
        "an unknown currency": "end.currency",
        "an end names neither list nor legal basis": "end.screening_lists",
        "time-outs must be positive": "time_outs",
        "time-outs must not be negative": "time_outs",
        "at-source takes one currency only": "exchange_model",
        _PREFUNDED: "default_provider",
        "one currency has the rate 1": "opening_rate",
    }
)


def _fault_of_rule(told: str) -> Fault:
    """Return a broken rule of the core's with the key that it speaks of."""
    rule = told.split(": ", 1)[1]
    word = rule.split()[0]
    if word in TimeOuts.__struct_fields__:
        return Fault(f"time_outs.{word}", rule)
    if word in End.__struct_fields__:
        return Fault(f"end.{word}", rule)
    return Fault(RULE_KEYS.get(rule, word), rule)
