"""Every text and attribute of a document is a leaf, with the path by which it is found."""

import pytest

from tallystick.wire.leaves import Leaf, leaves_of
from tallystick.wire.xml import parse


@pytest.mark.parametrize(
    ("raw", "paths"),
    [
        (b"<D><A><B>1</B></A><A><C>2</C></A></D>", ["D/A[1]/B", "D/A[2]/C"]),
        (b"<D><A><B>1</B><A>2</A></A><C>3</C></D>", ["D/A/B", "D/A/A", "D/C"]),
        (b"<D><A>1</A><B>2</B><A>3</A></D>", ["D/A[1]", "D/B", "D/A[2]"]),
    ],
)
def test_siblings_of_one_name_are_told_apart(raw: bytes, paths: list[str]) -> None:
    """By their position among those of the name; one alone has none."""
    assert [leaf.path for leaf in leaves_of(parse(raw))] == paths


def test_attributes_and_stray_texts_are_leaves() -> None:
    """By local names, the attributes of an element before its text; blanks are nothing."""
    raw = b'<D xmlns:x="urn:x"> a <x:A x:b="1" c="">2</x:A>\n<E> </E> z<F/></D>'
    assert leaves_of(parse(raw)) == [
        Leaf("D", "a z"),
        Leaf("D/A/@b", "1"),
        Leaf("D/A/@c", ""),
        Leaf("D/A", "2"),
        Leaf("D/E", " "),
    ]
