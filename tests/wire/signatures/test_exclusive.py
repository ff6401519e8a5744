"""Exclusive canonical form is what the standard says, of any element of any document.

The reference is written from the standard's own algorithm (Exclusive XML Canonicalization
1.0, section 3), over a tree that this file makes itself.
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tallystick.terms.errors import RemoteMessageError
from tallystick.wire import xml
from tallystick.wire.signatures.changes import put_in, take_out

PREFIXES = ("", "a", "b")
SPACES = ("urn:1", "urn:2", "urn:3")
TEXTS = st.text(alphabet="x <>&\"'\r\n\té\U0001f600", max_size=6)
Scope = Mapping[str, str]


class Node(NamedTuple):
    """An element: its prefix, what it declares, its attributes, its text, children, its tail."""

    prefix: str
    declared: dict[str, str]
    attributes: dict[tuple[str, str], str]
    text: str
    children: tuple["Node", ...]
    tail: str


def nodes() -> st.SearchStrategy[Node]:
    """Elements, some levels deep."""
    spaces = st.dictionaries(st.sampled_from(PREFIXES), st.sampled_from(SPACES), max_size=3)
    spaces = st.tuples(spaces, st.booleans()).map(
        lambda two: two[0] | ({"": ""} if two[1] else {})
    )
    names = st.tuples(st.sampled_from(("", "a", "b", "xml")), st.sampled_from(("k", "l")))
    attributes = st.dictionaries(names, TEXTS, max_size=3)
    leaf = st.builds(
        Node, st.sampled_from(PREFIXES), spaces, attributes, TEXTS, st.just(()), TEXTS
    )
    return st.recursive(
        leaf,
        lambda inner: st.builds(
            Node,
            st.sampled_from(PREFIXES),
            spaces,
            attributes,
            TEXTS,
            st.lists(inner, max_size=3).map(tuple),
            TEXTS,
        ),
        max_leaves=6,
    )


def name(prefix: str, local: str) -> str:
    """A name with its prefix."""
    return f"{prefix}:{local}" if prefix else local


def escaped(text: str) -> str:
    """A text as the canonical form writes it (Canonical XML 1.0, 2.3)."""
    for letter, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ("\r", "&#xD;")):
        text = text.replace(letter, entity)
    return text


def quoted(value: str) -> str:
    """An attribute's value as the canonical form writes it; it leaves `>` alone."""
    value = escaped(value).replace("&gt;", ">").replace('"', "&quot;")
    return '"' + value.replace("\t", "&#x9;").replace("\n", "&#xA;") + '"'


def written(node: Node) -> str:
    """An element as anybody would write it."""
    marks = [
        f" {name('xmlns', p) if p else 'xmlns'}={quoted(u)}" for p, u in node.declared.items()
    ]
    marks += [f" {name(*key)}={quoted(value)}" for key, value in node.attributes.items()]
    tag = name(node.prefix, "e")
    inner = "".join(map(written, node.children))
    return f"<{tag}{''.join(marks)}>{escaped(node.text)}{inner}</{tag}>{escaped(node.tail)}"


def reference(node: Node, scope: Scope, rendered: Scope) -> str:
    """The element in exclusive canonical form: `scope` is in force, `rendered` is written."""
    inner = {**scope, **node.declared}
    used = {node.prefix, *(prefix for prefix, _ in node.attributes if prefix not in {"", "xml"})}
    new = {p: inner.get(p, "") for p in used if rendered.get(p, "") != inner.get(p, "")}
    marks = [f" {name('xmlns', p) if p else 'xmlns'}={quoted(new[p])}" for p in sorted(new)]
    marks += [
        f" {name(*key)}={quoted(value)}"
        for key, value in sorted(
            node.attributes.items(), key=lambda each: (place(each[0][0], inner), each[0][1])
        )
    ]
    below = {**rendered, **new}
    parts = "".join(
        reference(child, inner, below) + escaped(child.tail) for child in node.children
    )
    tag = name(node.prefix, "e")
    return f"<{tag}{''.join(marks)}>{escaped(node.text)}{parts}</{tag}>"


def place(prefix: str, scope: Scope) -> str:
    """The namespace that an attribute is sorted by."""
    if prefix == "xml":
        return "http://www.w3.org/XML/1998/namespace"
    return scope[prefix] if prefix else ""


def walk(node: Node, scope: Scope) -> Iterator[tuple[Node, Scope]]:
    """Every element with the namespaces in force around it, in the order of the document."""
    yield node, scope
    for child in node.children:
        yield from walk(child, {**scope, **node.declared})


def is_lawful(node: Node, scope: Scope) -> bool:
    """Whether no attribute is there twice under two prefixes of one namespace."""
    inner = {**scope, **node.declared}
    names = [(place(prefix, inner), local) for prefix, local in node.attributes]
    return len(names) == len(set(names)) and all(is_lawful(c, inner) for c in node.children)


TOP = {"a": "urn:1", "b": "urn:2"}
BARE = Node("", {"": ""}, {}, "", (), "x")


@given(nodes())
@example(Node("", {"": "urn:1"}, {}, "", (BARE, Node("a", {}, {}, "", (BARE,), "")), ""))
def test_every_element_has_the_form_of_the_standard(top: Node) -> None:
    """Inside its document, and alone after what stands around it was taken out."""
    root = top._replace(declared={**TOP, **top.declared}, tail="")
    if not is_lawful(root, {}):
        return
    element = xml.parse(written(root).encode())
    expected = [reference(node, scope, {}).encode() for node, scope in walk(root, {})]
    assert [xml.exclusive(each) for each in element.iter()] == expected


@given(nodes())
def test_an_element_taken_out_leaves_the_rest_as_it_was(top: Node) -> None:
    """The text behind it stays, also where two texts come to stand together."""
    root = top._replace(declared={**TOP, **top.declared}, tail="")
    if not is_lawful(root, {}) or not root.children:
        return
    for index, child in enumerate(root.children):
        element = xml.parse(written(root).encode())
        take_out(element[index])
        before, after = root.children[:index], root.children[index + 1 :]
        if before:
            last = before[-1]._replace(tail=before[-1].tail + child.tail)
            rest = root._replace(children=(*before[:-1], last, *after))
        else:
            rest = root._replace(text=root.text + child.tail, children=after)
        assert xml.exclusive(element) == reference(rest, {}, {}).encode()


def test_a_relative_namespace_has_no_form() -> None:
    """The library says so, and we say it as an error of the sender's."""
    with pytest.raises(RemoteMessageError) as caught:
        xml.exclusive(xml.parse(b'<a xmlns="relative"/>'))
    assert caught.value.code == "xml-canonical"


def test_what_is_put_in_stands_where_it_should() -> None:
    """Under the prefix in force there, and with nothing behind it."""
    root = xml.parse(b'<p:a xmlns:p="urn:1"><p:b/>text</p:a>')
    child = put_in(root, 0, '<q:c xmlns:q="urn:1"/>')
    assert xml.verbatim(root) == '<p:a xmlns:p="urn:1"><p:c/><p:b/>text</p:a>'
    assert child.prefix == "p"


def test_values_are_counted() -> None:
    """Of attributes of any name, wherever they are."""
    root = xml.parse(b"<a k='1' l=\"x'y\"><b xml:id='1'/><c>1</c></a>")
    assert [xml.values_alike(root, each) for each in ("1", "x'y", "2", "")] == [2, 1, 0, 0]
