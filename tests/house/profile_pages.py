"""The tables of docs/reference/profiles.md, read off the profiles."""

from collections.abc import Iterator

from tallystick.wire.iso20022.profiles import PROFILES
from tallystick.wire.iso20022.profiles.rules import Rule


def profiles() -> Iterator[tuple[str, ...]]:
    """Yield each profile's name, what it is, and the versions it takes."""
    for profile in PROFILES.values():
        yield (
            f"`{profile.name}`",
            profile.text,
            _quoted(profile.versions),
            _quoted(profile.headers),
        )


def rules() -> Iterator[tuple[str, ...]]:
    """Yield each rule once, with the profiles that have it."""
    every: dict[Rule, list[str]] = {}
    for profile in PROFILES.values():
        for rule in profile.rules:
            every.setdefault(rule, []).append(profile.name)
    for rule, names in every.items():
        paths = _quoted(rule.path.split(", "))
        messages = _quoted(sorted(rule.families))
        yield f"`{rule.id}`", _quoted(names), f"`{rule.code}`", messages, paths, rule.text


def _quoted(words: tuple[str, ...] | list[str]) -> str:
    return " ".join(f"`{word}`" for word in words)
