"""What is wrong with a node's settings of which each value alone is sound."""

from collections.abc import Iterator, Sequence
from ipaddress import ip_address
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from tallystick.node.parties import Role
from tallystick.node.tables import Fault, twice
from tallystick.screening.score import SCORE_MAX
from tallystick.terms.identifiers import is_country, is_participant_id
from tallystick.terms.instants import is_date
from tallystick.terms.verdicts import Outcome

if TYPE_CHECKING:
    from tallystick.node.config import (
        ListSignerSettings,
        PartyKeySettings,
        PublicKeySettings,
        ScreeningSettings,
        Settings,
    )


def faults_of(settings: "Settings") -> Iterator[Fault]:
    """Yield what is wrong with values that each alone are sound."""
    yield from _faults_of_addresses(settings)
    yield from _faults_of_peers(settings)
    yield from _faults_of_systems(settings)
    yield from _faults_of_parties(settings)
    yield from _faults_of_screening(settings.screening)


def _faults_of_addresses(settings: "Settings") -> Iterator[Fault]:
    listen, operations = settings.listen, settings.operations
    if not _is_loopback(operations.host):
        rule = "health and metrics are told on this machine alone: 127.0.0.1 or ::1"
        yield Fault("operations.host", rule)
    if listen.port and listen.port == operations.port:
        yield Fault("operations.port", "it is the port of listen")


def _faults_of_peers(settings: "Settings") -> Iterator[Fault]:
    for name in twice(each.operator_id for each in settings.peers):
        yield Fault("peer", f"{name} is there twice")
    for place, peer in enumerate(settings.peers):
        key = f"peer[{place}]"
        if peer.operator_id == settings.operator_id:
            yield Fault(f"{key}.operator_id", "this node is no peer of its own")
        yield from _fault_of_url(peer.url, key)
        if not peer.certificates:
            yield Fault(f"{key}.certificates", "the other node's certificate is pinned: name it")
        if not peer.keys:
            yield Fault(f"{key}.key", "no envelope can be verified without a key")
        for name in twice(each.id for each in peer.keys):
            yield Fault(f"{key}.key", f"{name} is there twice")
        yield from _faults_of_sources(peer.keys, f"{key}.key")


def _faults_of_sources(
    keys: "Sequence[PublicKeySettings | PartyKeySettings | ListSignerSettings]", key: str
) -> Iterator[Fault]:
    for place, each in enumerate(keys):
        if (each.file is None) == (not each.hex):
            yield Fault(f"{key}[{place}]", "either file or hex")


def _faults_of_systems(settings: "Settings") -> Iterator[Fault]:
    for name in twice(each.name for each in settings.settlement_systems):
        yield Fault("settlement_system", f"{name} is there twice")
    for place, each in enumerate(settings.settlement_systems):
        yield from _fault_of_url(each.url, f"settlement_system[{place}]")


def _faults_of_parties(settings: "Settings") -> Iterator[Fault]:
    names = ((each.role, each.id, key.id) for each in settings.parties for key in each.keys)
    for role, party_id, name in twice(names):
        yield Fault("party.key", f"{role} {party_id} has the key {name} twice")
    yield from _faults_of_people(settings)
    for place, party in enumerate(settings.parties):
        key = f"party[{place}]"
        if party.role is Role.PEER:
            yield Fault(f"{key}.role", "another node stands under [[peer]]")
        if party.role is Role.PARTICIPANT and not is_participant_id(party.id):
            yield Fault(f"{key}.id", "a participant is a BIC, SYSTEM:MEMBER or an LEI")
        if not party.certificates:
            yield Fault(f"{key}.certificates", "nobody comes in without a certificate")
        if party.role is Role.OPERATOR and party.keys:
            yield Fault(f"{key}.key", "a person signs no messages")
        if party.supervisor and party.role is not Role.OPERATOR:
            yield Fault(f"{key}.supervisor", "only a person of the operator is a supervisor")
        yield from _faults_of_sources(party.keys, f"{key}.key")


def _faults_of_people(settings: "Settings") -> Iterator[Fault]:
    """Where two people are asked, `anna` and `Anna` would be two."""
    people: dict[str, str] = {}
    for place, party in enumerate(settings.parties):
        if party.role is not Role.OPERATOR:
            continue
        read_as = "".join(filter(str.isalnum, party.id.casefold()))
        other = people.setdefault(read_as, party.id)
        if other != party.id:
            yield Fault(f"party[{place}].id", f"{party.id} and {other} read as one person")


def _faults_of_screening(screening: "ScreeningSettings") -> Iterator[Fault]:
    if screening.as_of and not is_date(screening.as_of):
        yield Fault("screening.as_of", "it is a date YYYY-MM-DD")
    for key, names in (
        ("rule", [each.list for each in screening.rules]),
        ("country", [each.country for each in screening.countries]),
        ("leg", [each.agreement_id for each in screening.legs]),
        ("travel_rule", [each.agreement_id for each in screening.travel_rules]),
        ("signer", [each.id for each in screening.signers]),
    ):
        for name in twice(names):
            yield Fault(f"screening.{key}", f"{name} is there twice")
    yield from _faults_of_signers(screening)
    yield from _faults_of_hits(screening)


def _faults_of_signers(screening: "ScreeningSettings") -> Iterator[Fault]:
    """Let nothing that is to be signed be loaded, or dated, in another way."""
    yield from _faults_of_sources(screening.signers, "screening.signer")
    if not screening.signers:
        return
    if len(screening.lists) != 1:
        yield Fault("screening.lists", "with signers, it is the one file that they have signed")
    if screening.as_of:
        yield Fault("screening.as_of", "with signers, the date is the one that they have signed")
    if screening.signatures_min > len(screening.signers):
        yield Fault("screening.signatures_min", f"there are {len(screening.signers)} signers")


def _faults_of_hits(screening: "ScreeningSettings") -> Iterator[Fault]:
    """Let no hit clear, and no threshold be out of reach, whether a leg needs it yet or not."""
    outcomes = [("screening.on_hit", screening.on_hit)]
    outcomes += [(f"screening.rule[{n}].on_hit", r.on_hit) for n, r in enumerate(screening.rules)]
    outcomes += [
        (f"screening.country[{n}].on_hit", c.on_hit) for n, c in enumerate(screening.countries)
    ]
    for key, outcome in outcomes:
        if outcome is Outcome.CLEAR:
            yield Fault(key, "a hit holds, refuses or blocks")
    for place, rule in enumerate(screening.rules):
        if not 0 < rule.threshold <= SCORE_MAX:
            yield Fault(f"screening.rule[{place}].threshold", f"it is 1 to {SCORE_MAX}")
    for place, country in enumerate(screening.countries):
        if not is_country(country.country):
            yield Fault(f"screening.country[{place}].country", "it is an ISO 3166-1 code")


def _fault_of_url(url: str, key: str) -> Iterator[Fault]:
    if not is_address(url):
        yield Fault(f"{key}.url", "it is https://host, with a port or a path if need be")


def is_address(url: str) -> bool:
    """Tell whether a url names a server over TLS and nothing else: no user, query or fragment."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return False
    plain = not (parts.query or parts.fragment or parts.username or parts.password)
    return parts.scheme == "https" and bool(parts.hostname) and port != 0 and plain


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        # A name may mean another machine tomorrow.
        return False
