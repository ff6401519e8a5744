"""What screening found, as the operator's people are told: read from the stored evidence."""

from typing import Any

import msgspec


class HitView(msgspec.Struct, frozen=True):
    """Which field of a payment hit whom on which list, by which listed text, how surely.

    `score` counts ten-thousandths. `good_guy_id` is the entry that sets it aside, "" if none does.
    """

    path: str
    text: str
    list: str
    entity: str
    matched: str
    score: int
    good_guy_id: str


class _Hit(msgspec.Struct):
    list: str
    entity: str
    matched: str
    score: int


class _Finding(msgspec.Struct):
    path: str
    text: str
    hits: tuple[_Hit, ...] = ()
    set_aside: tuple[tuple[str, str, str], ...] = ()


class _Record(msgspec.Struct):
    fields: tuple[_Finding, ...] = ()


_PUNCTUATION = ".,;:!?()[]\"'"
_decoder = msgspec.json.Decoder(_Record)


def hits_in(evidence: bytes) -> list[HitView]:
    """Return the hits of stored evidence; none where it is erased."""
    if not evidence:
        return []
    return [
        _view(finding, hit) for finding in _decoder.decode(evidence).fields for hit in finding.hits
    ]


def is_told_in(text: str, evidence: bytes) -> bool:
    """Whether a text names a list, a listed entity, or a listed text that the payment has not."""
    said = text.casefold()
    words = {word.strip(_PUNCTUATION) for word in said.split()}
    return any(_is_named(hit, said, words) for hit in hits_in(evidence))


def _is_named(hit: HitView, said: str, words: set[str]) -> bool:
    matched = hit.matched.casefold()
    elsewhere = bool(matched) and matched in said and matched not in hit.text.casefold()
    return hit.list.casefold() in said or hit.entity.casefold() in words or elsewhere


def _view(finding: _Finding, hit: _Hit) -> HitView:
    aside = {(name, entity): entry for name, entity, entry in finding.set_aside}
    entry = aside.get((hit.list, hit.entity), "")
    words = (hit.list, hit.entity, hit.matched, hit.score)
    return HitView(finding.path, finding.text, *words, entry)


def whole(evidence: bytes) -> dict[str, Any]:
    """Return stored evidence as it stands; empty where it is erased."""
    found: dict[str, Any] = msgspec.json.decode(evidence) if evidence else {}
    return found
