"""The leaves of any XML message: every text and attribute with its path, none left out."""

from collections import Counter
from collections.abc import Sequence
from typing import Final

from tallystick.screening.fields import Leaf
from tallystick.wire.xml import Element, local_name

# No message of ISO 20022 has a longer path; an extension may hold anything, however deep.
PATH_MAX: Final = 480
PATH_KEPT: Final = 240


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
    for step, child in zip(_steps(children), children, strict=True):
        _take(leaves, child, _below(path, step))


def _below(path: str, step: str) -> str:
    """Return the path of a child; of one that is too long, the end, by which it is screened."""
    whole = f"{path}/{step}"
    return whole if len(whole) <= PATH_MAX else f"…{whole[-PATH_KEPT:]}"


def _steps(children: Sequence[Element]) -> list[str]:
    names = [child.tag.rpartition("}")[2] for child in children]
    if len(set(names)) == len(names):
        return names
    counts, met, steps = Counter(names), Counter[str](), []
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
