"""One version of a message made of another: what has a place there, and what has not.

A translation takes a whole tree, not a view, and keeps every element that the other
version has a place for, by the same name or by a move (`moves`). What it has no place for
is told with its path, its text and the reason, and never dropped in silence. What it
demands and the message does not have is not invented: the element that would need it is
left out, if it may be, and else the translation is refused.
"""

from collections.abc import Iterator
from typing import Final, NamedTuple

import msgspec

from tallystick.terms.errors import LocalMessageError, RemoteMessageError
from tallystick.wire import xml
from tallystick.wire.iso20022.grammar import (
    Child,
    Group,
    Marked,
    Message,
    Text,
    Wildcard,
    namespace_of,
    root_of,
    types_of,
)
from tallystick.wire.iso20022.misfits import Misfit, misfit
from tallystick.wire.iso20022.moves import Node, move, node_of
from tallystick.wire.iso20022.parts import parts_of, version_of
from tallystick.wire.iso20022.schema import schema_of
from tallystick.wire.iso20022.tree import (
    Attributes,
    Branch,
    Foreign,
    Leaf,
    Part,
    Spelling,
    Tree,
    decode,
    encode,
)
from tallystick.wire.unread import LIMITS, Limits

# A header's signature is over its bytes in its own version, and proves nothing of others.
_SIGNATURE: Final = "SignatureEnvelope"
_NO_ELEMENT: Final = Misfit("no-element", "the version has no such element")
_OTHER_KIND: Final = Misfit("other-kind", "the version has another kind of element here")
_SIGNED: Final = Misfit("signature", "a signature is over the bytes of its own version")
_ATTRIBUTE: Final = Misfit("attribute", "it speaks of the schema of its own version")


class Lost(msgspec.Struct, frozen=True, gc=False):
    """What could not be carried: its path in the source, its text, and why, by code and in words.

    An attribute has its name behind an `@`. An element of anybody's has its XML for a text.
    """

    path: str
    text: str
    code: str
    reason: str


class Translation(msgspec.Struct, frozen=True):
    """A tree of the other version, and all that it does not hold of the first."""

    tree: Tree
    lost: tuple[Lost, ...]


class Carried(NamedTuple):
    """What became of a node: its part, all that was lost of it, and what it would need.

    Without a part, all of the node is lost.
    """

    part: Part | None
    lost: list[Lost]
    missing: tuple[str, ...] = ()


def translate(tree: Tree, to: Message) -> Translation:
    """Return a message in another version of its family; to its own version, as it is.

    Raises:
        LocalMessageError: the version is of another family (`other-family`), or it demands
            what the message does not have (`missing-element`; `field` is the first such
            element's path).
    """
    if tree.message[:8] != to[:8]:
        detail = f"{tree.message} is not translated to {to}, which says another thing."
        raise LocalMessageError(detail, code="other-family")
    if tree.message == to:
        return Translation(tree, ())
    root = root_of(to)
    found = _Carrier(tree.message, to).carried(node_of(tree.root, f"/{root.name}"), root)
    if not isinstance(found.part, Branch):
        raise _refused(tree.message, to, found)
    translated = Tree(to, found.part)
    _refuse_flawed(translated)
    return Translation(translated, tuple(found.lost))


def translate_document(raw: bytes, to: Message, limits: Limits = LIMITS) -> Translation:
    """Return the document of a file, or the header that is alone in it, in another version.

    A header beside a document is not translated with it: it names the version that was.

    Raises:
        RemoteMessageError: the file cannot be read, or is no lawful message.
        LocalMessageError: as `translate`.
    """
    part = parts_of(xml.parse(raw, limits)).subject
    message = version_of(part)
    flaws = schema_of(message).flaws(part)
    if flaws:
        raise RemoteMessageError(flaws[0].text, code=flaws[0].code, field=flaws[0].path)
    return translate(decode(part, message), to)


def _refused(source: Message, to: Message, found: Carried) -> LocalMessageError:
    first = found.missing[0]
    told = f"{_named(found.missing)}{_why(first, found.lost)}"
    detail = f"{to} demands {told}, which the {source} does not give."
    return LocalMessageError(detail, code="missing-element", field=first)


def _named(paths: tuple[str, ...]) -> str:
    """Return the first path, and how many there are besides: there may be thousands."""
    more = f" and {len(paths) - 1} more" if len(paths) > 1 else ""
    return f"{paths[0]}{more}"


def _why(path: str, lost: list[Lost]) -> str:
    """Return why what is at or below a path is lost, in brackets; "" if it was never there."""
    reasons = (
        each.reason
        for each in lost
        if each.code != "incomplete" and f"{each.path}/".startswith(f"{path}/")
    )
    return next((f" ({reason})" for reason in reasons), "")


def _refuse_flawed(tree: Tree) -> None:
    # The tables have said all that the schema says; should they ever differ, nothing leaves.
    flaws = schema_of(tree.message).flaws(xml.parse(encode(tree)))
    if flaws:
        raise LocalMessageError(flaws[0].text, code=flaws[0].code, field=flaws[0].path)


class _Carrier:
    """What carries nodes from one version to another."""

    def __init__(self, source: Message, target: Message) -> None:
        self.source = source
        self.target = target
        self.types = types_of(target)
        self.kinds = types_of(source)
        self.spaces = {namespace_of(source): namespace_of(target)}

    def carried(self, node: Node, child: Child) -> Carried:
        """Carry a node to the place of an element of the target."""
        part, kind = node.part, self.types[child.type]
        assert not isinstance(part, Foreign)
        if part.type == _SIGNATURE:
            return Carried(None, list(_all_lost(node, _SIGNED)))
        if part.type == child.type and isinstance(kind, Wildcard):
            return self._whole(node, child, [each.part for each in node.inner])
        if isinstance(part, Leaf):
            return self._leaf(node, part, child)
        if not isinstance(kind, Group):
            return Carried(None, list(_all_lost(node, _OTHER_KIND)))
        if part.type != child.type or part.type == "Document":
            move(node, kind, self.source, self.target)
        return self._group(node, child, kind)

    def _leaf(self, node: Node, leaf: Leaf, child: Child) -> Carried:
        why = self._misfit(leaf, child)
        if why is not None:
            return Carried(None, list(_all_lost(node, why)))
        marks, lost = self._marks(node, child.type)
        spelling = self._spelling(node)
        return Carried(Leaf(node.name, child.type, leaf.text, marks, spelling), lost)

    def _misfit(self, leaf: Leaf, child: Child) -> Misfit | None:
        kind, wanted = self.kinds[leaf.type], self.types[child.type]
        if isinstance(kind, Marked) and isinstance(wanted, Marked):
            kind, wanted = self.kinds[kind.text], self.types[wanted.text]
        if isinstance(kind, Text) and isinstance(wanted, Text):
            return misfit(leaf.text, kind, wanted)
        return _OTHER_KIND

    def _group(self, node: Node, child: Child, kind: Group) -> Carried:
        parts, lost, missing = self._gathered(node, kind)
        if missing:
            return _without(node, lost, tuple(missing))
        if not parts and node.inner and not child.least:
            return Carried(None, [*_marks_lost(node), *lost])
        whole = self._whole(node, child, parts)
        return whole._replace(lost=[*whole.lost, *lost])

    def _gathered(self, node: Node, kind: Group) -> tuple[list[Part], list[Lost], list[str]]:
        """Return a group's parts in its order, what is lost, and what is missing."""
        parts: list[Part] = []
        lost, missing = list(self._homeless(node, kind)), []
        by_name: dict[str, list[Node]] = {}
        for inner in node.inner:
            by_name.setdefault(inner.name, []).append(inner)
        for child in kind.children:
            places = by_name.get(child.name, [])
            is_open = not (kind.is_choice and places) or _is_chosen(places[0], node, kind)
            found = self._each(places, child) if is_open else []
            parts += [each.part for each in found if each.part is not None]
            lost += [one for each in found for one in each.lost]
            missing += _missing(found, child, f"{node.path}/{child.name}", kind)
        if kind.is_choice and not (parts or missing) and kind.children[0].least:
            missing.append(node.path)
        return parts, lost, missing

    def _each(self, nodes: list[Node], child: Child) -> list[Carried]:
        """Carry as many nodes to an element's place as it has places for."""
        found: list[Carried] = []
        count = 0
        for node in nodes:
            if count == child.most:
                why = Misfit("too-many", f"the version has at most {child.most} of them")
                found.append(Carried(None, list(_all_lost(node, why))))
            else:
                found.append(self.carried(node, child))
                count += found[-1].part is not None
        return found

    def _homeless(self, node: Node, kind: Group) -> Iterator[Lost]:
        """Yield what of a node has no place in a group, or not beside what is there."""
        names = {child.name for child in kind.children}
        for inner in node.inner:
            if inner.name not in names:
                yield from _all_lost(inner, _NO_ELEMENT)
            elif kind.is_choice and not _is_chosen(inner, node, kind):
                yield from _all_lost(inner, Misfit("one-of", "the version has one of them only"))

    def _whole(self, node: Node, child: Child, parts: list[Part]) -> Carried:
        assert isinstance(node.part, Branch)
        marks, lost = self._marks(node, child.type)
        blank = "" if parts else node.part.blank
        spelling = self._spelling(node)
        return Carried(Branch(node.name, child.type, tuple(parts), marks, spelling, blank), lost)

    def _marks(self, node: Node, type_name: str) -> tuple[Attributes, list[Lost]]:
        """Return the attributes that belong to the message, and those that are lost."""
        kind = self.types[type_name]
        own = kind.attribute if isinstance(kind, Marked) else ""
        assert not isinstance(node.part, Foreign)
        kept = tuple((name, value) for name, value in node.part.attributes if name == own)
        return kept, [each for each in _marks_lost(node) if not each.path.endswith(f"/@{own}")]

    def _spelling(self, node: Node) -> Spelling:
        assert not isinstance(node.part, Foreign)
        declared = dict(node.declared)
        anew = tuple((prefix, self.spaces.get(uri, uri)) for prefix, uri in declared.items())
        return Spelling(node.part.spelling.prefix, anew)


def _missing(found: list[Carried], child: Child, path: str, kind: Group) -> list[str]:
    """Return what a group lacks of an element: itself, or what those that are there lack."""
    if not child.least:
        return []
    inner = [path for each in found for path in each.missing]
    count = sum(each.part is not None for each in found)
    return inner or ([path] if count < child.least and not kind.is_choice else [])


def _is_chosen(inner: Node, node: Node, kind: Group) -> bool:
    """Tell whether it is by a node's first element with a place that a choice is made."""
    names = {child.name for child in kind.children}
    first = next(each.name for each in node.inner if each.name in names)
    return inner.name == first


def _without(node: Node, lost: list[Lost], missing: tuple[str, ...]) -> Carried:
    """Return that a node is left out whole, since it would need what is missing."""
    told = {each.path for each in lost}
    why = Misfit("incomplete", f"{_named(missing)} would be needed beside it")
    rest = [each for each in _all_lost(node, why) if each.path not in told]
    return Carried(None, [*lost, *rest], missing)


def _all_lost(node: Node, why: Misfit) -> Iterator[Lost]:
    """Yield every text and attribute of a node as lost; the node itself, if it has none."""
    yield from _marks_lost(node, why)
    if isinstance(node.part, Foreign):
        yield Lost(node.path, node.part.xml, *why)
    elif isinstance(node.part, Leaf):
        yield Lost(node.path, node.part.text, *why)
    elif not node.inner:
        yield Lost(node.path, "", *why)
    for inner in node.inner:
        yield from _all_lost(inner, why)


def _marks_lost(node: Node, why: Misfit = _ATTRIBUTE) -> Iterator[Lost]:
    if not isinstance(node.part, Foreign):
        yield from (
            Lost(f"{node.path}/@{key}", value, *why) for key, value in node.part.attributes
        )
