"""A payload that travels within a message, in the place ISO 20022 keeps for others' words.

It is the JSON of the payload as the text of one element:
`SplmtryData/Envlp/IVMS101`, of any namespace. So it is signed, kept, forwarded and presented
with the message, as one run of bytes.
"""

import re
from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Final

from tallystick.terms.errors import RemoteMessageError
from tallystick.wire.ivms101.leaves import ROOT, leaves
from tallystick.wire.ivms101.model import Payload
from tallystick.wire.ivms101.reader import decode
from tallystick.wire.leaves import Leaf

ENVELOPE: Final = f"SplmtryData/Envlp/{ROOT}"
# Each text is screened, and may be a name. A payload that is told has some dozens.
TEXTS_MAX: Final = 500
# How the JSON of a payload begins.
_OPENING: Final = "{"
# A path has a position where siblings share a name: several payloads are no less payloads.
_AT: Final = re.compile(rf"/Envlp(?:\[\d+\])?/{ROOT}(?:\[\d+\])?(?P<below>/.*)?", re.DOTALL)


def enclosed_in(message: Iterable[Leaf]) -> tuple[Leaf, ...]:
    """Return the leaves of a message that hold a payload each, or should: most have none."""
    found = [leaf for leaf in message if ROOT in leaf.path]
    return tuple(leaf for leaf in found if _below(leaf.path) is not None)


def _below(path: str) -> str | None:
    """Return the path within a payload, "" of the payload itself; None of what is in none."""
    for found in _AT.finditer(path):
        if found["below"] is not None or found.end() == len(path):
            return found["below"] or ""
    return None


def payload_in(leaf: Leaf) -> Payload:
    """Return the payload of a leaf by its structure alone, as `reader.decode` does.

    Raises:
        RemoteMessageError: the text is no such payload, or has more texts than anybody tells.
    """
    if _below(leaf.path) != "":
        detail = "a payload is one text of JSON, with no element within"
        raise RemoteMessageError(detail, code="ivms101-structure")
    return _payload_of(leaf.text)


def _payload_of(text: str) -> Payload:
    payload = decode(text.encode())
    if len(leaves(payload)) > TEXTS_MAX:
        detail = f"it has more than {TEXTS_MAX} texts"
        raise RemoteMessageError(detail, code="ivms101-too-large")
    return payload


def opened(message: Sequence[Leaf]) -> Sequence[Leaf]:
    """Return the leaves of a message with each payload as the texts that it holds.

    What cannot be read as a payload stays as the one text that it is. One that stands anywhere
    else is no payload of the message, but whoever gets it can read it: it is opened beside
    the text.
    """
    if not any(_OPENING in leaf.text for leaf in message):
        return message
    return tuple(chain.from_iterable(map(_opened, message)))


def _opened(leaf: Leaf) -> Iterable[Leaf]:
    if not leaf.text.lstrip().startswith(_OPENING):
        return (leaf,)
    try:
        told = leaves(_payload_of(leaf.text), leaf.path)
    except RemoteMessageError:
        return (leaf,)
    return told if _below(leaf.path) == "" else (leaf, *told)
