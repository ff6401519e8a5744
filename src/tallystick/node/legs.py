"""What each leg is screened with: the lists on the disk, and the policy of each agreement.

Whatever is unclear clears nothing: lists of an age that nobody knows stop the start, lists
that are too old hold every payment, and a policy that lacks a list which the agreement
names is refused.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from tallystick.core.agreements import Agreement, End
from tallystick.node.config import LegSettings, ScreeningSettings
from tallystick.node.signed_lists import load_signed
from tallystick.screening import bundle as bundles
from tallystick.screening.bundle import Bundle, bundle_of, valid_until
from tallystick.screening.gather import gather
from tallystick.screening.lists import ListVersion
from tallystick.screening.policy import ListRule, Policy, policy_from
from tallystick.screening.travel_rule import TravelRule
from tallystick.terms.errors import MessageError, SettingError, StoreError
from tallystick.terms.instants import DAY_MS, Instant, day_number

# What every payment lacks while the lists of the settings are not signed.
UNSIGNED: Final = "signed lists"


class Loaded(NamedTuple):
    """The lists of now, until when they clear anything, and what is to be told of their files.

    `none_because` says why there are none although the settings name some: every payment is
    held then.
    """

    bundle: Bundle
    valid_until: Instant
    notes: tuple[str, ...] = ()
    none_because: str = ""


def load_lists(screening: ScreeningSettings, at: Instant) -> Loaded:
    """Return the lists in the settings; without any, an empty bundle, which clears nothing.

    Their age counts from `as_of`; where that is not said, from the oldest date that a list bears.
    Where signers are named, lists that they have not signed are not loaded.

    Raises:
        SettingError: a file is no list, or nobody knows how old a list is.
    """
    if not screening.lists:
        return Loaded(bundle_of(()), 0)
    if screening.signers:
        return _load_signed(screening, at)
    lists, as_of, notes = _read(screening)
    as_of = screening.as_of or as_of or _oldest(lists)
    if day_number(as_of) > at // DAY_MS + 1:
        detail = f"the lists are of {as_of}, and that day has not come yet"
        raise SettingError(detail, field="screening.as_of")
    bundle = bundle_of(lists, as_of)
    return Loaded(bundle, valid_until(bundle, screening.max_age_days * DAY_MS), notes)


def _load_signed(screening: ScreeningSettings, at: Instant) -> Loaded:
    found, why = load_signed(screening, at)
    if found is None:
        return Loaded(bundle_of(()), 0, (), why)
    return Loaded(found, valid_until(found, screening.max_age_days * DAY_MS))


def _read(screening: ScreeningSettings) -> tuple[tuple[ListVersion, ...], str, tuple[str, ...]]:
    paths = screening.lists
    try:
        if len(paths) == 1 and bundles.is_bundle(paths[0]):
            found = bundles.load(paths[0])
            return found.lists, found.as_of, ()
        gathered = gather(paths)
    except (MessageError, StoreError, OSError) as broken:
        raise SettingError(str(broken), field="screening.lists") from broken
    if not gathered.lists:
        raise SettingError("there is no list at these paths", field="screening.lists")
    left_out = tuple(f"no list, left out: {path}" for path in gathered.left_out)
    return gathered.lists, "", (*gathered.notes, *left_out)


def _oldest(lists: Sequence[ListVersion]) -> str:
    """Return the oldest date of the lists, or refuse one that bears none."""
    undated = next((each.name for each in lists if not each.published_on), None)
    if undated is not None:
        detail = f"list {undated} bears no date: say when it was known to be in force"
        raise SettingError(detail, field="screening.as_of")
    return bundles.oldest_date(lists)


def lists_spoken_of(screening: ScreeningSettings) -> tuple[str, ...]:
    """Return the lists that the settings mean, of which none could be loaded.

    There is always one, so that every leg that rests on no exemption lacks a list, and holds
    its payments.
    """
    named = {rule.list for rule in screening.rules}
    named |= {name for leg in screening.legs for name in leg.lists}
    return tuple(sorted(named)) or (UNSIGNED,)


def policies_of(
    screening: ScreeningSettings,
    agreements: Iterable[Agreement],
    operator_id: str,
    loaded: Collection[str],
) -> Mapping[str, Policy]:
    """Return how this operator's leg of each agreement is screened; `loaded` are the lists here.

    Unless the settings choose for the leg, it is screened against every list that is loaded or
    named in any version of the agreement. A list that is not loaded holds every payment.

    Raises:
        SettingError: a list is missing that the agreement names, an exemption is not in it, or the
            settings speak of a list or an agreement that is not there.
    """
    legs: dict[str, list[End]] = {}
    for each in sorted(agreements, key=lambda one: one.version):
        end = each.ends[each.index_of(operator_id)]
        legs.setdefault(each.agreement_id, []).append(end)
    _refuse_strangers(screening, legs, loaded)
    return {
        name: _policy(screening, (name, operator_id), ends, loaded) for name, ends in legs.items()
    }


def _refuse_strangers(
    screening: ScreeningSettings, legs: Mapping[str, list[End]], loaded: Collection[str]
) -> None:
    """Let no rule go unused because a name in it is misspelt."""
    agreed = {name for ends in legs.values() for end in ends for name in end.screening_lists}
    spoken_of = [("screening.rule", rule.list) for rule in screening.rules]
    spoken_of += [("screening.leg.lists", name) for leg in screening.legs for name in leg.lists]
    for key, name in spoken_of:
        if name not in agreed and name not in loaded:
            raise SettingError(f"no list {name} is loaded or agreed", field=key)
    named = [("leg", leg.agreement_id) for leg in screening.legs]
    named += [("travel_rule", rule.agreement_id) for rule in screening.travel_rules]
    for key, agreement_id in named:
        if agreement_id not in legs:
            detail = f"no agreement {agreement_id} is in the settings"
            raise SettingError(detail, field=f"screening.{key}.agreement_id")


def _policy(
    screening: ScreeningSettings,
    leg: tuple[str, str],
    ends: Sequence[End],
    loaded: Collection[str],
) -> Policy:
    """Return the policy of a leg; `ends` are ours in each version, the newest last."""
    agreed = {name for end in ends for name in end.screening_lists}
    chosen = next((each for each in screening.legs if each.agreement_id == leg[0]), None)
    lists = {*loaded, *agreed} if chosen is None else _chosen(chosen, agreed)
    exemption = _exemption(ends[-1], chosen, may_choose=not agreed)
    return policy_from(
        {
            "leg": "/".join(leg),
            "lists": [_rule(screening, name) for name in sorted(lists)],
            "countries": screening.countries,
            "exemption": exemption,
            **_travel_rule(screening, leg[0]),
        }
    )


def _travel_rule(screening: ScreeningSettings, agreement_id: str) -> dict[str, object]:
    """Return what must travel with the digital assets of an agreement, nothing if nothing must."""
    for each in screening.travel_rules:
        if each.agreement_id == agreement_id:
            words = each.edition, each.legal_basis, each.payments, each.threshold, each.currency
            return {"travel_rule": TravelRule(*words)}
    return {}


def _chosen(leg: LegSettings, agreed: set[str]) -> set[str]:
    for name in sorted(agreed):
        if name not in leg.lists:
            detail = f"agreement {leg.agreement_id} asks this end to be screened against {name}"
            raise SettingError(detail, field="screening.leg.lists", ref=leg.agreement_id)
    return set(leg.lists)


def _rule(screening: ScreeningSettings, name: str) -> dict[str, object]:
    default = ListRule(name, screening.on_hit, screening.threshold)
    rule = next((each for each in screening.rules if each.list == name), default)
    return {"list": rule.list, "on_hit": rule.on_hit, "threshold": rule.threshold}


def _exemption(end: End, leg: LegSettings | None, *, may_choose: bool) -> dict[str, object] | None:
    """Return the exemption that the leg rests on: the chosen one, or the only one there is."""
    named = dict(end.exemptions)
    chosen = leg.exemption if leg is not None else ""
    if leg is None and may_choose:
        chosen = _only(named)
    if not chosen:
        return None
    if chosen not in named:
        detail = f"the agreement names no exemption {chosen} for this end"
        raise SettingError(detail, field="screening.leg.exemption", ref=chosen)
    told: dict[str, object] = {"id": chosen, "legal_basis": named[chosen]}
    if leg is not None:
        told |= {"form": leg.exemption_form, "lists": leg.exempt_lists}
    return told


def _only(named: Mapping[str, str]) -> str:
    if len(named) > 1:
        detail = f"the agreement names several exemptions, {', '.join(named)}: choose for the leg"
        raise SettingError(detail, field="screening.leg.exemption")
    return next(iter(named), "")
