"""From JSON to a payload: whatever is not exactly the standard's is refused, and told where.

The bytes are UTF-8 and JSON (RFC 8259) without a name told twice in one object: two readers
of such bytes may see two payloads. No number but a whole one, no control character, nothing
deeper or larger than any payload is.
"""

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Sequence
from typing import Any, Final, NoReturn, TypeAlias

import msgspec

from tallystick.terms.errors import RemoteMessageError
from tallystick.terms.instants import BusinessDate
from tallystick.wire.ivms101.codes import Version
from tallystick.wire.ivms101.constraints import flaws
from tallystick.wire.ivms101.model import Payload
from tallystick.wire.ivms101.spelling import PAYLOAD, read_as

BYTES_MAX: Final = 256 * 1024
DEPTH_MAX: Final = 16  # objects and arrays within each other; the model has 11
DIGITS_MAX: Final = 18

_Tree: TypeAlias = Any  # what JSON holds: objects, arrays, texts, whole numbers, switches, null
_NAME: Final = re.compile(r"[A-Za-z]{1,64}")
_UNFIT: Final = frozenset({"Cc", "Cs", "Zl", "Zp"})
_WHERE: Final = re.compile(r"(.*?)(?: - at `\$\.?(.*)`)?", re.DOTALL)
_INDEX: Final = re.compile(r"\[(\d+)\]")
_DETAIL_MAX: Final = 200
_VASPS: Final = ("originatingVASP", "beneficiaryVASP")


def read(raw: bytes, on: BusinessDate, authorities: Collection[str] | None = None) -> Payload:
    """Return a payload that keeps every rule of its version on a date.

    `authorities` are the codes of GLEIF's registration authorities; without them only their
    form is asked (C10).

    Raises:
        RemoteMessageError: it is no payload, or breaks a constraint; the first breach is told,
            with its rule as the code, and how many more there are.
    """
    payload = decode(raw)
    found = flaws(payload, on, authorities)
    if found:
        first, more = found[0], len(found) - 1
        words = f"{first.text}; {more} more breaches" if more else first.text
        raise _refused(first.rule, words, (first.path,))
    return payload


def decode(raw: bytes) -> Payload:
    """Return a payload by its structure alone: elements, occurrence, types, lengths, codes.

    Raises:
        RemoteMessageError: the bytes are no such payload.
    """
    tree = _parsed(raw)
    if not isinstance(tree, dict):
        raise _refused("type", "a payload is a JSON object")
    version = _version(tree)
    spelled = _respelled(tree, version, PAYLOAD, ())
    try:
        payload = msgspec.convert(spelled, Payload)
    except msgspec.ValidationError as wrong:
        raise _not_of_the_model(str(wrong)) from wrong
    if payload.originator is None and payload.beneficiary is None:
        raise _refused("nobody", "it has neither an originator nor a beneficiary")
    return payload


def _parsed(raw: bytes) -> _Tree:
    if len(raw) > BYTES_MAX:
        raise _refused("too-large", f"it has {len(raw)} bytes, over {BYTES_MAX}")
    try:
        return json.loads(
            raw.decode("utf-8"),
            object_pairs_hook=_once,
            parse_int=_whole,
            parse_float=_no_number,
            parse_constant=_no_number,
        )
    except UnicodeDecodeError as broken:
        raise _refused("encoding", f"byte {broken.start + 1} is no UTF-8") from broken
    except json.JSONDecodeError as broken:
        words = f"it is no JSON: {broken.msg} at character {broken.pos + 1}"
        raise _refused("json", words) from broken
    except RecursionError as deep:
        raise _refused("too-deep", f"it is deeper than {DEPTH_MAX}") from deep


def _once(pairs: Sequence[tuple[str, _Tree]]) -> dict[str, _Tree]:
    told = dict(pairs)
    if len(told) < len(pairs):
        (twice, _count), *_others = Counter(name for name, _value in pairs).most_common(1)
        raise _refused("told-twice", f"an object has {twice[:64]!r} twice")
    return told


def _whole(digits: str) -> int:
    if len(digits) > DIGITS_MAX:
        raise _refused("number", f"a number has more than {DIGITS_MAX} digits")
    return int(digits)


def _no_number(text: str) -> NoReturn:
    raise _refused("number", f"{text[:20]!r} is no whole number")


def _version(tree: dict[str, _Tree]) -> Version:
    """Return the version that decides how the rest is read; what says none is of 2020."""
    about = tree.get("payloadMetadata", tree.get("PayloadMetadata"))
    told = about.get("payloadVersion") if isinstance(about, dict) else None
    if isinstance(told, str) and told not in list(Version):
        words = f"{told[:20]!r} is no version that is known"
        raise _refused("version", words, ("payloadMetadata", "payloadVersion"))
    return Version.V2023 if told == Version.V2023 else Version.V2020


def _respelled(tree: _Tree, version: Version, around: str, path: tuple[str, ...]) -> _Tree:
    """Return the tree in the names of the model, every name and text of it being fit."""
    if len(path) > DEPTH_MAX:
        raise _refused("too-deep", f"it is deeper than {DEPTH_MAX}", path)
    if isinstance(tree, str):
        _refuse_unfit(tree, path)
    if isinstance(tree, list):
        return [
            _respelled(each, version, around, (*path, f"[{at}]"))
            for at, each in enumerate(tree, start=1)
        ]
    if not isinstance(tree, dict):
        return tree
    spelled: dict[str, _Tree] = {}
    for name, value in tree.items():
        model = _model_name(name, version, around, path)
        if model in spelled:
            raise _refused("told-twice", f"{model} is told in two spellings", path)
        below = _respelled(value, version, model, (*path, model))
        spelled[model] = _entity(model, below) if around == PAYLOAD else below
    return spelled


def _model_name(name: str, version: Version, around: str, path: tuple[str, ...]) -> str:
    if not _NAME.fullmatch(name):
        raise _refused("element", "a name is of 1 to 64 Latin letters", path)
    model = read_as(version, around, name)
    if model is None:
        words = f"IVMS {version} has no {name} in {around or 'a payload'}"
        raise _refused("element", words, path)
    return model


def _entity(name: str, tree: _Tree) -> _Tree:
    """Return a service provider's entity; many write the person in its place."""
    is_bare = name in _VASPS and isinstance(tree, dict) and name not in tree and bool(tree)
    return {name: tree} if is_bare else tree


def _refuse_unfit(text: str, path: tuple[str, ...]) -> None:
    for sign in text:
        if unicodedata.category(sign) in _UNFIT:
            words = f"a text has the character U+{ord(sign):04X}"
            raise _refused("character", words, path)


def _not_of_the_model(told: str) -> RemoteMessageError:
    """Return the error of what the model does not take, its place in the house's form."""
    fits = _WHERE.fullmatch(told)
    assert fits is not None, "it fits whatever is told"
    place = _INDEX.sub(lambda found: f"[{int(found[1]) + 1}]", fits[2] or "").replace(".", "/")
    return _refused("structure", fits[1][:_DETAIL_MAX], (place,))


def _refused(rule: str, words: str, path: Sequence[str] = ()) -> RemoteMessageError:
    place = "/".join(path).replace("/[", "[")
    return RemoteMessageError(words, code=f"ivms101-{rule}", field=place)
