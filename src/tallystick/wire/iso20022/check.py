"""Judging a file: is it one message of a supported version, and does it keep the schema?

Nothing here raises for what is in a file: all that is wrong is told in the report.
"""

from typing import Final

import msgspec

from tallystick.terms.errors import RemoteMessageError
from tallystick.wire import xml
from tallystick.wire.iso20022.parts import Parts, name_of, parts_of, version_of
from tallystick.wire.iso20022.schema import schema_of
from tallystick.wire.unread import LIMITS, Limits

# What a message must keep besides being well-formed; `iso` is the schema alone.
PROFILES: Final = ("iso",)


class Problem(msgspec.Struct, frozen=True, gc=False):
    """One thing that is wrong: of which kind, by which code, where, and in words.

    `rule` is `xml` (it cannot be read), `message` (none or several in it),
    `unsupported-version` or `schema`.
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


def check(raw: bytes, limits: Limits = LIMITS) -> Report:
    """Return the verdict on a file; every flaw of the schema is in it, in order."""
    try:
        root = xml.parse(raw, limits)
    except RemoteMessageError as broken:
        return Report(None, (_problem("xml", broken),))
    try:
        parts = parts_of(root)
    except RemoteMessageError as broken:
        return Report(None, (_problem("message", broken),))
    return Report(name_of(parts.subject), _flaws(parts))


def _flaws(parts: Parts) -> tuple[Problem, ...]:
    try:
        versions = [(part, version_of(part)) for part in parts.present()]
    except RemoteMessageError as unsupported:
        return (_problem("unsupported-version", unsupported),)
    return tuple(
        Problem("schema", flaw.code, flaw.path, flaw.text)
        for part, version in versions
        for flaw in schema_of(version).flaws(part)
    )


def _problem(rule: str, broken: RemoteMessageError) -> Problem:
    return Problem(rule, broken.code, broken.field, broken.detail)
