"""Judging a document that grows: each part by the schema as it comes, the whole at the end.

After each block the schema judges what is there of the document, by the type that the
whole has; what it says of elements that are not closed yet waits until they are.
"""

import itertools
from collections.abc import Callable, Iterator
from typing import Final, NamedTuple, TypeAlias

from tallystick.wire.blocks import BulkLimits
from tallystick.wire.iso20022.frames import Frame, Path, Step, told
from tallystick.wire.iso20022.grammar import Group, Message, types_of
from tallystick.wire.iso20022.schema import schema_of
from tallystick.wire.unread import refused
from tallystick.wire.xml import Element, Flaw, Paths, local_name
from tallystick.wire.xml.growing import held_at, is_followed

# The schema is asked anew when so many times more tags came than it told old flaws.
_PATIENCE: Final = 20

# How the schema calls a text where elements belong; it says so at once, for each text.
_TEXT: Final = "cvc-complex-type-2-3"
# How it calls what it may find an element to lack at its end.
_CONTENT: Final = "element-content"


class Staged(NamedTuple):
    """A complete child of a document's body: its name and type, its number among its namesakes.

    `is_lawful`: no flaw has been found so far, in it or before it.
    """

    element: Element
    message: Message
    name: str
    type: str
    number: int
    is_lawful: bool


Stage: TypeAlias = Callable[[Staged], None]


class _Raw(NamedTuple):
    code: str
    steps: list[str]
    text: str


class Judge:
    """What has been found of one document of a supported version."""

    def __init__(
        self, document: Element, message: Message, limits: BulkLimits, stage: Stage | None = None
    ) -> None:
        kind = types_of(message)["Document"]
        assert isinstance(kind, Group), "a document holds one element"
        self._frames = [Frame(document, kind, message, (local_name(document),))]
        self._message = message
        self._schema = schema_of(message)
        self._limits = limits
        self._stage = stage
        self._flaws: list[tuple[str, Path, str]] = []
        self._is_cut = False
        self._awaited = 0
        self._pending = 0
        self._transactions = 0

    @property
    def is_done(self) -> bool:
        """Whether the document is judged to its end."""
        return self._frames[0].is_closed

    def flaws(self) -> Iterator[Flaw]:
        """Yield every rule that the whole document breaks, as far as the limit lets them be told.

        That there are more is told by a flaw of its own, of code `more-flaws`.
        """
        for code, path, text in self._flaws:
            yield Flaw(code, told(path), text)
        if self._is_cut:
            text = f"There are more flaws; the first {self._limits.flaws} are told."
            yield Flaw("more-flaws", "", text)

    def go_on(self, arrived: int) -> None:
        """Judge what is complete, of a document that so many tags have been added to.

        Not before as many came as elements are held, so that what stays is not judged over
        and over: the time is in proportion to the document.

        Raises:
            RemoteMessageError: it exceeds a limit.
        """
        self._pending += arrived
        if self._pending >= self._awaited:
            self._judge(is_whole=is_followed(self._frames[0].element))

    def end(self) -> None:
        """Judge what is left; the document is whole.

        Raises:
            RemoteMessageError: it exceeds a limit.
        """
        self._judge(is_whole=True)

    def _judge(self, *, is_whole: bool) -> None:
        frames = self._frames
        if self.is_done:
            return
        frames[0].is_closed = is_whole
        for outer, frame in itertools.pairwise(frames):
            frame.is_closed = outer.is_closed or outer.element[-1] is not frame.element
        told_before = self._find() if not self._is_cut else 0
        self._pass_on()
        held = held_at(frames[0].element)
        if held > self._limits.elements:
            detail = f"has more than {self._limits.elements} elements that must be held at once"
            raise refused("too-many-elements", detail)
        self._pending, self._awaited = 0, max(held, told_before * _PATIENCE)
        self._descend(held)

    def _find(self) -> int:
        """Take the new flaws; return how many were none that can be taken, or not yet."""
        raw = self._schema.told(self._frames[0].element)
        if not raw:
            return 0
        finding, before = _Finding(self._frames), len(self._flaws)
        for code, path, text in raw:
            found = finding.place(_Raw(code, (path or "").split("/")[2:], text))
            if found is not None and len(self._flaws) == self._limits.flaws:
                self._is_cut = True
                break
            self._flaws += [] if found is None else [found]
        return len(raw) - (len(self._flaws) - before)

    def _pass_on(self) -> None:
        if self._stage is not None and len(self._frames) > 1:
            self._hand_out(self._frames[1], self._stage)
        for frame in reversed(self._frames):
            self._transactions += frame.pass_on()
        if self._transactions > self._limits.transactions:
            most = self._limits.transactions
            raise refused("too-many-transactions", f"has more than {most} transactions")
        while len(self._frames) > 1 and self._frames[-1].is_closed:
            self._frames.pop()

    def _hand_out(self, body: Frame, stage: Stage) -> None:
        children = body.element[body.kept : body.complete]
        for child, step in zip(children, body.steps(), strict=False):
            kind = body.type_of(child)
            if kind:
                lawful = not self._flaws
                stage(Staged(child, self._message, step.name, kind, step.place, lawful))

    def _descend(self, held: int) -> None:
        """Open the body; and all that is not closed in it, if what is held is much."""
        is_much = held > self._limits.whole and self._stage is None
        while len(self._frames) == 1 or is_much:
            frame = self._frames[-1].inner()
            if frame is None:
                return
            self._frames.append(frame)


class _Finding:
    """Where the flaws of one judgement are, and which of them are new and certain."""

    def __init__(self, frames: list[Frame]) -> None:
        self._frames = frames
        self._places: dict[int, dict[str, int]] = {}
        self._steps: dict[int, list[Step]] = {}
        self._paths: dict[tuple[int, int], Paths] = {}
        self._texts = [0 for _ in frames]
        self._complete_texts = [frame.complete_texts() for frame in frames]

    def place(self, raw: _Raw) -> tuple[str, Path, str] | None:
        """Return a flaw with its path, None if it is old or not certain yet."""
        for depth, frame in enumerate(self._frames):
            rest = raw.steps[depth:]
            place = self._place(depth, rest[0]) if rest else None
            if place is None:  # the element itself, or an attribute of it
                path = (*frame.path, *rest[:1])
                return (raw.code, path, raw.text) if self._is_due(depth, raw.code) else None
            if not self._is_frame(depth + 1, frame.element[place]):
                if not frame.kept <= place < frame.complete:
                    return None
                return raw.code, (*frame.path, *self._inside(depth, place, rest)), raw.text
        raise AssertionError("the last frame holds no frame")

    def _place(self, depth: int, step: str) -> int | None:
        if step == "*":
            return 0
        if step.startswith("*["):  # of a default namespace, counted among all its siblings
            return int(step[2:-1]) - 1
        if depth not in self._places:
            self._places[depth] = self._frames[depth].places()
        return self._places[depth].get(step)

    def _is_frame(self, depth: int, child: Element) -> bool:
        return depth < len(self._frames) and self._frames[depth].element is child

    def _is_due(self, depth: int, code: str) -> bool:
        """Tell whether a flaw of an open element itself is to be taken now."""
        frame = self._frames[depth]
        if code == _TEXT:
            self._texts[depth] += 1
            return frame.texts < self._texts[depth] <= self._complete_texts[depth]
        if code == _CONTENT:
            return frame.is_closed
        return frame.is_new

    def _inside(self, depth: int, place: int, rest: list[str]) -> Path:
        frame = self._frames[depth]
        child = frame.element[place]
        if (depth, place) not in self._paths:
            self._paths[depth, place] = Paths(child)
        inner = self._paths[depth, place].named("/".join(["", "", *rest[1:]]))
        names = inner.removeprefix(f"/{local_name(child)}")
        if depth not in self._steps:
            self._steps[depth] = frame.steps()
        step = self._steps[depth][place - frame.kept]
        return (step, names[1:]) if names else (step,)
