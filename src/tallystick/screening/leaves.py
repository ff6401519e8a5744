"""The leaves of any XML message: every text and attribute with its path, none left out."""

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from typing import Final, TypeAlias

from tallystick.screening.fields import Leaf
from tallystick.wire.xml import Element, local_name

# No message of ISO 20022 has a longer path; an extension may hold anything, however deep.
PATH_MAX: Final = 480
PATH_KEPT: Final = 240
# What is kept of shapes is bounded by all three, whatever anybody sends.
_SHAPE_MAX: Final = 256
_LETTERS_MAX: Final = 16_384
_SHAPES_KEPT: Final = 128

# Each element's name and how many it holds, in the order of the document.
Shape: TypeAlias = tuple[tuple[str, int], ...]


def leaves_of(root: Element) -> list[Leaf]:
    """Return the leaves in the order of the document, with paths by local names.

    A position is told where siblings share a name. Text between elements, which no
    message of ISO 20022 has, is a leaf of the element around it.
    """
    elements = list(root.iter())
    shape = _shape_of(elements)
    leaves = _leaves_along(elements, shape) if shape else None
    if leaves is None:
        leaves = []
        _take(leaves, root, local_name(root))
    return leaves


def _shape_of(elements: Sequence[Element]) -> Shape | None:
    """Return the shape of a document, None for one that is too large to be kept."""
    if len(elements) > _SHAPE_MAX:
        return None
    shape, letters = [], 0
    for element in elements:
        tag = element.tag
        # A namespace can be as long as the message, and each tag has it whole.
        letters += len(tag)
        if letters > _LETTERS_MAX:
            return None
        shape.append((tag.rpartition("}")[2], len(element)))
    return tuple(shape)


def _leaves_along(elements: Sequence[Element], shape: Shape) -> list[Leaf] | None:
    """Return the leaves of a document by its shape, None if there is text between elements.

    A bank's messages are of few shapes, and the paths of a shape are known from before.
    """
    leaves: list[Leaf] = []
    for element, (path, is_leaf) in zip(elements, _paths_in(shape), strict=True):
        for name, value in element.items():
            leaves.append(Leaf(f"{path}/@{name.rpartition('}')[2]}", value))
        text, tail = element.text, element.tail
        if is_leaf:
            if text:
                leaves.append(Leaf(path, text))
        elif text and not text.isspace():
            return None
        if tail and not tail.isspace():
            return None
    return leaves


@lru_cache(maxsize=_SHAPES_KEPT)
def _paths_in(shape: Shape) -> tuple[tuple[str, bool], ...]:
    """Return the path of each element of a shape, and whether it holds no other."""
    children = _children_in(shape)
    paths = [shape[0][0]] * len(shape)
    for place, below in enumerate(children):
        steps = _steps([shape[child][0] for child in below])
        for step, child in zip(steps, below, strict=True):
            paths[child] = _below(paths[place], step)
    return tuple((path, not count) for path, (_name, count) in zip(paths, shape, strict=True))


def _children_in(shape: Shape) -> list[list[int]]:
    """Return the places of each element's children."""
    children: list[list[int]] = [[] for _ in shape]
    around: list[int] = []
    for place, (_name, count) in enumerate(shape):
        while around and len(children[around[-1]]) == shape[around[-1]][1]:
            around.pop()
        if around:
            children[around[-1]].append(place)
        if count:
            around.append(place)
    return children


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


def _below(path: str, step: str) -> str:
    """Return the path of a child; of one that is too long, the end, by which it is screened."""
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
