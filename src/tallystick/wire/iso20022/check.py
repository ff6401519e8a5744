"""Judging a file: is it one message of a supported version, and does it keep schema and profile?

Nothing here raises for what is in a file: all that is wrong is told in the report.
"""

from typing import Final

import msgspec

from tallystick.terms.errors import RemoteMessageError
from tallystick.wire import xml
from tallystick.wire.iso20022.parts import Parts, name_of, parts_of, version_of
from tallystick.wire.iso20022.profiles import PROFILES
from tallystick.wire.iso20022.profiles.rules import flaws
from tallystick.wire.iso20022.schema import schema_of
from tallystick.wire.unread import LIMITS, Limits

# The profile that is the schema alone.
SCHEMA_ALONE: Final = "iso"
# What a message must keep besides being well-formed, by the name a user gives.
PROFILE_NAMES: Final = (SCHEMA_ALONE, *PROFILES)


class Problem(msgspec.Struct, frozen=True, gc=False):
    """One thing that is wrong: of which kind, by which code, where, and in words.

    `rule` is `xml` (it cannot be read), `message` (none or several in it),
    `unsupported-version`, `schema`, or the id of a profile's rule, whose code is an ISO
    status reason.
    """

    rule: str
    code: str
    path: str
    text: str


class Report(msgspec.Struct, frozen=True, gc=False):
    """What a file holds, None if that cannot be said, and all that is wrong with it."""

    message: str | None
    errors: tuple[Problem, ...]

    @property
    def is_valid(self) -> bool:
        """Whether nothing is wrong."""
        return not self.errors


def check(raw: bytes, limits: Limits = LIMITS, profile: str = SCHEMA_ALONE) -> Report:
    """Return the verdict on a file; every flaw of the schema is in it, in order.

    Where there is none, every flaw by the profile's rules is. `profile` is one of
    `PROFILE_NAMES`.
    """
    assert profile in PROFILE_NAMES, f"{profile!r} is no profile"
    try:
        root = xml.parse(raw, limits)
    except RemoteMessageError as broken:
        return Report(None, (problem_of("xml", broken),))
    try:
        parts = parts_of(root)
    except RemoteMessageError as broken:
        return Report(None, (problem_of("message", broken),))
    return Report(name_of(parts.subject), _flaws(parts) or _profile_flaws(parts, profile))


def _flaws(parts: Parts) -> tuple[Problem, ...]:
    try:
        versions = [(part, version_of(part)) for part in parts.present()]
    except RemoteMessageError as unsupported:
        return (problem_of("unsupported-version", unsupported),)
    return tuple(
        Problem("schema", flaw.code, flaw.path, flaw.text)
        for part, version in versions
        for flaw in schema_of(version).flaws(part)
    )


def _profile_flaws(parts: Parts, profile: str) -> tuple[Problem, ...]:
    if profile == SCHEMA_ALONE:
        return ()
    return tuple(
        Problem(flaw.rule, flaw.code, flaw.path, flaw.text)
        for flaw in flaws(PROFILES[profile], parts)
    )


def problem_of(rule: str, broken: RemoteMessageError) -> Problem:
    """Return an error as the one thing that is wrong."""
    return Problem(rule, broken.code, broken.field, broken.detail)
