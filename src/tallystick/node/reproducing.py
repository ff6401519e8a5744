"""Decide again what a node once decided, by all that it has kept: for a question years later.

The message and the evidence lie in the vault, the lists and the policies on their shelves, the
verdict and the good-guy entries it relied on in the journal. Whether those entries counted and
the lists were in force is for `verify` to prove; here it is whether the same grounds still
give the same bytes, for a clearance as for a hit.
"""

from collections.abc import Collection, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, NamedTuple

import msgspec

from tallystick.admission.desk import EVIDENCE, MESSAGE, MESSAGE_LIMITS, Desk
from tallystick.journal.entries import Sealed
from tallystick.journal.inspector import Inspector
from tallystick.journal.vault import Vault
from tallystick.node.desks import SHELF
from tallystick.node.policy_shelf import PolicyShelf
from tallystick.screening.bundle import Bundle, bundle_of
from tallystick.screening.good_guys import GoodGuys, contents_of
from tallystick.screening.index import Index
from tallystick.screening.policy import Policy, read_policy
from tallystick.screening.shelf import Shelf
from tallystick.screening.verdict import Screened
from tallystick.terms.errors import RemoteMessageError, SettingError, StoreError
from tallystick.terms.verdicts import Verdict
from tallystick.views.chronicle import Known
from tallystick.views.decisions import verdict_in
from tallystick.views.evidence import whole
from tallystick.views.reading import read_events
from tallystick.wire import xml
from tallystick.wire.leaves import leaves_of

_ERASED: Final = "the payment's key is erased, and its message and the evidence with it"
_UNKNOWN: Final = Known()
_INDEXES_KEPT: Final = 2  # the lists of neighbouring decisions are mostly the same


class Reproduction(msgspec.Struct, frozen=True):
    """One decision, and whether the same grounds give it again byte for byte.

    Digests are in hexadecimal. `reproduced` is None where it cannot be told, as `why` then says;
    where it is False, `why` names the first difference. `evidence` is what the vault keeps.
    """

    sequence: int
    at: int
    outcome: str
    bundle: str
    settings: str
    exemption: str
    relied_on: tuple[str, ...]
    reproduced: bool | None
    why: str
    evidence: dict[str, Any]


class _Decision(NamedTuple):
    sequence: int
    at: int
    verdict: Verdict


class _Judged(NamedTuple):
    reproduced: bool | None
    why: str


class _Grounds(NamedTuple):
    """An index and what its lists say of each entity."""

    lists: Index
    contents: Mapping[tuple[str, str], bytes]


class Reproducing:
    """Decides again by one node's store and the folder beside it, and writes nothing."""

    def __init__(self, folder: Path, vault: Vault, digest_key: bytes, store: Inspector) -> None:
        """Take a store, the folder that it lies in, and the keys that its node has."""
        self._store = store
        self._vault = vault
        self._digest_key = digest_key
        self._lists = Shelf(folder / SHELF)
        self._policies = PolicyShelf(folder)
        self._grounds = lru_cache(maxsize=_INDEXES_KEPT)(self._grounds_of)

    def decisions(self, payment_id: str, known: Known = _UNKNOWN) -> Iterator[Reproduction]:
        """Yield every decision on a payment in order, each decided again; none if it is unknown.

        `known` is what a chronicle knows of the payment, read before the store was pinned: the
        journal is read from there on. Where that is of another journal, or lacks an entry whose
        evidence the vault has, the whole journal is read.

        Raises:
            StoreError: the store cannot be read, or what it keeps is damaged.
        """
        messages = self._kept(payment_id, MESSAGE)
        evidence = self._kept(payment_id, EVIDENCE)
        if not self._may_trust(known, evidence):
            known = _UNKNOWN
        for each in self._decided(payment_id, known):
            raw = _newest(messages, each.sequence)
            stored = evidence.get(each.sequence, b"")
            judged = self._judged(payment_id, each.verdict, raw, stored)
            yield _told(each, judged, stored)

    def _may_trust(self, known: Known, evidence: Collection[int]) -> bool:
        if self._store.hash_at(known.followed) != known.hash:
            return False
        return all(each in known.sequences for each in evidence if each <= known.followed)

    def _decided(self, payment_id: str, known: Known) -> Iterator[_Decision]:
        for entry in map(read_events, self._entries(known)):
            for event in entry.events:
                verdict = verdict_in(event, payment_id)
                if verdict is not None:
                    yield _Decision(entry.sequence, entry.at, verdict)

    def _entries(self, known: Known) -> Iterator[Sealed]:
        """Yield the entries that are known to be about the payment, and all later ones."""
        yield from filter(None, map(self._store.entry, known.sequences))
        yield from self._store.entries(known.followed)

    def _kept(self, payment_id: str, kind: str) -> dict[int, bytes]:
        rows = [row for row in self._store.vault(payment_id) if row.kind == kind]
        wrapped = self._store.key(payment_id) if rows else None
        if wrapped is None:
            return {}
        key = self._vault.unwrap(payment_id, wrapped)
        return {row.sequence: self._vault.decrypt(key, row) for row in rows}

    def _judged(self, payment_id: str, verdict: Verdict, raw: bytes, stored: bytes) -> _Judged:
        if not raw or not stored:
            return _Judged(None, _ERASED)
        try:
            again = self._again(payment_id, verdict, raw)
        except (StoreError, SettingError, RemoteMessageError) as missing:
            return _Judged(None, str(missing))
        why = first_difference((verdict, stored), again)
        return _Judged(not why, why)

    def _again(self, payment_id: str, verdict: Verdict, raw: bytes) -> Screened:
        """Screen a message by the grounds of a verdict.

        A hit that a good-guy entry set aside made the verdict rely on it, so that these entries
        give the same as all that counted then.
        """
        policy = self._policy(verdict.settings)
        grounds = self._grounds(verdict.bundle)
        spared = GoodGuys(frozenset(verdict.relied_on), grounds.contents)
        desk = Desk("", grounds.lists, policy, self._digest_key, good_guys=spared)
        return desk.screen(payment_id, leaves_of(xml.parse(raw, MESSAGE_LIMITS)))

    def _policy(self, digest: bytes) -> Policy:
        text = self._policies.text(digest)
        if not text:
            detail = f"nothing stands on the shelf of policies under {digest.hex()}"
            raise StoreError(detail, outcome_known=True, code="not-on-the-shelf")
        return read_policy(text)

    def _grounds_of(self, digest: bytes) -> _Grounds:
        bundle: Bundle = self._lists.bundle(digest) if digest else bundle_of(())
        return _Grounds(Index(bundle), contents_of(bundle))


def _newest(messages: Mapping[int, bytes], sequence: int) -> bytes:
    """Return the last message that was kept up to an entry, empty if none was."""
    until = max((each for each in messages if each <= sequence), default=0)
    return messages.get(until, b"")


def _told(decision: _Decision, judged: _Judged, stored: bytes) -> Reproduction:
    verdict = decision.verdict
    return Reproduction(
        decision.sequence,
        decision.at,
        verdict.outcome.value,
        verdict.bundle.hex(),
        verdict.settings.hex(),
        verdict.exemption,
        verdict.relied_on,
        judged.reproduced,
        judged.why,
        whole(stored),
    )


def first_difference(kept: tuple[Verdict, bytes], again: Screened) -> str:
    """Name the first difference between a kept decision and the one made again; "" for none.

    The evidence comes first, since the verdict follows from it.
    """
    verdict, stored = kept
    if stored != again.evidence:
        place = _place_of(msgspec.json.decode(stored), msgspec.json.decode(again.evidence))
        return f"the evidence differs at {place or 'its form'}"
    for name in verdict.__struct_fields__:
        if getattr(verdict, name) != getattr(again.verdict, name):
            return f"the verdict differs in {name}"
    return ""


def _place_of(one: Any, other: Any, at: str = "") -> str:  # noqa: ANN401 - JSON as it stands
    """Return where two JSON values differ first, as a path; "" where they do not."""
    if isinstance(one, dict) and isinstance(other, dict):
        pairs = {key: (one.get(key), other.get(key)) for key in (*one, *other)}
    elif isinstance(one, list) and isinstance(other, list):
        longest = range(max(len(one), len(other)))
        pairs = {str(key): (_at(one, key), _at(other, key)) for key in longest}
    else:
        return "" if one == other else at or "/"
    found = (_place_of(*pair, f"{at}/{key}") for key, pair in pairs.items())
    return next(filter(None, found), "")


def _at(values: list[Any], place: int) -> Any:  # noqa: ANN401 - JSON as it stands
    return values[place] if place < len(values) else None
