"""Messages of many transactions: small documents crowded, and streams as long as wanted."""

from collections.abc import Iterable
from copy import deepcopy
from random import Random
from typing import Any

from lxml import etree

from tallystick.wire.iso20022.grammar import (
    Group,
    Message,
    Type,
    namespace_of,
    root_of,
    types_of,
)
from tallystick.wire.iso20022.messages import write
from tallystick.wire.iso20022.tree import encode
from tests.wire.iso20022 import letters
from tests.wire.iso20022.forests import grown
from tests.wire.iso20022.mutants import CHANGES, XSI, mutant

PACS_008 = Message("pacs.008.001.08")
BETWEEN = (*("\n",) * 12, " ", "\t\r\n", "x", "\u00a0", "<>&")
MARKS = ("k", "{urn:z}q", f"{{{XSI}}}nil", f"{{{XSI}}}type", f"{{{XSI}}}schemaLocation")


def crowded(message: Message, seed: int) -> Any:
    """A lawful document in which every repeating element may be there several times over."""
    chance = Random(seed)
    root = etree.fromstring(written(message, seed))
    _crowd(chance, root, types_of(message)[root_of(message).type], message)
    return root


def written(message: Message, seed: int) -> bytes:
    """A lawful document drawn from the tables."""
    return encode(grown(message, seed))


def _crowd(chance: Random, element: Any, kind: Type, message: Message) -> None:
    if not isinstance(kind, Group):
        return
    known = {f"{{{namespace_of(message)}}}{each.name}": each for each in kind.children}
    for child in list(element):
        row = known[child.tag]
        _crowd(chance, child, types_of(message)[row.type], message)
        if row.most is None and chance.random() < 0.5:
            for _ in range(chance.randint(1, 4)):
                child.addnext(deepcopy(child))


def broken(chance: Random, original: Any) -> Any:
    """A copy of a document with some things wrong in it, most of them near its top."""
    root = mutant(chance, original) if chance.random() < 0.5 else deepcopy(original)
    for _ in range(chance.randint(0, 3)):
        _break_one(chance, chance.choice(_near_the_top(root)))
    return root


def _near_the_top(root: Any) -> list[Any]:
    return [each for each in root.iter(etree.Element) if len(list(each.iterancestors())) <= 3]


def _break_one(chance: Random, element: Any) -> None:
    kind = chance.randrange(4)
    if kind == 0 and len(element):
        chance.choice(element).tail = chance.choice(BETWEEN)
    elif kind == 1:
        mark = chance.choice(("true", "1", "Max35Text", "x", "urn:x nowhere.xsd"))
        element.set(chance.choice(MARKS), mark)
    else:
        chance.choice(CHANGES)(chance, element)


class Pieces:
    """A stream of the given pieces, however long; it hands out no more than a piece at once."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self._pieces = iter(pieces)
        self._rest = b""
        self.total = 0

    def read(self, size: int, /) -> bytes:
        """The rest of a piece, or the next."""
        while not self._rest:
            piece = next(self._pieces, None)
            if piece is None:
                return b""
            self._rest = piece
        read, self._rest = self._rest[:size], self._rest[size:]
        self.total += len(read)
        return read


def parted() -> tuple[bytes, bytes, bytes]:
    """A transfer in three: what stands before its one transaction, that, and what is behind."""
    raw = write(letters.PLAIN_TRANSFER, PACS_008)
    opening, closing = b"<CdtTrfTxInf>", b"</CdtTrfTxInf>"
    before, _, rest = raw.partition(opening)
    inner, _, after = rest.partition(closing)
    return before, opening + inner + closing, after


def transfers(count: int, *, said: int | None = None, header: bytes = b"") -> list[bytes]:
    """The pieces of a transfer of so many transactions; its header may say otherwise."""
    before, one, after = parted()
    number = b"<NbOfTxs>%d</NbOfTxs>" % (count if said is None else said)
    before = before.replace(b"<NbOfTxs>1</NbOfTxs>", number + header)
    numbered = (one.replace(b"E2E-1", b"E2E-%d" % number) for number in range(1, count + 1))
    return [before, *numbered, after]
