"""How an input is bent into another: by what it is made of, not by bytes alone.

A bend is a function of the bytes and of chance; the same chance gives the same bytes. Bytes
that it cannot take apart it bends as bytes. The fuzzer's own ways come beside these.
"""

import json
from base64 import urlsafe_b64decode
from collections.abc import Callable
from copy import deepcopy
from random import Random
from typing import Any, Final

import msgspec
from lxml import etree

from tallystick.wire import xml
from tallystick.wire.seal import Cover, Parcel, seal
from tests.wire.iso20022.crowds import broken
from tests.wire.iso20022.mutants import PIECES, broken_bytes, mutant
from tests.wire.signatures import attacks
from tests.wire.signatures.signatories import OTHER, SIGNERS
from tests.wire.signatures.test_jws import signed_under
from tests.wire.test_seal import KEYS

Bend = Callable[[bytes, Random], bytes]

ELEMENTS_MAX: Final = 3_000  # beyond them to take apart costs more than it finds
SHORT: Final = 100  # bytes; four changes could take all of so few
# Comments, and what stands instead of a character, change what is written and not what is read.
SPELLINGS: Final = (
    (b">", b"><!--x-->"),
    (b">", b"><?x y?>"),
    (b"<", b" <"),
    (b"A", b"&#65;"),
    (b"1", b"<![CDATA[1]]>"),
    (b"\n", b"\r\n"),
    (b'"', b"'"),
    (b"/>", b" />"),
    (b"&amp;", b"&#x26;"),
)
WRAPS: Final = (
    b"<w>%s</w>",
    b"<w xmlns='urn:w'>%s</w>",
    b'<?xml version="1.0" encoding="UTF-8"?>%s',
    b"\xef\xbb\xbf%s",
    b"<w>%s<x/></w>",
    b"\n%s\n",
)
TOKENS: Final = (
    *(b"-1", b"0", b"1e999", b"9" * 40, b"nan", b"inf", b"-inf", b"true", b"null", b'""', b"[]"),
    *(b"{}", b"[[", b"]]", b'"""', b"'''", b"\\u0000", b"\\ud800", b"\\", b"#", b"=", b".", b","),
    *(b"1979-05-27T07:32:00Z", b"0x7f", b"1_000", b"24:00", b"-99:99", b"2026-02-30", b"\r"),
    *(
        b"9999-12-31",
        b"0000-01-01",
        b"[end]",
        b"[[end]]",
        b"[a.b.c]",
        b"\x00",
        b"\xff",
        b"\xc2\xa0",
    ),
)
ODD: Final[tuple[Any, ...]] = (
    *(0, -1, 2**63 - 1, 2**64 - 1, -(2**63), True, None, "", "x" * 65, "SOUTH", "NORTH", "2"),
    *(b"", b"\x00" * 32, b"x" * 31, [], [[]], {}, [1, 2], 1.5, float("nan")),
)

JSON_ODD: Final[tuple[Any, ...]] = (
    *(0, -1, 10**18, 1.5, True, None, "", " ", "x" * 101, "XX", "ZZ", "LEGL", "LEIX", "101"),
    *("101.2023", "2026-02-30", "RA000001", "\u0000", "\ud800", "\u202e", "Барнс", "DE89"),
    *([], [[]], {}, ["x"] * 9, {"naturalPerson": {}}, {"legalPerson": None}),
)


def of_bytes(raw: bytes, chance: Random) -> bytes:
    """Change one to four things, without a look at what the bytes are."""
    if len(raw) > SHORT:
        return broken_bytes(chance, raw)
    start, end = sorted(chance.randint(0, len(raw)) for _ in range(2))
    return raw[:start] + chance.choice(PIECES) + raw[end:]


def of_xml(raw: bytes, chance: Random) -> bytes:
    """Change elements, texts and attributes, or how they are written, or what is around them."""
    turn = chance.randrange(10)
    if turn < 6:
        return _of_elements(raw, chance)
    if turn < 8:
        old, new = chance.choice(SPELLINGS)
        return _replaced(raw, old, new, chance)
    return chance.choice(WRAPS) % raw if turn == 8 else of_bytes(raw, chance)


def _of_elements(raw: bytes, chance: Random) -> bytes:
    try:
        root = etree.fromstring(raw, etree.XMLParser(**xml.SAFELY))
    except (etree.LxmlError, ValueError):
        return of_bytes(raw, chance)
    if raw.count(b"<") > ELEMENTS_MAX:
        return of_bytes(raw, chance)
    bent: bytes = etree.tostring(chance.choice((mutant, broken))(chance, root), encoding="utf-8")
    return bent


def _replaced(raw: bytes, old: bytes, new: bytes, chance: Random) -> bytes:
    """Put one text in another's place, at one of the places or at all."""
    count = raw.count(old)
    if not count or chance.random() < 0.2:
        return raw.replace(old, new)
    pieces = raw.split(old)
    at = chance.randint(1, count)
    return old.join(pieces[:at]) + new + old.join(pieces[at:])


ATTACKS: Final = (
    attacks.header_moved,
    attacks.signature_moved,
    attacks.signature_twice,
    attacks.slot_twice,
    attacks.references_turned,
    attacks.reference_gone,
    attacks.reference_more,
    attacks.key_named_twice,
    attacks.without_signature,
    attacks.between(b"<ds:Object/>", b"ds:Signature"),
    attacks.between(b"x", b"ds:SignedInfo"),
    attacks.hidden(1),
    attacks.hidden(9),
)


def of_signed(raw: bytes, chance: Random) -> bytes:
    """Bend a signed message: by the attacks that are known, as XML, or at its JWS header."""
    if raw.lstrip()[:1] != b"<":
        return _of_detached(raw, chance)
    if chance.random() < 0.4:
        try:
            return chance.choice(ATTACKS)(raw)
        except ValueError:
            return of_bytes(raw, chance)  # it has not what the attack turns round
    return of_xml(raw, chance)


def _of_detached(raw: bytes, chance: Random) -> bytes:
    """Change the members of a header, and sign that; or change the bytes."""
    signature, _, content = raw.partition(b"\n")
    protected = signature.partition(b".")[0]
    try:
        members: Any = json.loads(urlsafe_b64decode(protected + b"=" * (-len(protected) % 4)))
    except (ValueError, RecursionError):
        return of_bytes(raw, chance)
    if not isinstance(members, dict) or chance.random() < 0.3:
        return of_bytes(raw, chance)
    names = [*members, "jwk", "b64", "x"]
    members[chance.choice(names)] = chance.choice(
        (None, 0, 2**70, 1.5, "", "ed", "ES256", [], {}, ["b64"], [[]], "\ud800", True)
    )
    header = json.dumps(members).encode()
    if chance.random() < 0.3:
        header = of_bytes(header, chance)
    signer = chance.choice((*SIGNERS.values(), OTHER))
    return b"%s\n%s" % (signed_under(header, content, signer).encode(), content)


def of_envelopes(raw: bytes, chance: Random) -> bytes:
    """Put odd values in an envelope's places; of half, sign the outcome as a peer that is odd."""
    try:
        whole: Any = msgspec.msgpack.decode(raw)
    except (msgspec.DecodeError, ValueError, RecursionError):
        return of_bytes(raw, chance)
    if not isinstance(whole, list) or chance.random() < 0.2:
        return of_bytes(raw, chance)
    for _ in range(chance.randint(1, 3)):
        _put_odd(whole, chance)
    try:
        bent = msgspec.msgpack.encode(whole)
    except RecursionError:
        return of_bytes(raw, chance)
    return _sealed_again(whole, chance) or bent if chance.random() < 0.5 else bent


def _put_odd(node: list[Any], chance: Random) -> None:
    while True:
        if not node:
            node.append(chance.choice(ODD))
            return
        at = chance.randrange(len(node))
        if not isinstance(node[at], list) or chance.random() < 0.2:
            break
        node = node[at]
    turn = chance.randrange(4)
    if turn == 0:
        node.insert(at, node[at])
    elif turn == 1:
        del node[at]
    else:
        node[at] = chance.choice(ODD)


def _sealed_again(whole: list[Any], chance: Random) -> bytes | None:
    """Return the envelope signed by a key of the sender; None if it is none any more."""
    try:
        cover = msgspec.convert(whole[0], Cover)
        parcels = msgspec.convert(whole[1], tuple[Parcel, ...])
    except (msgspec.ValidationError, IndexError):
        return None
    return seal(cover, parcels, KEYS[chance.choice(sorted(KEYS))])


def of_json(raw: bytes, chance: Random) -> bytes:
    """Put odd values in the places of a JSON tree, take and turn names; or change bytes."""
    try:
        whole: Any = json.loads(raw)
    except (ValueError, RecursionError):
        return of_bytes(raw, chance)
    if not isinstance(whole, dict) or chance.random() < 0.2:
        return of_bytes(raw, chance)
    names = [*_names(whole), "Originator", "postCode", "customerNumber", "x", ""]
    for _ in range(chance.randint(1, 3)):
        _put_odd_json(whole, names, chance)
    return json.dumps(whole, ensure_ascii=chance.random() < 0.5).encode(errors="surrogatepass")


def _names(tree: object) -> list[str]:
    if isinstance(tree, list):
        return [name for each in tree for name in _names(each)]
    if not isinstance(tree, dict):
        return []
    return [name for key, each in tree.items() for name in (str(key), *_names(each))]


def _put_odd_json(node: Any, names: list[str], chance: Random) -> None:  # noqa: ANN401 - JSON's
    """Go down to some place, and put something else there, or the same once more."""
    while True:
        places = list(node) if isinstance(node, dict) else range(len(node))
        if not places:
            return
        at = chance.choice(places)
        if not isinstance(node[at], list | dict) or chance.random() < 0.15:
            break
        node = node[at]
    turn = chance.randrange(4)
    if turn == 0:
        del node[at]
    elif turn == 1 and isinstance(node, dict):
        node[chance.choice(names)] = node.pop(at)
    elif turn == 2 and isinstance(node, list):
        node.append(deepcopy(node[at]))
    else:
        node[at] = deepcopy(chance.choice(JSON_ODD))


def of_texts(raw: bytes, chance: Random) -> bytes:
    """Turn, repeat and drop lines; put odd words in the places of words; or change bytes."""
    turn = chance.randrange(4)
    if turn == 0:
        return of_bytes(raw, chance)
    if turn == 1:
        return _of_lines(raw, chance)
    words = raw.replace(b"=", b" = ").split(b" ")
    words[chance.randrange(len(words))] = chance.choice(TOKENS)
    return b" ".join(words)


def _of_lines(raw: bytes, chance: Random) -> bytes:
    lines = raw.split(b"\n")
    first, second = (chance.randrange(len(lines)) for _ in range(2))
    change = chance.randrange(4)
    if change == 0:
        lines[first], lines[second] = lines[second], lines[first]
    elif change == 1:
        lines.insert(second, lines[first])
    elif change == 2:
        del lines[first]
    else:
        name, sign, _ = lines[first].partition(b"=")
        lines[first] = name + sign + chance.choice(TOKENS)
    return b"\n".join(lines)
