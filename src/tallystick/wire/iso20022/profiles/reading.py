"""A message as the rules of a profile read it: plain nodes, and its texts sorted by kind.

It is read once, by a plan made of the tables, and no rule asks the parser anything after
that. Only what a schema has accepted can be read: the plan has no place for anything else.
"""

from collections.abc import Iterator, Mapping
from enum import StrEnum, auto
from functools import cache
from types import MappingProxyType
from typing import Final, NamedTuple, TypeAlias

import msgspec

from tallystick.wire.iso20022.grammar import (
    Child,
    Group,
    Marked,
    Message,
    Text,
    Type,
    Wildcard,
    namespace_of,
    root_of,
    types_of,
)
from tallystick.wire.iso20022.parts import Parts, version_of
from tallystick.wire.xml import Element


class Kind(StrEnum):
    """What a text is, or a group of elements, that rules ask for wherever it stands."""

    BIC = auto()
    IBAN = auto()
    LEI = auto()
    COUNTRY = auto()
    CURRENCY = auto()
    AMOUNT = auto()
    DATE_TIME = auto()
    NARROW_TEXT = auto()
    """Free text of the narrow character set: identifiers, and whatever is nothing else."""
    WIDE_TEXT = auto()
    """Free text of the wide character set: names, addresses, remittance information."""
    CODE = auto()
    """A word out of an external code set."""
    ADDRESS = auto()
    AGENT = auto()
    PARTY = auto()
    REMITTANCE = auto()


# Looked up once: on the road of every message the members of an enum are dear.
_KINDS: Final = tuple(Kind)

Nodes: TypeAlias = "list[Node]"
_NO_NODES: Final[Nodes] = []
_NO_PARTS: Final[Mapping[str, Nodes]] = MappingProxyType({})


class Node(msgspec.Struct, frozen=True, eq=False, gc=False):
    """An element: its text without the blanks that mean nothing, or its parts by name.

    `mark` is what stands beside the text: an amount's currency, or the code set of a code.
    """

    name: str
    text: str = ""
    mark: str = ""
    parts: Mapping[str, Nodes] = _NO_PARTS

    def each(self, path: str) -> Nodes:
        """Return every node at a path below, in the order of the document."""
        # Most elements occur once, and most of what rules look for is not there.
        first, rest = _steps(path)
        found = self.parts.get(first, _NO_NODES)
        for step in rest:
            if not found:
                return found
            if len(found) == 1:
                found = found[0].parts.get(step, _NO_NODES)
            else:
                found = [part for node in found for part in node.parts.get(step, ())]
        return found

    def at(self, path: str) -> "Node | None":
        """Return the first node at a path below, None if there is none."""
        found = self.each(path)
        return found[0] if found else None

    def says(self, path: str) -> str:
        """Return the text at a path below, "" if there is none."""
        found = self.each(path)
        return found[0].text if found else ""


@cache
def _steps(path: str) -> tuple[str, tuple[str, ...]]:
    first, *rest = path.split("/")
    return first, tuple(rest)


class Reading(msgspec.Struct, frozen=True, eq=False, gc=False):
    """A message, read: its version, its body (the one element of its document) and its header.

    `transactions` are those in it, one by one; `found` are the nodes of header and document
    by their kind, `names` the names of all elements there are.
    """

    message: Message
    root: Node
    body: Node
    header: Node | None
    transactions: Nodes
    found: Mapping[Kind, Nodes]
    names: set[str]

    @property
    def family(self) -> str:
        """The message without its version, such as pacs.008."""
        return self.message[:8]

    def of(self, kind: Kind) -> Nodes:
        """Return every node of a kind, the header's first, in the order of the document."""
        return self.found[kind]


# Where a message's transactions are below its body.
TRANSACTIONS: Final = {
    "pacs.002": "TxInfAndSts",
    "pacs.004": "TxInf",
    "pacs.008": "CdtTrfTxInf",
    "pacs.009": "CdtTrfTxInf",
    "pacs.010": "CdtInstr/DrctDbtTxInf",
    "pacs.028": "TxInf",
    "pain.001": "PmtInf/CdtTrfTxInf",
    "camt.029": "CxlDtls/TxInfAndSts",
    "camt.056": "Undrlyg/TxInf",
}


class _Place(NamedTuple):
    """How an element is read.

    One of elements has a plan of them, by tag; what the plan does not know is not read. One
    that is a text has none; `is_blank` is where white space means nothing in it.
    """

    name: str
    kind: Kind | None
    plan: "dict[str, _Place] | None"
    attribute: str = ""
    mark: str = ""
    is_blank: bool = False


def read(parts: Parts) -> Reading | None:
    """Return the reading of a message that its schema has accepted, None without a document.

    Raises:
        RemoteMessageError: a part is of no supported version.
    """
    if parts.document is None:
        return None
    found: dict[Kind, Nodes] = {kind: [] for kind in _KINDS}
    names: set[str] = set()
    header = None if parts.header is None else _read(parts.header, found, names)
    root = _read(parts.document, found, names)
    message, ((body,),) = version_of(parts.document), root.parts.values()
    place = TRANSACTIONS.get(message[:8])
    inside = body.each(place) if place else []
    return Reading(message, root, body, header, inside, found, names)


def _read(element: Element, found: dict[Kind, Nodes], names: set[str]) -> Node:
    message = version_of(element)
    parts = _branch(element, _plan_of(message), found, names)
    return Node(root_of(message).name, "", "", parts)


def _branch(
    element: Element, plan: dict[str, _Place], found: dict[Kind, Nodes], names: set[str]
) -> dict[str, Nodes]:
    parts: dict[str, Nodes] = {}
    for child in element[:]:
        place = plan.get(child.tag)
        if place is None:
            continue  # what anybody may put into supplementary data
        name, kind, inner, attribute, mark, is_blank = place
        if inner is None:
            text = child.text or ""
            if attribute:
                mark = child.get(attribute) or ""
            node = Node(name, text.strip() if is_blank else text, mark)
        else:
            node = Node(name, "", "", _branch(child, inner, found, names))
        if kind is not None:
            found[kind].append(node)
        if name in parts:
            parts[name].append(node)
        else:
            parts[name] = [node]
            names.add(name)
    return parts


@cache
def _plan_of(message: Message) -> dict[str, _Place]:
    return _Planner(message).group(root_of(message).type, is_wide=False)


class _Planner:
    """Makes the plan of a version.

    A type has two plans: inside remittance information all text is of the wide character set.
    """

    def __init__(self, message: Message) -> None:
        self.types = types_of(message)
        self.space = namespace_of(message)
        self.plans: dict[tuple[str, bool], dict[str, _Place]] = {}

    def group(self, name: str, *, is_wide: bool) -> dict[str, _Place]:
        """Return the plan of a type's elements, by tag; a type may hold itself."""
        key = (name, is_wide)
        if key not in self.plans:
            kind, plan = self.types[name], self.plans.setdefault(key, {})
            for child in kind.children if isinstance(kind, Group) else ():
                tag = f"{{{self.space}}}{child.name}"
                plan[tag] = self.place(child, name, is_wide=is_wide)
        return self.plans[key]

    def place(self, child: Child, holder: str, *, is_wide: bool) -> _Place:
        """Return how one element is read."""
        kind = self.types[child.type]
        if isinstance(kind, Group | Wildcard):
            is_wide = is_wide or child.name in _WIDE_INSIDE
            inner = self.group(child.type, is_wide=is_wide)
            return _Place(child.name, _kind_of_group(child), inner)
        text = self.types[kind.text] if isinstance(kind, Marked) else kind
        assert isinstance(text, Text)
        what = _kind_of_text(child, kind, is_wide=is_wide or holder.startswith("PostalAddress"))
        mark = child.type if what is Kind.CODE else ""
        is_blank = text.primitive != "string"
        attribute = kind.attribute if isinstance(kind, Marked) else ""
        return _Place(child.name, what, None, attribute, mark, is_blank)


_WIDE_INSIDE: Final = frozenset({"RmtInf", "RltdRmtInf"})
_WIDE: Final = frozenset({"Nm", "EmailAdr", "CityOfBirth", "PrvcOfBirth"})
_GROUPS: Final = {
    "PostalAddress": Kind.ADDRESS,
    "FinancialInstitutionIdentification": Kind.AGENT,
    "PartyIdentification": Kind.PARTY,
    "RemittanceInformation": Kind.REMITTANCE,
}
_TEXTS: Final = {
    "BICFI": Kind.BIC,
    "AnyBIC": Kind.BIC,
    "IBAN": Kind.IBAN,
    "LEIIdentifier": Kind.LEI,
    "CountryCode": Kind.COUNTRY,
    "ActiveCurrencyCode": Kind.CURRENCY,
    "ActiveOrHistoricCurrencyCode": Kind.CURRENCY,
    "CurrencyCode": Kind.CURRENCY,
    "ISODateTime": Kind.DATE_TIME,
}


def _kind_of_group(child: Child) -> Kind | None:
    # The standard numbers its types: PostalAddress24, PostalAddress27.
    return _GROUPS.get(child.type.rstrip("0123456789_"))


def _kind_of_text(child: Child, kind: Type, *, is_wide: bool) -> Kind | None:
    if isinstance(kind, Marked):
        return Kind.AMOUNT
    for start, found in _TEXTS.items():
        if child.type.startswith(start):
            return found
    if child.type.startswith("External"):
        return Kind.CODE
    assert isinstance(kind, Text)
    if kind.primitive != "string" or kind.codes or kind.pattern:
        return None
    is_proxy = child.name == "Id" and child.type in {"Max320Text", "Max2048Text"}
    return Kind.WIDE_TEXT if is_wide or is_proxy or child.name in _WIDE else Kind.NARROW_TEXT


def paths(root: Node) -> Iterator[tuple[Node, str]]:
    """Yield every node below and at a root with its path, in the order of the document.

    A name has a position where the element around it has several of that name. Nodes are
    grouped by name where a choice repeats, so a path is exact and its turn nearly so.
    """
    stack = [(root, f"/{root.name}")]
    while stack:
        node, path = stack.pop()
        yield node, path
        below = [
            (part, f"{path}/{name}{f'[{place}]' if len(several) > 1 else ''}")
            for name, several in node.parts.items()
            for place, part in enumerate(several, start=1)
        ]
        stack.extend(reversed(below))
