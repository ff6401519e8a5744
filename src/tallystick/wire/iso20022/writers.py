"""Writers: from a typed view to the text of a document, by a chart.

A writer takes the elements in the tables' order and writes what the view holds. It does
not know the facets; whoever sends the text has it judged by the schema first.
"""

from collections.abc import Callable
from functools import cache, partial
from typing import Any, NamedTuple, Protocol, TypeAlias

import msgspec

from tallystick.terms.errors import LocalMessageError, MessageError
from tallystick.terms.money import format_amount
from tallystick.wire import xml
from tallystick.wire.iso20022.charts import Chart, body_of
from tallystick.wire.iso20022.drafting import draft_of
from tallystick.wire.iso20022.grammar import Message, namespace_of, root_of
from tallystick.wire.iso20022.views import Amount


class Texts(Protocol):
    """Is told each text of a view as soon as it stands behind the tags."""

    def append(self, text: str, /) -> None:
        """Take one more text."""


# Writes a view behind the tags that are there already, and tells its texts.
Writer: TypeAlias = Callable[[Any, list[str], Texts], None]


class Frame(NamedTuple):
    """What writes a whole document or header: its writer, and the tags around."""

    opening: str
    write: Writer
    closing: str


def write_view(view: msgspec.Struct, chart: Chart[Any], message: Message) -> str:
    """Return the text of a document or header, with its namespace and nothing around it.

    Raises:
        LocalMessageError: the view holds what this version has no place for, an amount
            of an unknown currency, or a character that no XML may hold.
    """
    opening, write, closing = _frame(chart, message)
    tags = [opening]
    texts: list[str] = []
    write(view, tags, texts)
    # One look at all texts together: few have anything that must be escaped.
    if xml.is_special("".join(texts)):
        tags = [opening]
        write(view, tags, _Escaping(tags))
    tags.append(closing)
    return "".join(tags)


class _Escaping:
    """Has each text escaped where it stands: it is the last of the tags when it is told."""

    def __init__(self, tags: list[str]) -> None:
        self._tags = tags

    def append(self, text: str, /) -> None:
        self._tags[-1] = xml.escaped(text)


@cache
def _frame(chart: Chart[Any], message: Message) -> Frame:
    root, body = root_of(message), body_of(message)
    opening, closing = f'<{root.name} xmlns="{namespace_of(message)}">', f"</{root.name}>"
    if body != root:
        opening, closing = f"{opening}<{body.name}>", f"</{body.name}>{closing}"
    return Frame(opening, _writer(chart, body.type, message), closing)


@cache
def _writer(chart: Chart[Any], type_name: str, message: Message) -> Writer:
    """Return what writes a view of a chart, compiled of its draft.

    As dataclasses are: by loops over the fields it takes more than four times as long.
    """
    draft = draft_of(chart, type_name, message)
    names: dict[str, Any] = {
        name: _writer(stop.chart, stop.type, message)
        for name, stop in draft.calls.items()
        if stop.chart is not None
    }
    names |= {"amount": _amount, "no_place": partial(_no_place, message), "__builtins__": {}}
    code = compile(draft.source, f"<writer of {chart.view.__name__} as {type_name}>", "exec")
    exec(code, names)  # noqa: S102 - a draft is of our own tables' and views' names alone
    write: Writer = names["write"]
    return write


def _amount(amount: Amount, element: str) -> str:
    try:
        text = format_amount(amount.minor, amount.currency)
    except MessageError as broken:
        raise LocalMessageError(broken.detail, code=broken.code, field=element) from broken
    return f'<{element} Ccy="{amount.currency}">{text}</{element}>'


def _no_place(message: Message, field: str) -> LocalMessageError:
    detail = f"{message} has no place for {field.replace('_', ' ')}."
    return LocalMessageError(detail, code="no-place", field=field)
