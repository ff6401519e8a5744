"""Good-guy entries at work: a party that two people hold apart from a listed entity.

A party is known again by its fingerprint: whatever the message says of its name, birth,
country, identifiers and account. A listed entity is known again by the SHA-256 of all that its
list says of it and, where it counts as listed for its owners, of the whole ownership path. An
entry is about both, so one that has changed on either side matches no more. A hit that is set
aside stays in the evidence, with the entry's id.

Only a party that a message tells more of than its name is known again: a name alone may be
anybody's. A hit in a text that belongs to no party is never set aside.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from hashlib import sha256
from types import MappingProxyType
from typing import Final, NamedTuple, TypeAlias

import msgspec

from tallystick.screening.bundle import Bundle
from tallystick.screening.index import Hit
from tallystick.screening.names import normalise
from tallystick.screening.ownership import paths_of
from tallystick.terms.good_guys import good_guy_id
from tallystick.wire.leaves import Leaf

# Elements that are a party, an agent or a party's account, by their names in ISO 20022.
_PARTY: Final = re.compile(
    r"^(?:(?:Ultmt|Orgnl)?(?:Dbtr|Cdtr)|\w*Pty|\w*Agt\d?|Invcr|Invcee|Assgnr|Assgne)$"
)
_ACCOUNT: Final = re.compile(r"^((?:Dbtr|Cdtr|\w+Agt\d?))Acct$")
_POSITION: Final = re.compile(r"\[\d+\]")
_NAME: Final = "Nm"
_BANKS: Final = frozenset({"BICFI", "BIC", "LEI", "MmbId"})
# What tells one party from all others of its name, and what does so if it has a number in it.
_TELLING: Final = _BANKS | {"BirthDt", "CityOfBirth", "CtryOfBirth", "AnyBIC", "BICOrBEI", "IBAN"}
_NUMBERS: Final = frozenset({"Id", "TaxId", "RegnId", "BBAN", "UPIC", "PAN"})
# What says of which kind a number is, and in which country a party lives.
_BESIDE: Final = frozenset({"Cd", "Prtry", "Issr", "Ctry", "CtryOfRes"})
_SAYING: Final = _TELLING | _NUMBERS | _BESIDE | {_NAME}
# `NOTPROVIDED`, a dash or zeros stand where nobody knows a number; an e-mail address is one too.
_NUMBER: Final = re.compile(r"[1-9@]")
_OF_A_BANK: Final = re.compile(r".*/(?:Dbtr|Cdtr)(?:\[\d+\])?")
_ACCOUNT_STEP: Final = "Acct"

# A keyed digest of bytes, by a key that no outsider has.
Keyed: TypeAlias = Callable[[bytes], bytes]


class GoodGuys(NamedTuple):
    """What a desk knows of good-guy entries: which count, and what the lists say of each entity.

    `contents` are by list and entity.
    """

    counting: frozenset[str]
    contents: Mapping[tuple[str, str], bytes]

    def named(self, party: bytes, list_name: str, entity_id: str) -> str:
        """Return the id of the entry that sets a party apart from an entity of now's lists.

        "" for an entity that no list has, such as a policy's countries: nobody is set apart.
        """
        content = self.contents.get((list_name, entity_id))
        return "" if content is None else good_guy_id(party, list_name, entity_id, content)


NOBODY: Final = GoodGuys(frozenset(), MappingProxyType({}))


class Sparing:
    """Finds the entries that set aside what hits in one message."""

    def __init__(self, good_guys: GoodGuys, leaves: Sequence[Leaf], keyed: Keyed) -> None:
        self._good_guys = good_guys
        self._leaves = leaves
        self._keyed = keyed

    def __call__(self, path: str, hit: Hit) -> str:
        """Return the id of the entry that covers a hit in the field at a path, "" if none does."""
        party = party_digest(self._leaves, path, self._keyed)
        name = self._good_guys.named(party, hit.list, hit.entity) if party else ""
        return name if name in self._good_guys.counting else ""


def party_digest(leaves: Iterable[Leaf], path: str, keyed: Keyed) -> bytes:
    """Return the keyed digest of the party to which the field at a path belongs; b"" if none."""
    print_of = fingerprint(leaves, path)
    return keyed(print_of) if print_of else b""


def fingerprint(leaves: Iterable[Leaf], path: str) -> bytes:
    """Return what a message says of the party at a path, in one form whatever its role there.

    b"" where the field belongs to no party, or the message says nothing of it but its name.
    A field that tells nobody by itself, such as a line of an address, is part of it too. The
    number of an account is one of its bank, which belongs to it unless it is an IBAN.
    """
    root, _ = _party_of(path)
    if not root:
        return b""
    leaves = tuple(leaves)
    own = [
        leaf
        for leaf in leaves
        if _party_of(leaf.path)[0] == root and (_last(leaf.path) in _SAYING or leaf.path == path)
    ]
    if not any(map(_tells_who, own)):
        return b""
    told = [(_party_of(leaf.path)[1], _normal(leaf)) for leaf in (*own, *_bank(root, own, leaves))]
    return msgspec.json.encode(sorted(dict.fromkeys(told)))


def _last(path: str) -> str:
    return _POSITION.sub("", path.rpartition("/")[2])


def _tells_who(leaf: Leaf) -> bool:
    """Whether a leaf tells its party from others of that name."""
    if _last(leaf.path) in _NUMBERS:
        return _NUMBER.search(f"{''.join(normalise(leaf.text))} {leaf.text}") is not None
    return _last(leaf.path) in _TELLING and bool(normalise(leaf.text))


def _bank(root: str, own: Iterable[Leaf], leaves: Iterable[Leaf]) -> Iterator[Leaf]:
    """Yield by what a message names the bank of a party whose account is known there alone."""
    if not _OF_A_BANK.fullmatch(root) or not any(map(_numbers_an_account, own)):
        return
    around, _, role = root.rpartition("/")
    bank = f"{around}/{_POSITION.sub('', role)}Agt"
    for leaf in leaves:
        if _party_of(leaf.path)[0] == bank and _last(leaf.path) in _BANKS:
            yield leaf


def _numbers_an_account(leaf: Leaf) -> bool:
    rest = _party_of(leaf.path)[1]
    return rest.startswith(f"{_ACCOUNT_STEP}/") and _last(leaf.path) in _NUMBERS


def _normal(leaf: Leaf) -> str:
    words = normalise(leaf.text)
    return " ".join(sorted(words)) if _last(leaf.path) == _NAME else "".join(words)


@lru_cache(maxsize=4_096)
def _party_of(path: str) -> tuple[str, str]:
    """Return the path of the party that a leaf is about, and what the leaf is of it.

    Its account is its own. Later messages have a step between the party's role and the party.
    """
    steps = path.split("/")
    for place, step in enumerate(steps):
        name = _POSITION.sub("", step)
        account = _ACCOUNT.match(name)
        if account or _PARTY.match(name):
            party = account[1] if account else step
            rest = "/".join(steps[place + 1 :])
            rest = f"{_ACCOUNT_STEP}/{rest}" if account else rest.removeprefix("Pty/")
            return "/".join((*steps[:place], party)), _POSITION.sub("", rest)
    return "", path


def contents_of(bundle: Bundle) -> Mapping[tuple[str, str], bytes]:
    """Return the SHA-256 of what each list says of each entity, by list and entity.

    Of one that counts as listed for its owners it covers them too, with all that stands behind
    them: when the ownership path changes, it is another matter, which people must judge anew.
    """
    encode = msgspec.msgpack.Encoder().encode
    paths = paths_of(bundle.lists)
    return {
        (version.name, entry.entity): sha256(
            encode(entry) + paths.get((version.name, entry.entity), b"")
        ).digest()
        for version in bundle.lists
        for entry in version.entries
    }
