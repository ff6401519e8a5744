"""The policy of one leg: which lists, how sure a hit must be, and what a hit does.

Screening is always on. A leg without a list needs an exemption with its legal basis, a
hit never clears, and a threshold that nothing could reach is refused. The policy's hash
rides in every verdict as its settings; it covers the matcher too, since another matcher
would judge otherwise.
"""

from collections.abc import Iterable, Mapping
from functools import cached_property
from hashlib import sha256
from types import MappingProxyType
from typing import Final

import msgspec

from tallystick.screening.exemptions import Exemption
from tallystick.screening.lists import COUNTRIES
from tallystick.screening.score import MATCHER, SCORE_MAX, THRESHOLD
from tallystick.screening.travel_rule import TravelRule
from tallystick.terms.errors import SettingError
from tallystick.terms.identifiers import is_country
from tallystick.terms.verdicts import Outcome

_DOMAIN: Final = b"tallystick.policy.1\x00"


class ListRule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A list to be screened against: from which score on a match is a hit, and what it does.

    `threshold` counts ten-thousandths.
    """

    list: str
    on_hit: Outcome = Outcome.HOLD
    threshold: int = THRESHOLD


class CountryRule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A country, by its ISO 3166 code, and what its occurrence in a payment does."""

    country: str
    on_hit: Outcome = Outcome.HOLD


class Policy(msgspec.Struct, frozen=True, forbid_unknown_fields=True, dict=True):
    """How the payments of one leg are screened.

    Raises:
        SettingError: it would let something pass unscreened, or names a thing twice.
    """

    leg: str
    lists: tuple[ListRule, ...] = ()
    countries: tuple[CountryRule, ...] = ()
    exemption: Exemption | None = None
    matcher: str = MATCHER
    # Where there is none, the text of a policy is what it was before there could be one.
    travel_rule: TravelRule | msgspec.UnsetType = msgspec.UNSET

    def __post_init__(self) -> None:
        for is_broken, field, rule in _rules(self):
            if is_broken:
                raise SettingError(rule, field=field, ref=self.leg)

    @cached_property
    def digest(self) -> bytes:
        """The SHA-256 of the policy, the same for rules in any order: a verdict's settings."""
        return digest_of(text_of(self))

    @cached_property
    def by_country(self) -> Mapping[str, Outcome]:
        """What the occurrence of each country does, by its code."""
        return MappingProxyType({each.country: each.on_hit for each in self.countries})

    @cached_property
    def by_list(self) -> Mapping[str, ListRule]:
        """The rule of each list."""
        return MappingProxyType({each.list: each for each in self.lists})

    @property
    def is_conditional(self) -> bool:
        """Whether something is exempt in some payments and not in others."""
        return self.exemption is not None and self.exemption.is_conditional

    @property
    def exempt_lists(self) -> tuple[str, ...]:
        """The lists that the exemption is from, none without one."""
        return self.exemption.lists if self.exemption else ()


def in_order(policy: Policy) -> Policy:
    """Return the policy with its rules in the order of lists and countries."""
    return msgspec.structs.replace(
        policy,
        lists=tuple(sorted(policy.lists, key=lambda each: each.list)),
        countries=tuple(sorted(policy.countries, key=lambda each: each.country)),
    )


def text_of(policy: Policy) -> bytes:
    """Return the one text of a policy: JSON, the same for rules in any order."""
    return msgspec.json.encode(in_order(policy))


def digest_of(text: bytes) -> bytes:
    """Return the SHA-256 by which a policy's text is named."""
    return sha256(_DOMAIN + text).digest()


def read_policy(text: bytes) -> Policy:
    """Return the policy of a text.

    Raises:
        SettingError: it is no policy, or one for another matcher than there is here.
    """
    try:
        return msgspec.json.decode(text, type=Policy)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise SettingError(str(error), field="screening") from error


def policy_from(settings: Mapping[str, object]) -> Policy:
    """Return the policy that a settings file tells.

    Raises:
        SettingError: a key or value is wrong, or the policy is.
    """
    try:
        return msgspec.convert(settings, Policy)
    except msgspec.ValidationError as error:
        raise SettingError(str(error), field="screening") from error


def policy_for_all(leg: str, lists: Iterable[str], threshold: int = THRESHOLD) -> Policy:
    """Return the policy that holds a payment for a hit on any of the lists."""
    return Policy(leg, tuple(ListRule(name, threshold=threshold) for name in lists))


def _rules(policy: Policy) -> tuple[tuple[bool, str, str], ...]:
    exemption = policy.exemption
    lists = [rule.list for rule in policy.lists]
    countries = [rule.country for rule in policy.countries]
    outcomes = [rule.on_hit for rule in policy.lists]
    outcomes += [rule.on_hit for rule in policy.countries]
    thresholds = [rule.threshold for rule in policy.lists]
    exempt = set(policy.exempt_lists)
    is_conditional = policy.is_conditional
    return (
        (not policy.leg, "leg", "a policy names its leg"),
        (not lists and exemption is None, "lists", "a leg has a list, or an exemption"),
        (_is_unfounded(exemption), "exemption", "an exemption has an id and a legal basis"),
        (len(set(lists)) < len(lists), "lists", "a list is named twice"),
        (not all(lists) or COUNTRIES in lists, "lists", "a list has the name of its edition"),
        (
            not is_conditional and bool(exempt & set(lists)),
            "exemption",
            "a list is screened against or exempt",
        ),
        (
            is_conditional and not (exempt and exempt <= set(lists)),
            "exemption",
            "a list that some payments are exempt from is screened against for all others",
        ),
        (not all(map(is_country, countries)), "countries", "a country is an ISO 3166-1 code"),
        (len(set(countries)) < len(countries), "countries", "a country is named twice"),
        (Outcome.CLEAR in outcomes, "on_hit", "a hit holds, refuses or blocks"),
        (any(not 0 < each <= SCORE_MAX for each in thresholds), "threshold", "1 to 10000"),
        (policy.matcher != MATCHER, "matcher", f"the matcher here is {MATCHER}"),
        *((True, "travel_rule", text) for text in _faults_of_travel_rule(policy)),
    )


def _faults_of_travel_rule(policy: Policy) -> tuple[str, ...]:
    return policy.travel_rule.faults if policy.travel_rule else ()


def _is_unfounded(exemption: Exemption | None) -> bool:
    return exemption is not None and not (exemption.id and exemption.legal_basis.strip())
