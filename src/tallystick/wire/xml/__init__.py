"""XML from outside, and the only place where any is read.

Whatever the bytes are, reading them ends within bounds, with an element or with a
`RemoteMessageError` of one sentence and one code, and opens no file and no connection.
The bytes are UTF-8 and nothing else, and no DOCTYPE is heard out, so that what is
scanned here is what the parser sees: no entity is ever resolved, and no text grows.
Comments and processing instructions are dropped; they carry nothing that is signed or paid.

The other rooms know elements by the `Element` protocol and never import the parser.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from threading import local
from types import MappingProxyType
from typing import Any, Final, Protocol, overload

import msgspec
from lxml import etree

from tallystick.terms.errors import RemoteMessageError
from tallystick.wire.unread import (
    LIMITS,
    MARK,
    Limits,
    has_long_name,
    has_long_value,
    printable,
    refuse_unread,
    refused,
)
from tallystick.wire.xml.escaping import escaped as escaped
from tallystick.wire.xml.escaping import is_special as is_special
from tallystick.wire.xml.escaping import quoted as quoted

DEPTH_MAX: Final = 256  # the parser's own bound, which nothing here lifts

_DETAIL_MAX: Final = 300
_NAMESPACE: Final = re.compile(r"\{(?:urn|https?):[^{}\s]*\}")


class Element(Protocol):
    """One element as the parser hands it out: its children are its items, in order."""

    @property
    def tag(self) -> str:
        """The name, with its namespace before it in braces."""

    @property
    def text(self) -> str | None:
        """The text before the first child."""

    @property
    def tail(self) -> str | None:
        """The text between the end of the element and what follows it."""

    @property
    def attrib(self) -> Mapping[str, str]:
        """The attributes, named like elements; namespace declarations are not among them."""

    @property
    def prefix(self) -> str | None:
        """The prefix the name was written with."""

    @property
    def nsmap(self) -> Mapping[str | None, str]:
        """Every namespace in force here, by prefix."""

    def get(self, name: str, /) -> str | None:
        """Return an attribute's value, None for no such attribute."""

    def items(self) -> list[tuple[str, str]]:
        """Return the attributes by name; cheaper than to ask for the mapping of them."""

    def iter(self, *tags: str) -> "Iterator[Element]":
        """Yield the element and all below it, or those with one of the tags, in order."""

    def getparent(self) -> "Element | None":
        """Return the element around this one, None for the root."""

    def __iter__(self) -> "Iterator[Element]":
        """Yield the children in order."""

    def __len__(self) -> int:
        """Return the number of children."""

    # A child by its position, or several: `[:]`, all at once, costs a third of the iterator.
    @overload
    def __getitem__(self, position: int, /) -> "Element": ...
    @overload
    def __getitem__(self, positions: slice, /) -> "list[Element]": ...


SAFELY: Final[Mapping[str, Any]] = MappingProxyType(
    {
        "encoding": "utf-8",
        "resolve_entities": False,
        "no_network": True,
        "load_dtd": False,
        "dtd_validation": False,
        "huge_tree": False,
        "recover": False,
        "remove_comments": True,
        "remove_pis": True,
        "collect_ids": False,
    }
)
_PARSER: Final = etree.XMLParser(**SAFELY)


def parse(raw: bytes, limits: Limits = LIMITS) -> Element:
    """Return the root element of a document.

    Raises:
        RemoteMessageError: the bytes are not XML 1.0 in UTF-8, have a DOCTYPE, or
            exceed a limit. Nothing else is raised, whatever the bytes are.
    """
    text = raw.removeprefix(MARK)
    refuse_unread(text, limits)
    try:
        root: Element = etree.fromstring(text, _PARSER)
    except (etree.LxmlError, ValueError) as flawed:
        raise broken(str(flawed)) from flawed
    _refuse_by_tree(root, text, limits)
    return root


def held(root: Element) -> list[Element]:
    """Return all elements of a document, so that they last while the list does.

    The parser makes an element, and its name, anew at each visit if nobody has it still:
    to hold them pays where a document is read more than once.
    """
    return list(root.iter())


_ATTRIBUTES: Final = etree.XPath("boolean(//*[count(@*) > $most])")
_NAMES: Final = etree.XPath("boolean(//*[string-length(name()) > $most])")
_TEXTS: Final = etree.XPath("boolean(//text()[string-length() > $most])")
_VALUES: Final = etree.XPath("boolean(//@*[string-length() > $most])")


def _refuse_by_tree(root: Element, text: bytes, limits: Limits) -> None:
    # Walks the tree only where the bytes leave room for a flaw, which they seldom do.
    if text.count(b"=") > limits.attributes and _ATTRIBUTES(root, most=limits.attributes):
        raise refused(
            "too-many-attributes", f"has an element with more than {limits.attributes} attributes"
        )
    if len(text) > limits.text and (
        _TEXTS(root, most=limits.text) or _VALUES(root, most=limits.text)
    ):
        raise refused("text-too-long", f"has a text of more than {limits.text} characters")
    if has_long_name(text, limits.name) and _NAMES(root, most=limits.name):
        raise refused("name-too-long", f"has a name of more than {limits.name} characters")
    if has_long_value(text, limits.namespace) and any(
        len(name) > limits.namespace for name in _namespaces(text)
    ):
        raise refused(
            "namespace-too-long", f"has a namespace of more than {limits.namespace} characters"
        )


def _namespaces(text: bytes) -> Iterator[str]:
    """Yield every namespace that a document declares; it has been read without a fault."""
    parser = etree.XMLPullParser(events=("start-ns",), **SAFELY)
    parser.feed(text)
    parser.close()
    for _event, (_prefix, name) in parser.read_events():
        yield name


def broken(reason: str) -> RemoteMessageError:
    """Return the error for what the parser cannot read, in its own words."""
    words = printable(reason)[:_DETAIL_MAX]
    return RemoteMessageError(f"The XML cannot be read: {words}.", code="xml-malformed")


def local_name(element: Element) -> str:
    """Return the element's name without its namespace."""
    return element.tag.rpartition("}")[2]


def namespace(element: Element) -> str:
    """Return the element's namespace, "" for none."""
    return element.tag[1:].rpartition("}")[0] if element.tag.startswith("{") else ""


def path_of(element: Element) -> str:
    """Return the element's path by names, from the outermost of its own namespace."""
    name, parent = local_name(element), element.getparent()
    if parent is None or namespace(parent) != namespace(element):
        return f"/{name}"
    alike = [each for each in parent if each.tag == element.tag]
    place = f"[{alike.index(element) + 1}]" if len(alike) > 1 else ""
    return f"{path_of(parent)}/{name}{place}"


def canonical(element: Element) -> bytes:
    """Return the element as Canonical XML 1.0, with the namespaces in force around it.

    Raises:
        RemoteMessageError: it has no canonical form, since a namespace is a relative URI.
    """
    # The library's canonical form of an element inside a document puts in empty
    # namespaces that are not there; that of a document's root does not.
    whole = etree.fromstring(verbatim(element).encode(), _PARSER)
    try:
        text: bytes = etree.tostring(whole, method="c14n", with_comments=False)
    except etree.LxmlError as broken:
        raise refused("canonical", "has no canonical form: a namespace is relative") from broken
    return text


def exclusive(element: Element) -> bytes:
    """Return the element in Exclusive XML Canonicalization 1.0, without comments.

    Of the namespaces in force only those are in it that a name uses, where it uses them:
    not one that a value alone names (`xsi:type`). The list of inclusive prefixes is empty.
    It can be longer than the element is: by the bounds on attributes and on a namespace's
    name at each element.

    Raises:
        RemoteMessageError: it has no canonical form, since a namespace is a relative URI.
    """
    # What the library does wrong in the inclusive form of an inner element (see above)
    # it does right here: an empty namespace is written only where one must be undone.
    try:
        text: bytes = etree.tostring(
            element, method="c14n", exclusive=True, with_comments=False, with_tail=False
        )
    except etree.LxmlError as broken:
        raise refused("canonical", "has no canonical form: a namespace is relative") from broken
    return text


_ALIKE: Final = etree.XPath("count(//@*[. = $value])")


def values_alike(root: Element, value: str) -> int:
    """Return how many attributes of a document have the value."""
    return int(_ALIKE(root, value=value))


def verbatim(element: Element) -> str:
    """Return the element as it stands, whole in itself, without what follows it."""
    text: str = etree.tostring(element, encoding="unicode", with_tail=False)
    return text


def drop_blanks(element: Element) -> None:
    """Take out, in place, the white space between elements of the element's own namespace.

    What another namespace wrote is left as it is.
    """
    own = namespace(element)
    for each in etree.ElementTree(element).iter(f"{{{own}}}*"):
        if len(each) and not (each.text or "").strip():
            each.text = None
            for child in each:
                if not (child.tail or "").strip():
                    child.tail = None


class Flaw(msgspec.Struct, frozen=True):
    """One rule of a schema that a document breaks: which, where, and in what words."""

    code: str
    path: str
    text: str


class Schema(local):
    """One of our own schemas, compiled; it judges elements and changes nothing.

    Each thread has it compiled anew: the parser notes on it what it finds wrong, and would
    tell one thread the flaws of another's document.
    """

    def __init__(self, text: str) -> None:
        self._schema = etree.XMLSchema(etree.fromstring(text.encode(), _PARSER))

    def flaws(self, element: Element) -> tuple[Flaw, ...]:
        """Return every rule that the element breaks, in the order of the document."""
        paths = Paths(element)
        return tuple(
            Flaw(code, paths.named(path), text) for code, path, text in self.told(element)
        )

    def told(self, element: Element) -> list[tuple[str, str | None, str]]:
        """Return of every rule that the element breaks its code, the parser's path, and words."""
        if self._schema.validate(element):
            return []
        return [
            (_code(entry.type_name), entry.path, _words(entry.message))
            for entry in self._schema.error_log
        ]


def _code(name: str) -> str:
    # SCHEMAV_CVC_PATTERN_VALID is what the standard calls cvc-pattern-valid.
    return name.removeprefix("SCHEMAV_").replace("_", "-").lower()


def _words(message: str) -> str:
    return printable(_NAMESPACE.sub("", message)).strip()[:_DETAIL_MAX]


class Paths:
    """Element paths by names, told from the parser's own.

    The parser says `*` for every element of a default namespace and counts all its
    siblings; we say its name, and its position only among siblings of that name. What
    is known of an element's children is kept, since many flaws have one parent.
    """

    def __init__(self, root: Element) -> None:
        self._root = root
        self._children: dict[str, dict[str, tuple[Element, str]]] = {}

    def named(self, path: str | None) -> str:
        """Return the path by names of what the parser calls so, the root's for nothing."""
        element, name, parent = self._root, f"/{local_name(self._root)}", ""
        for step in (path or "").split("/")[2:]:
            if step not in (steps := self._steps(parent, element)):
                return f"{name}/{step}"  # no element: an attribute, say
            (element, last), parent = steps[step], f"{parent}/{step}"
            name = f"{name}/{last}"
        return name

    def _steps(self, parent: str, element: Element) -> dict[str, tuple[Element, str]]:
        if parent not in self._children:
            self._children[parent] = steps_of(element)
        return self._children[parent]


def steps_of(parent: Element) -> dict[str, tuple[Element, str]]:
    """Return each child and its name with its position, by the parser's word for it."""
    children = list(parent)
    ours = _numbered([(local_name(child), child.tag) for child in children])
    theirs = _numbered([_parser_name(child) for child in children])
    return dict(zip(theirs, zip(children, ours, strict=True), strict=True))


def _parser_name(child: Element) -> tuple[str, str]:
    if child.prefix:
        name = f"{child.prefix}:{local_name(child)}"
        return name, name
    return ("*", "") if namespace(child) else (child.tag, child.tag)


def _numbered(names: list[tuple[str, str]]) -> list[str]:
    """Return each name with its position among those counted together, if there are more.

    What is counted under "" is counted among all.
    """
    totals = Counter(counted for _, counted in names)
    seen: Counter[str] = Counter()
    numbered = []
    for place, (name, counted) in enumerate(names, start=1):
        seen[counted] += 1
        position, total = (seen[counted], totals[counted]) if counted else (place, len(names))
        numbered.append(f"{name}[{position}]" if total > 1 else name)
    return numbered
