"""Screen the fields of one payment: a verdict for the chain, evidence for the vault.

The evidence holds every screened field with what it hit, under which lists and which
policy, as canonical bytes: whoever screens the same fields with the same bundle and policy gets
the same bytes, for a clearance as for a hit. The chain gets only their digest under
the payment's key, so that nobody can try names against it.
"""

from collections.abc import Callable, Iterable, Sequence
from hmac import digest as keyed_digest
from typing import Final, NamedTuple, TypeAlias

import msgspec

from tallystick.screening.exemptions import (
    NO_CIRCUMSTANCES,
    Circumstances,
    Exemption,
    holds,
    is_exempt,
)
from tallystick.screening.fields import Field, FieldKind
from tallystick.screening.index import Ask, Hit, Index
from tallystick.screening.lists import COUNTRIES
from tallystick.screening.particulars import NOTHING_KNOWN, Particulars
from tallystick.screening.policy import Policy
from tallystick.screening.score import SCORES, Evidence, Rule
from tallystick.terms.identifiers import iban_country, is_bic
from tallystick.terms.verdicts import Outcome, Verdict

_FORMAT: Final = "tallystick.screening.2"
_WITH_COUNTRY: Final = frozenset({FieldKind.COUNTRY, FieldKind.BIC, FieldKind.ACCOUNT})
_KEY_BYTES_MIN: Final = 16
# The worst outcome counts: money that must stay may not be sent back.
_GRAVITY: Final = (Outcome.CLEAR, Outcome.HOLD, Outcome.REFUSE, Outcome.BLOCK)


class Finding(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """One screened field and its hits under the policy, best first.

    `known` is what else the message says of the party that a name stands for, `exempt` are the
    lists that the field was not compared with, by the exemption. `set_aside` are the hits that
    do not count, as list, entity and the id of the good-guy entry.
    """

    path: str
    kind: FieldKind
    text: str
    hits: tuple[Hit, ...]
    known: Particulars = NOTHING_KNOWN
    exempt: tuple[str, ...] = ()
    set_aside: tuple[tuple[str, str, str], ...] = ()

    @property
    def counting(self) -> tuple[Hit, ...]:
        """The hits that count for the outcome."""
        if not self.set_aside:
            return self.hits
        aside = [(list_name, entity) for list_name, entity, _ in self.set_aside]
        return tuple(hit for hit in self.hits if (hit.list, hit.entity) not in aside)


class Record(msgspec.Struct, frozen=True):
    """What the evidence says: the outcome and everything it came from.

    `bundle` and `policy` are hashes in hexadecimal; `missing` are lists that the policy asks for
    and the bundle does not have.
    """

    format: str
    bundle: str
    policy: str
    exemption: str
    outcome: Outcome
    missing: tuple[str, ...]
    fields: tuple[Finding, ...]


class Screened(NamedTuple):
    """The verdict for the core, the evidence for the vault, and the fields that hit."""

    verdict: Verdict
    evidence: bytes
    hits: tuple[Finding, ...]


# Finds the good-guy entry that sets a hit in the field at a path aside, "" if there is none.
Sparing: TypeAlias = Callable[[str, Hit], str]


class Beside(NamedTuple):
    """What beside a payment's fields matters: its circumstances, and who is set apart in it."""

    circumstances: Circumstances = NO_CIRCUMSTANCES
    sparing: Sparing | None = None


NOTHING_BESIDE: Final = Beside()


def screen_fields(
    index: Index,
    policy: Policy,
    fields: Iterable[Field],
    digest_key: bytes,
    beside: Beside = NOTHING_BESIDE,
) -> Screened:
    """Return what screening makes of a payment's fields on one leg; `digest_key` is the payment's.

    A list that the policy asks for and the bundle lacks holds the payment: it clears nothing.
    The order of the fields does not matter. An exemption that depends on the payment holds only
    in its circumstances.
    """
    assert len(digest_key) >= _KEY_BYTES_MIN, "a digest that anybody can make protects no name"
    record = screen(index, policy, fields, beside.circumstances, beside.sparing)
    evidence = msgspec.json.encode(record)
    hits = tuple([each for each in record.fields if each.hits])
    verdict = Verdict(
        record.outcome,
        bytes.fromhex(record.bundle),
        bytes.fromhex(record.policy),
        keyed_digest(digest_key, evidence, "sha256"),
        record.exemption,
        _relied_on(hits),
        record.missing,
    )
    return Screened(verdict, evidence, hits)


def _relied_on(hits: Iterable[Finding]) -> tuple[str, ...]:
    aside = [good_guy for each in hits for _, _, good_guy in each.set_aside]
    return tuple(sorted(dict.fromkeys(aside)))


def screen(
    index: Index,
    policy: Policy,
    fields: Iterable[Field],
    circumstances: Circumstances = NO_CIRCUMSTANCES,
    sparing: Sparing | None = None,
) -> Record:
    """Return what is found in the fields, in their canonical order."""
    exemption = policy.exemption
    if exemption is not None and not holds(exemption, circumstances):
        exemption = None
    found = findings(index.hits, policy, sorted(fields), exemption)
    if sparing is not None:
        found = tuple(_spared(sparing, each) for each in found)
    missing = tuple(sorted({rule.list for rule in policy.lists} - set(index.lists)))
    # A leg without lists rests on its exemption and names no bundle.
    bundle = index.bundle if policy.lists else b""
    outcomes = [Outcome.HOLD] if missing else []
    outcomes += [on_hit(policy, hit) for each in found if each.hits for hit in each.counting]
    return Record(
        _FORMAT,
        bundle.hex(),
        policy.digest.hex(),
        exemption.id if exemption else "",
        _worst(outcomes),
        missing,
        found,
    )


def findings(
    ask: Ask, policy: Policy, fields: Iterable[Field], exemption: Exemption | None = None
) -> tuple[Finding, ...]:
    """Return each field with its hits under the policy; the exemption is one that holds.

    Whom a field may stand for is asked of an index: by `Index.hits` or `Index.search`.
    """
    if policy.countries or (exemption is not None and exemption.is_conditional):
        return tuple([_finding(ask, policy, field, exemption) for field in fields])
    return tuple([_of_lists(ask, policy, field) for field in fields])


def on_hit(policy: Policy, hit: Hit) -> Outcome:
    """Return what the policy makes of a hit; `CLEAR` if it is none under the policy."""
    if hit.list == COUNTRIES:
        return policy.by_country.get(hit.entity, Outcome.CLEAR)
    rule = policy.by_list.get(hit.list)
    return rule.on_hit if rule is not None and hit.score >= rule.threshold else Outcome.CLEAR


def _worst(outcomes: Sequence[Outcome]) -> Outcome:
    return max(outcomes, key=_GRAVITY.index, default=Outcome.CLEAR)


def _finding(ask: Ask, policy: Policy, field: Field, exemption: Exemption | None) -> Finding:
    of_lists = _of_lists(ask, policy, field)
    exempt = _exempt(exemption, field)
    hits = (*_of_countries(policy, field), *of_lists.hits)
    hits = tuple(hit for hit in hits if hit.list not in exempt)
    return msgspec.structs.replace(of_lists, hits=hits, exempt=exempt)


def _of_lists(ask: Ask, policy: Policy, field: Field) -> Finding:
    path, kind, text, known = field.path, field.kind, field.text, field.particulars
    hits = ask(kind, text, known)
    return Finding(path, kind, text, _under(policy, hits) if hits else hits, known)


def _under(policy: Policy, hits: Iterable[Hit]) -> tuple[Hit, ...]:
    return tuple([hit for hit in hits if on_hit(policy, hit) is not Outcome.CLEAR])


def _exempt(exemption: Exemption | None, field: Field) -> tuple[str, ...]:
    """Return the lists of the policy that the field is not compared with."""
    if exemption is None or not exemption.is_conditional:
        return ()
    return exemption.lists if is_exempt(exemption, field.path) else ()


def _spared(sparing: Sparing, finding: Finding) -> Finding:
    """Set the hits aside that a good-guy entry covers; they stay in the evidence."""
    found = [(hit.list, hit.entity, sparing(finding.path, hit)) for hit in finding.hits]
    aside = tuple(each for each in found if each[2])
    return msgspec.structs.replace(finding, set_aside=aside) if aside else finding


def _of_countries(policy: Policy, field: Field) -> tuple[Hit, ...]:
    country = country_of(field)
    if country not in policy.by_country:
        return ()
    evidence = Evidence(Rule.COUNTRY, (field.text,), (country,))
    hit = Hit(COUNTRIES, country, country, SCORES[Rule.COUNTRY], (evidence,))
    return _under(policy, (hit,))


def country_of(field: Field) -> str:
    """Return the country that a field names by a code, alone or within a BIC or IBAN; else ""."""
    if field.kind not in _WITH_COUNTRY:
        return ""
    code = "".join(field.text.split()).upper()
    match field.kind:
        case FieldKind.COUNTRY:
            return code
        case FieldKind.BIC if is_bic(code):
            return code[4:6]
        case FieldKind.ACCOUNT:
            return iban_country(code)
        case _:
            return ""
