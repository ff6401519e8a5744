"""Where an element went when its message got a new version: a small table, and how to move.

Most elements keep their names. Those here were renamed, wrapped or unwrapped; a move may
be made either way. It is made wherever one version has the one place and the other version
the other, and nothing but the place changes: a text is never altered.
"""

from collections import Counter
from collections.abc import Mapping
from functools import cache
from typing import Final, NamedTuple

import msgspec

from tallystick.wire.iso20022.grammar import Child, Group, Message, Text, Type, types_of
from tallystick.wire.iso20022.tree import Branch, Foreign, Part, Spelling


class Move(NamedTuple):
    """Two places of one thing, by paths from the element that holds both versions of it."""

    older: str
    newer: str


MOVES: Final = (
    # pacs.008.001.13: CreditTransferTransaction70 has its times in AdditionalDateTime1.
    Move("AccptncDtTm", "AddtlDtTm/AccptncDtTm"),
    Move("PoolgAdjstmntDt", "AddtlDtTm/PoolgAdjstmntDt"),
    # camt.029.001.13: ResolutionData5 calls the charges of ResolutionData1 by another name.
    Move("Chrgs", "ChrgsInf"),
    # camt.025.001.08: RequestHandling3 has a choice of status, and its reason with words.
    Move("StsCd", "Sts/Cd"),
    Move("Desc", "StsRsn/AddtlInf"),
    # acmt.023/.024.001.04: IdentificationInformation5 has an account, not its number alone.
    Move("Acct/IBAN", "Acct/Id/IBAN"),
    Move("Acct/Othr", "Acct/Id/Othr"),
    # PostalAddress24 and later have a choice of address types, PostalAddress6 a code.
    Move("AdrTp", "AdrTp/Cd"),
    # Contact4 and later say by what channel (OtherContact1), ContactDetails2 does not.
    Move("Othr", "Othr/Id"),
    # OriginalTransactionReference31 and later have mandates of two kinds, 28 to 30 of one.
    Move("MndtRltdInf", "MndtRltdInf/DrctDbtMndt"),
    # pain.001.001.12: CreditTransferTransaction61 has codes beside the instruction's words.
    Move("InstrForDbtrAgt", "InstrForDbtrAgt/InstrInf"),
    # ReferredDocumentInformation8 says what kind of date it is, 7 does not.
    Move("RltdDt", "RltdDt/Dt"),
)


class Node(msgspec.Struct):
    """A part of a tree on its way to another version, with the path it had in its own.

    `name` and `inner` change as things are moved; `part` is as it was. What was put around
    others is made and of no type.
    """

    part: Part
    name: str
    path: str
    inner: "list[Node]"
    declared: tuple[tuple[str, str], ...] = ()


def node_of(part: Part, path: str) -> Node:
    """Return a part as nodes; `path` is its own, and those within it have positions."""
    if isinstance(part, Foreign):
        return Node(part, "", path, [])
    inner = _inner(part, path) if isinstance(part, Branch) else []
    return Node(part, part.name, path, inner, part.spelling.declared)


def _inner(branch: Branch, path: str) -> list[Node]:
    names = ["*" if isinstance(each, Foreign) else each.name for each in branch.parts]
    totals, seen, nodes = Counter(names), Counter[str](), []
    for name, part in zip(names, branch.parts, strict=True):
        seen[name] += 1
        position = f"[{seen[name]}]" if totals[name] > 1 else ""
        nodes.append(node_of(part, f"{path}/{name}{position}"))
    return nodes


def move(node: Node, kind: Group, source: Message, target: Message) -> None:
    """Move what is in a node, of a type of the source, to its place in the target's type."""
    assert isinstance(node.part, Branch)
    for start, end in _moves(node.part.type, kind.name, source, target):
        for moved in _take(node.inner, start.split("/")):
            _put(node, end.split("/"), moved, (kind, types_of(target)))


@cache
def _moves(name: str, wanted: str, source: Message, target: Message) -> tuple[Move, ...]:
    """Return the moves, each from its first path to its second, between two types."""
    ways = [way for each in MOVES for way in (each, Move(each.newer, each.older))]
    before, after = types_of(source), types_of(target)
    if name not in before:
        return ()
    return tuple(way for way in ways if _is_due(way, (name, before), (wanted, after)))


def _is_due(
    way: Move, source: tuple[str, Mapping[str, Type]], target: tuple[str, Mapping[str, Type]]
) -> bool:
    """Tell whether the source has a thing at the first place, and the target at the second."""
    start, end = way
    there, wanted = _at(start, *source), _at(end, *target)
    return (
        there is not None
        and wanted is not None
        and _shape(there) != _shape(_at(start, *target))
        and _shape(wanted) != _shape(_at(end, *source))
    )


def _at(path: str, name: str, types: Mapping[str, Type]) -> Type | None:
    for step in path.split("/"):
        child = child_named(types[name], step)
        if child is None:
            return None
        name = child.type
    return types[name]


def child_named(kind: Type, name: str) -> Child | None:
    """Return the child of a type by its name, None if it has none of that name."""
    children = kind.children if isinstance(kind, Group) else ()
    return next((each for each in children if each.name == name), None)


def _shape(kind: Type | None) -> str:
    """Return what of a type decides whether one element can simply be the other."""
    if isinstance(kind, Group):
        return "choice" if kind.is_choice else "sequence"
    return "text" if isinstance(kind, Text) else type(kind).__name__


def _take(nodes: list[Node], steps: list[str]) -> list[Node]:
    """Take out of nodes what is at a path, and what is left empty around it."""
    taken, kept = [], []
    for node in nodes:
        if node.name != steps[0]:
            kept.append(node)
        elif len(steps) == 1:
            taken.append(node)
        else:
            inner = _take(node.inner, steps[1:])
            for each in inner:
                each.declared = (*node.declared, *each.declared)
            taken += inner
            if node.inner or not inner or _attributes(node):
                kept.append(node)
    nodes[:] = kept
    return taken


def _attributes(node: Node) -> bool:
    return not isinstance(node.part, Foreign) and bool(node.part.attributes)


def _put(
    around: Node, steps: list[str], moved: Node, wanted: tuple[Type, Mapping[str, Type]]
) -> None:
    """Put a node at a path, in elements that are there or are made, spelled as their parent."""
    step, *further = steps
    if not further:
        moved.name = step
        around.inner.append(moved)
        return
    kind, types = wanted
    child = child_named(kind, step)
    assert child is not None, f"{step} is a place of the target"
    there = [each for each in around.inner if each.name == step and child.most == 1]
    if not there:
        assert isinstance(around.part, Branch)
        made = Branch(step, "", (), (), Spelling(around.part.spelling.prefix))
        there = [Node(made, step, moved.path, [])]
        around.inner += there
    _put(there[0], further, moved, (types[child.type], types))
