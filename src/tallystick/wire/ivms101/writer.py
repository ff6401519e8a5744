"""From a payload to JSON, in the names of its version."""

from typing import Any, Final

import msgspec

from tallystick.terms.errors import LocalMessageError, RemoteMessageError
from tallystick.wire.ivms101.codes import Version
from tallystick.wire.ivms101.model import Payload
from tallystick.wire.ivms101.reader import decode
from tallystick.wire.ivms101.spelling import PAYLOAD, written_as

_encoder: Final = msgspec.json.Encoder()


def encode(payload: Payload) -> bytes:
    """Return a payload as JSON of its version; the same payload gives the same bytes.

    Raises:
        LocalMessageError: it has what its version has not, or what no payload may have; what
            is written is read again and must be the same.
    """
    raw = _encoder.encode(_spelled(msgspec.to_builtins(payload), payload.version, PAYLOAD))
    try:
        again = decode(raw)
    except RemoteMessageError as wrong:
        raise LocalMessageError(wrong.detail, code=wrong.code, field=wrong.field) from wrong
    if again != payload:
        raise LocalMessageError("it is read as another payload", code="ivms101-structure")
    return raw


def _spelled(tree: Any, version: Version, around: str) -> Any:  # noqa: ANN401 - what JSON holds
    if isinstance(tree, list | tuple):
        return [_spelled(each, version, around) for each in tree]
    if not isinstance(tree, dict):
        return tree
    spelled = {}
    for name, value in tree.items():
        written = written_as(version, around, name)
        if written is None:
            words = f"IVMS {version} has no {name} in {around or 'a payload'}"
            raise LocalMessageError(words, code="ivms101-element", field=around)
        spelled[written] = _spelled(value, version, name)
    return spelled
