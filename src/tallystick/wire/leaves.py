"""The leaves of any XML message: every text and attribute with its path, none left out."""

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

import msgspec

from tallystick.wire.xml import Element, local_name

# No message of ISO 20022 has a longer path; an extension may hold anything, however deep.
PATH_MAX: Final = 480
PATH_KEPT: Final = 240
_PATHS_KEPT: Final = 16_384


class Leaf(msgspec.Struct, frozen=True, gc=False):
    """One text of a message: the path of its element or attribute by local names, and the text.

    A position in brackets tells siblings of one name apart: `AdrLine[2]`.
    """

    path: str
    text: str


def leaves_of(root: Element) -> list[Leaf]:
    """Return the leaves in the order of the document, with paths by local names.

    A position is told where siblings share a name. Text between elements, which no
    message of ISO 20022 has, is a leaf of the element around it.
    """
    leaves: list[Leaf] = []
    _take(leaves, root, local_name(root))
    return leaves


def _take(leaves: list[Leaf], element: Element, path: str) -> None:
    for name, value in element.items():
        leaves.append(Leaf(f"{path}/@{name.rpartition('}')[2]}", value))
    if not len(element):
        if text := element.text:
            leaves.append(Leaf(path, text))
        return
    children = element[:]
    if text := _text_between(element, children):
        leaves.append(Leaf(path, text))
    if len(children) == 1:
        _take(leaves, children[0], _below(path, children[0].tag.rpartition("}")[2]))
        return
    steps = _steps([local_name(child) for child in children])
    for step, child in zip(steps, children, strict=True):
        _take(leaves, child, _below(path, step))


@lru_cache(maxsize=_PATHS_KEPT)
def _below(path: str, step: str) -> str:
    """Return the path of a child; of one that is too long, the end, by which it is screened.

    Messages have the same paths over and over, and whoever looks one up finds it the faster.
    """
    whole = f"{path}/{step}"
    return whole if len(whole) <= PATH_MAX else f"…{whole[-PATH_KEPT:]}"


def _steps(names: Sequence[str]) -> Sequence[str]:
    if len(set(names)) == len(names):
        return names
    counts, met = Counter(names), Counter[str]()
    steps: list[str] = []
    for name in names:
        met[name] += 1
        steps.append(f"{name}[{met[name]}]" if counts[name] > 1 else name)
    return steps


def _text_between(element: Element, children: Sequence[Element]) -> str:
    texts = [text for child in children if (text := child.tail)]
    if first := element.text:
        texts.insert(0, first)
    # A message written in lines has blanks between all its elements, any other has nothing.
    return " ".join(filter(None, map(str.strip, texts))) if texts else ""
