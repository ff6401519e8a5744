"""The leaves of a message are the same, whether its shape is known from before or not."""

from hypothesis import given
from hypothesis import strategies as st

from tallystick.screening import leaves as room
from tallystick.screening.fields import Leaf
from tallystick.screening.leaves import leaves_of
from tallystick.wire.xml import local_name, parse

NAMES = st.sampled_from(["A", "Nm", "AdrLine", "x:A", "x:Nm"])
TEXTS = st.sampled_from(["", " ", "\n  ", "\u00a0", "Ivan", " a b ", "\u2003x"])
HOLDS: st.SearchStrategy[object] = st.deferred(
    lambda: st.lists(
        st.tuples(
            NAMES, st.sampled_from(["", ' c="EUR"', ' x:c="1" d=" "']), HOLDS | TEXTS, TEXTS
        ),
        max_size=4,
    )
)


def written(name: str, attributes: str, inside: object, after: str) -> str:
    """Return an element as XML, with the text that follows it."""
    held = inside if isinstance(inside, str) else "".join(written(*each) for each in inside)  # type: ignore[attr-defined]
    return f"<{name}{attributes}>{held}</{name}>{after}"


def walked(raw: bytes) -> list[Leaf]:
    """Return the leaves as they are found without any knowledge of shapes."""
    root, found = parse(raw), list[Leaf]()
    room._take(found, root, local_name(root))
    return found


@given(HOLDS, TEXTS)
def test_a_shape_gives_what_a_walk_gives(inside: object, text: str) -> None:
    """Of any tree, also one with text between its elements."""
    raw = written("Document", ' xmlns="urn:a" xmlns:x="urn:b"', inside, "")
    raw = raw.replace(">", f">{text}", 1)
    assert leaves_of(parse(raw.encode())) == walked(raw.encode())


def test_siblings_of_one_name_are_told_apart_below_too() -> None:
    """Two documents with the same elements in another order are of two shapes."""
    first = b"<D><A><B>1</B></A><A><C>2</C></A></D>"
    second = b"<D><A><B>1</B><A>2</A></A><C>3</C></D>"
    assert [leaf.path for leaf in leaves_of(parse(first))] == ["D/A[1]/B", "D/A[2]/C"]
    assert [leaf.path for leaf in leaves_of(parse(second))] == ["D/A/B", "D/A/A", "D/C"]
    for raw in (first, second, first):
        assert leaves_of(parse(raw)) == walked(raw)


def test_what_is_kept_of_shapes_is_bounded() -> None:
    """A document of many elements leaves nothing, and of small ones only so many stay."""
    room._paths_in.cache_clear()
    many = b"<D>" + b"<A>1</A>" * room._SHAPE_MAX + b"</D>"
    # A name of a name space is told whole with every element that has it.
    spacious = b'<D xmlns="urn:' + b"n" * 500 + b'">' + b"<A>1</A>" * 40 + b"</D>"
    for large in (many, spacious):
        assert leaves_of(parse(large)) == walked(large)
    assert room._paths_in.cache_info().currsize == 0
    for number in range(room._SHAPES_KEPT + 10):
        leaves_of(parse(b"<D%d/>" % number))
    assert room._paths_in.cache_info().currsize == room._SHAPES_KEPT
