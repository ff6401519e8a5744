"""The index over a bundle: what a field may stand for on any list, best first.

It is built anew from the bundle at each start and never changed; another bundle is another
index. The same bundle gives the same hits, whatever the order its files came in.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Final, TypeAlias

import msgspec

from tallystick.screening.bundle import Bundle
from tallystick.screening.disguises import readings_of
from tallystick.screening.fields import FieldKind
from tallystick.screening.identifiers import (
    Identifier,
    IdentifierKind,
    bank,
    institution,
    key_of,
    office,
    plain_key,
    wallet_key,
)
from tallystick.screening.lists import Listing, entries_of
from tallystick.screening.matcher import Listed, Matcher
from tallystick.screening.names import Words, normalise
from tallystick.screening.ownership import counted_as_listed
from tallystick.screening.particulars import NOTHING_KNOWN, Particulars
from tallystick.screening.score import SCORES, Evidence, Match, Rule
from tallystick.screening.secondary import Secondary, weigh
from tallystick.terms.identifiers import iban_bank

# Words of a text that may be an identifier; a colon may stand within an address.
_TOKEN: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9:]{7,}")
# An IBAN as paper has it, in groups of four.
_GROUPED: Final = re.compile(r"\b[A-Z]{2}[0-9]{2}(?: [A-Z0-9]{4}){2,7}(?: [A-Z0-9]{1,3})?\b")
# Neither that nor a ship's number is without one.
_DIGIT: Final = re.compile(r"[0-9]")
_SHIP: Final = re.compile(r"\bIMO\W{0,3}([0-9]{7})\b", re.IGNORECASE)

# What may stand in a text without a word that says what it is: none is there by chance.
_UNMISTAKABLE: Final = (
    IdentifierKind.ACCOUNT,
    IdentifierKind.BIC,
    IdentifierKind.ISIN,
    IdentifierKind.LEI,
    IdentifierKind.WALLET,
)

_EVERY_KIND: Final = tuple(IdentifierKind)
_ACCOUNTS: Final = (IdentifierKind.ACCOUNT, IdentifierKind.WALLET)
_BICS: Final = (IdentifierKind.BIC,)
_CASH: Final = "bitcoincash:"
_IBAN_LETTERS_MIN: Final = 15
_TOKEN_LETTERS_MIN: Final = 8  # of an identifier within a text; `IMO` and a number have more

# Fields that name a bank or a country and no person, so that what was asked may be kept.
_CODES: Final = frozenset({FieldKind.BIC, FieldKind.COUNTRY})
_CODE_LETTERS_MAX: Final = 16
# Fields that a reader reads, and may read otherwise than they stand.
_READ: Final = frozenset({FieldKind.NAME, FieldKind.ADDRESS, FieldKind.TEXT})
_CODES_KEPT: Final = 50_000
# Of other fields, those of the payments just before: the same banks and companies come again.
_TEXT_LETTERS_MAX: Final = 140
_TEXTS_KEPT: Final = 4_096


class Hit(msgspec.Struct, frozen=True):
    """Who on which list a field may stand for: by which listed text, how surely, and why.

    `score` counts ten-thousandths; `secondary` is what else is known and moved it. `ownership`
    stands where the entity is not listed itself: who is, and what they hold in it.
    """

    list: str
    entity: str
    matched: str
    score: int
    evidence: tuple[Evidence, ...]
    secondary: tuple[Secondary, ...] = ()
    ownership: str | msgspec.UnsetType = msgspec.UNSET


Ask: TypeAlias = Callable[[FieldKind, str, Particulars], tuple[Hit, ...]]
Asked: TypeAlias = tuple[FieldKind, str, Particulars]
Known: TypeAlias = tuple[str, str, str]  # list, entity, identifier as listed


class Index:
    """Everything on a bundle's lists, found by name or identifier.

    `bundle` is the hash of the bundle, empty when it has no list. With `among`, only these
    entities are found, with the very scores that they have among all.
    """

    def __init__(self, bundle: Bundle, among: Collection[Listing] | None = None) -> None:
        self.bundle = bundle.digest if bundle.lists else b""
        self.lists = bundle.names
        counted = counted_as_listed(bundle.lists)
        self._ownership = counted.why
        self._matcher = Matcher(counted.lists, among)
        self._identifiers: dict[tuple[IdentifierKind, str], list[Known]] = {}
        self._institutions: dict[str, list[Known]] = {}
        self._banks: dict[str, list[Known]] = {}
        for name, entry in entries_of(counted.lists, among):
            for identifier in entry.identifiers:
                self._add((name, entry.entity, identifier.value), identifier)
        # Most texts are nobody's identifier, and these tell so without a look at each kind.
        self._plain = frozenset(key for _kind, key in self._identifiers)
        self._wallets = frozenset(
            key.lower() for kind, key in self._identifiers if kind is IdentifierKind.WALLET
        )
        # What was asked lately, and whom it may stand for: it goes with the index, so with the
        # bundle. Once there is no room for more all goes at once.
        self._of_code: dict[Asked, tuple[Hit, ...]] = {}
        self._of_text: dict[Asked, tuple[Hit, ...]] = {}

    def hits(
        self, kind: FieldKind, text: str, known: Particulars = NOTHING_KNOWN
    ) -> tuple[Hit, ...]:
        """Return whom the field may stand for, each once by the best match, best first.

        `known` is what the message says of the party besides.
        """
        if len(text) > _TEXT_LETTERS_MAX:
            return self.search(kind, text, known)
        is_code = kind in _CODES and len(text) <= _CODE_LETTERS_MAX
        kept = self._of_code if is_code else self._of_text
        asked = (kind, text, known)
        hits = kept.get(asked)
        if hits is None:
            if len(kept) >= (_CODES_KEPT if is_code else _TEXTS_KEPT):
                kept.clear()
            hits = kept[asked] = self.search(kind, text, known)
        return hits

    def search(
        self, kind: FieldKind, text: str, known: Particulars = NOTHING_KNOWN
    ) -> tuple[Hit, ...]:
        """Return what `hits` does and keep nothing of it: for texts that hardly come again."""
        found = self._found(kind, text, known)
        for reading in readings_of(text) if kind in _READ else ():
            found += self._found(kind, reading, known)
        return self._best(found) if found else ()

    def _found(self, kind: FieldKind, text: str, known: Particulars) -> list[Hit]:
        words = normalise(text)
        found: list[Hit] = []
        for search in _SEARCHES[kind]:
            found += search(self, text, words, known)
        return found

    def _best(self, found: Iterable[Hit]) -> tuple[Hit, ...]:
        """Return the best hit on each entity, the best one first."""
        best: dict[tuple[str, str], Hit] = {}
        for hit in sorted(found, key=_rank):
            best.setdefault((hit.list, hit.entity), hit)
        return tuple(map(self._with_ownership, best.values()))

    def _with_ownership(self, hit: Hit) -> Hit:
        why = self._ownership.get((hit.list, hit.entity))
        return msgspec.structs.replace(hit, ownership=why) if why else hit

    def _add(self, known: Known, identifier: Identifier) -> None:
        key = key_of(identifier.kind, identifier.value)
        if key and identifier.kind is IdentifierKind.BIC:
            self._institutions.setdefault(institution(key), []).append(known)
            self._banks.setdefault(bank(key), []).append(known)
        elif key:
            self._identifiers.setdefault((identifier.kind, key), []).append(known)

    def names(self, text: str, words: Words, known: Particulars) -> Iterable[Hit]:
        """Return whom the whole text may name, from the matcher's floor on."""
        found = self._matcher.find(text, words)
        return [_named(listed, match, known) for listed, match in found] if found else ()

    def names_within(self, _text: str, words: Words, known: Particulars) -> Iterable[Hit]:
        """Return whom a part of the text may name."""
        found = self._matcher.find_within(words)
        return [_named(listed, match, known) for listed, match in found] if found else ()

    def identifiers(self, text: str, kinds: Sequence[IdentifierKind]) -> Iterable[Hit]:
        """Return whom the whole text identifies, as one of the kinds."""
        plain = plain_key(text)
        if self._identifies_nobody(plain, text):
            return ()
        return self._identified(plain, text, kinds)

    def _identifies_nobody(self, plain: str, text: str) -> bool:
        """Tell whether a text is surely no listed identifier of any kind; no may be wrong."""
        if plain in self._plain or institution(plain) in self._institutions:
            return False
        if not self._wallets:
            return True
        # Whatever case rule an address has, its key is this but for its case.
        lower = text.strip().lower()
        return text.isascii() and self._wallets.isdisjoint((lower, lower.removeprefix(_CASH)))

    def _identified(self, plain: str, text: str, kinds: Sequence[IdentifierKind]) -> Iterator[Hit]:
        for kind in kinds:
            if kind is IdentifierKind.BIC:
                yield from self._bics(plain, text)
                continue
            key = wallet_key(text) if kind is IdentifierKind.WALLET else plain
            rule = Rule.DOCUMENT if kind is IdentifierKind.DOCUMENT else Rule.IDENTIFIER
            for known in self._identifiers.get((kind, key), ()):
                yield _identified(known, rule, text)

    def identifiers_within(self, text: str, _words: Words, _known: Particulars) -> Sequence[Hit]:
        """Return whom a word of the text identifies beyond doubt, or the number after `IMO`."""
        if len(text) < _TOKEN_LETTERS_MIN:
            return ()
        found: list[Hit] = []
        tokens = _TOKEN.findall(text)
        if _DIGIT.search(text):
            tokens += _GROUPED.findall(text)
            for number in _SHIP.findall(text):
                found += self.identifiers(number, (IdentifierKind.IMO,))
        for token in tokens:
            found += self.identifiers(token, _UNMISTAKABLE)
            found += self.account_bank(token)
        return found

    def account_bank(self, text: str) -> Iterable[Hit]:
        """Return the banks that an account is at, by its IBAN; most countries' do not tell."""
        if len(text) < _IBAN_LETTERS_MIN or not self._banks:
            return ()
        key = plain_key(text)
        if len(key) < _IBAN_LETTERS_MIN:
            return ()
        banks = self._banks.get(iban_bank(key), ())
        return [_identified(known, Rule.ACCOUNT_BANK, text) for known in banks]

    def _bics(self, key: str, text: str) -> Iterator[Hit]:
        for known in self._institutions.get(institution(key), ()):
            listed = office(plain_key(known[2]))
            # A BIC of 8 stands for the institution with all its branches (ISO 9362).
            is_same = listed in {office(key), institution(key)}
            yield _identified(known, Rule.IDENTIFIER if is_same else Rule.INSTITUTION, text)


def _named(listed: Listed, match: Match, known: Particulars) -> Hit:
    score, secondary = weigh(match.score, listed.kind, listed.entry, known)
    return Hit(listed.list, listed.entry.entity, listed.text, score, match.evidence, secondary)


def _identified(known: Known, rule: Rule, text: str) -> Hit:
    list_name, entity, value = known
    evidence = Evidence(rule, (text.strip(),), (value,))
    return Hit(list_name, entity, value, SCORES[rule], (evidence,))


def _rank(hit: Hit) -> tuple[int, str, str, str, str, tuple[str, ...]]:
    first = hit.evidence[0]
    return -hit.score, hit.list, hit.entity, hit.matched, first.rule, first.query


def _any_identifier(index: Index, text: str, _words: Words, _known: Particulars) -> Iterable[Hit]:
    return index.identifiers(text, _EVERY_KIND)


def _account(index: Index, text: str, _words: Words, _known: Particulars) -> Iterable[Hit]:
    return (*index.identifiers(text, _ACCOUNTS), *index.account_bank(text))


def _bic(index: Index, text: str, _words: Words, _known: Particulars) -> Iterable[Hit]:
    return index.identifiers(text, _BICS)


# What looks for somebody in a text, which comes with its words and what is known besides.
Search: TypeAlias = Callable[[Index, str, Words, Particulars], Iterable[Hit]]
_TEXT: Final[tuple[Search, ...]] = (Index.names_within, Index.identifiers_within)

# A field that does not hold what its kind says is free text, so all are searched as text too.
_SEARCHES: Final[Mapping[FieldKind, tuple[Search, ...]]] = MappingProxyType(
    {
        FieldKind.NAME: (Index.names, *_TEXT),
        FieldKind.BIC: (_bic, *_TEXT),
        FieldKind.COUNTRY: _TEXT,
        FieldKind.ACCOUNT: (_account, *_TEXT),
        FieldKind.WALLET: (_any_identifier, *_TEXT),
        FieldKind.IDENTIFIER: (_any_identifier, *_TEXT),
        FieldKind.ADDRESS: _TEXT,
        FieldKind.TEXT: _TEXT,
    }
)
