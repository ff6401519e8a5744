"""What a profile is: the versions it takes and the rules they keep beyond their schema."""

from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import Final, NamedTuple, TypeAlias

import msgspec

from tallystick.terms.reasons import StatusReason
from tallystick.wire.iso20022.grammar import Message
from tallystick.wire.iso20022.parts import Parts, version_of
from tallystick.wire.iso20022.profiles.reading import Node, Reading, paths, read

VERSION_RULE: Final = "profile-version"

_FOUND_MAX: Final = 80


class Flaw(msgspec.Struct, frozen=True):
    """One place where a message breaks a rule: which, with what reason, where, in words."""

    rule: str
    code: str
    path: str
    text: str


class Found(NamedTuple):
    """Where a rule is broken: at a node, or at what is missing below it.

    No node is a whole part that is missing.
    """

    node: Node | None
    below: str = ""


Finder: TypeAlias = Callable[[Reading], Iterable[Found]]


class Rule(msgspec.Struct, frozen=True):
    """One rule: its own id, the status reason to refuse with, and what it says.

    `path` tells people which element it speaks of; `families` are the messages it holds
    for, none for every one; `find` yields every place where it is broken. Where no element
    of the name `needs` is in the message, the rule has nothing to look at, and is not asked.
    """

    id: str
    code: StatusReason
    path: str
    text: str
    find: Finder
    families: tuple[str, ...] = ()
    needs: str = ""


class Profile(msgspec.Struct, frozen=True, cache_hash=True):
    """A named set of rules, and the versions of documents and headers it takes."""

    name: str
    text: str
    versions: tuple[str, ...]
    headers: tuple[str, ...]
    rules: tuple[Rule, ...]


def flaws(profile: Profile, parts: Parts) -> tuple[Flaw, ...]:
    """Return every rule of a profile that a message breaks, in the order of the document.

    The parts are accepted by their schemas. Where the profile does not take a version,
    that is all that is told.

    Raises:
        RemoteMessageError: a part is of no supported version.
    """
    for part in parts.present():
        version, taken = version_of(part), (*profile.versions, *profile.headers)
        if version not in taken:
            return (_untaken(profile, version, "AppHdr" if part is parts.header else "Document"),)
    reading = read(parts)
    if reading is None:
        return (_untaken(profile, version_of(parts.subject), "AppHdr"),)
    found = [
        (rule, place)
        for rule in _rules_for(profile, reading.family)
        if not rule.needs or rule.needs in reading.names
        for place in rule.find(reading)
    ]
    return _told(reading, found) if found else ()


def _untaken(profile: Profile, version: Message, name: str) -> Flaw:
    text = f"The profile {profile.name} takes no {version}."
    return Flaw(VERSION_RULE, StatusReason.INVALID_FILE_FORMAT, f"/{name}", text)


@cache
def _rules_for(profile: Profile, family: str) -> tuple[Rule, ...]:
    return tuple(rule for rule in profile.rules if not rule.families or family in rule.families)


def _told(reading: Reading, found: list[tuple[Rule, Found]]) -> tuple[Flaw, ...]:
    """Tell what was found; the paths of all of it are looked up in one walk."""
    wanted = {id(place.node) for _, place in found}
    roots = [root for root in (reading.header, reading.root) if root is not None]
    places = {
        id(node): (turn, path)
        for turn, (node, path) in enumerate(pair for root in roots for pair in paths(root))
        if id(node) in wanted
    }
    nowhere = (-1, "")
    ordered = sorted(found, key=lambda pair: places.get(id(pair[1].node), nowhere)[0])
    return tuple(
        _flaw(rule, place, places.get(id(place.node), nowhere)[1]) for rule, place in ordered
    )


def _flaw(rule: Rule, place: Found, path: str) -> Flaw:
    node, below = place
    text = rule.text
    if node is not None and node.text and not below:
        mark = f" {node.mark}" if node.mark else ""
        text = f"{text} Found: {node.text[:_FOUND_MAX]!r}{mark}."
    return Flaw(rule.id, rule.code, f"{path}/{below}" if below else path, text)


def lacking(within: str, *names: str) -> Finder:
    """Return what finds each group of a message that lacks an element it must have.

    `within` is the groups' path below the body, "" for the body itself.
    """

    def find(reading: Reading) -> Iterator[Found]:
        groups = reading.body.each(within) if within else [reading.body]
        for group in groups:
            yield from (Found(group, name) for name in names if not group.each(name))

    return find


def unlike(*texts: str, within: str) -> Finder:
    """Return what finds each text at a path below the body that is none of those allowed."""
    allowed = frozenset(texts)

    def find(reading: Reading) -> Iterator[Found]:
        return (Found(node) for node in reading.body.each(within) if node.text not in allowed)

    return find
