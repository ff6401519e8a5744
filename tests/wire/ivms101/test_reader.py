"""A payload is read as the standard has it, or refused with what, where and which rule."""

import json
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tallystick.terms.errors import LocalMessageError, RemoteMessageError
from tallystick.wire.ivms101.codes import Version
from tallystick.wire.ivms101.model import Originator, Payload
from tallystick.wire.ivms101.reader import BYTES_MAX, decode, read
from tallystick.wire.ivms101.writer import encode
from tests.every import for_each
from tests.wire.ivms101.payloads import (
    ALICE,
    EXAMPLES,
    OF_2020,
    OF_2023,
    ON,
    PAYLOADS,
    VASP,
    changed,
    raw,
)


@pytest.mark.parametrize("version", Version)
def test_an_example_of_each_version_is_read_and_written_the_same(version: Version) -> None:
    """In the names of its version, and nothing is lost."""
    payload = read(raw(EXAMPLES[version]), ON)
    assert payload.version is version
    assert json.loads(encode(payload)) == EXAMPLES[version]


@pytest.mark.slow
@settings(max_examples=40)
@given(PAYLOADS)
def test_what_is_written_is_read_the_same(payload: Payload) -> None:
    """Whatever the model takes, of either version; and again the same bytes."""
    written = encode(payload)
    assert decode(written) == payload
    assert encode(decode(written)) == written


SPELLED: tuple[tuple[dict[str, Any], str, str], ...] = (
    (OF_2020, "beneficiaryPersons", "beneficiaryPerson"),
    (OF_2020, "customerNumber", "customerIdentification"),
    (OF_2020, '"originator"', '"Originator"'),
    (OF_2023, "postcode", "postCode"),
    (OF_2023, "naturalPersonNameIdentifierType", "nameIdentifierType"),
    (OF_2023, '"payloadMetadata"', '"PayloadMetadata"'),
    (OF_2023, '"transferPath": {', '"TransferPath": {'),
)


@for_each(("tree", "one", "other"), SPELLED)
def test_what_the_standard_spells_in_two_ways_is_read_in_both(
    tree: dict[str, Any], one: str, other: str
) -> None:
    """And written in the first."""
    text = json.dumps(tree)
    assert one in text
    assert decode(text.replace(one, other).encode()) == decode(text.encode())


def test_a_service_provider_may_stand_in_its_entity_place() -> None:
    """As many write it."""
    bare = {**OF_2023, "originatingVASP": VASP}
    assert decode(raw(bare)) == decode(raw(OF_2023))


FIRST = "originator/originatorPerson/0/naturalPerson"
PERSON = "originator/originatorPerson[1]/naturalPerson"
REFUSED: tuple[tuple[bytes, str, str], ...] = (
    (b"", "json", ""),
    (b"[]", "type", ""),
    (b"7", "type", ""),
    (b"{}", "nobody", ""),
    (b'{"payloadMetadata":{"payloadVersion":"101.2023"}}', "nobody", ""),
    (b"\xef\xbb\xbf{}", "json", ""),
    (b"\xff", "encoding", ""),
    (b"[" * 100_000, "too-deep", ""),
    (b'{"originator":' + b"[" * 20 + b"]" * 20 + b"}", "too-deep", "originator" + "[1]" * 16),
    (b" " * (BYTES_MAX + 1), "too-large", ""),
    (b'{"originator":1,"originator":2}', "told-twice", ""),
    (b'{"originator":1,"Originator":2}', "told-twice", ""),
    (b'{"originator":1.0}', "number", ""),
    (b'{"originator":NaN}', "number", ""),
    (b'{"originator":-Infinity}', "number", ""),
    (b'{"originator":' + b"9" * 5000 + b"}", "number", ""),
    (b'{"originator":1}', "structure", "originator"),
    (b'{"originator":null,"other":1}', "structure", ""),
    (b'{"orig inator":1}', "element", ""),
    (b'{"":1}', "element", ""),
    (b'{"originator":"\\ud800"}', "character", "originator"),
)


@for_each(("bytes_", "rule", "path"), REFUSED)
def test_anything_else_is_refused_with_its_place(bytes_: bytes, rule: str, path: str) -> None:
    """By a rule that stays, and no payload comes of it."""
    with pytest.raises(RemoteMessageError) as refused:
        decode(bytes_)
    assert (refused.value.code, refused.value.field) == (
        f"ivms101-{rule}",
        path.replace("/[", "["),
    )
    assert refused.value.detail
    assert len(refused.value.detail) < 300


NAMED = "name/nameIdentifier"
AT_HOME = "geographicAddress/0"
# A change of the person who sends, the rule it breaks, and where that is told.
UNFIT: tuple[tuple[str, object, str, str], ...] = (
    (NAMED, [], "structure", NAMED),
    (f"{AT_HOME}/country", "us", "structure", "geographicAddress[1]/country"),
    (f"{AT_HOME}/country", "US\n", "character", "geographicAddress[1]/country"),
    (f"{AT_HOME}/addressType", "POST", "structure", "geographicAddress[1]/addressType"),
    (f"{AT_HOME}/townName", "x" * 36, "structure", "geographicAddress[1]/townName"),
    (f"{AT_HOME}/addressLine", ["x"] * 8, "structure", "geographicAddress[1]/addressLine"),
    ("customerIdentification", 7, "structure", "customerIdentification"),
    ("customerIdentification", "", "structure", "customerIdentification"),
    ("customerIdentification", "a\x1bb", "character", "customerIdentification"),
    ("customerIdentification", "a\u2028b", "character", "customerIdentification"),
    ("nickname", "Al", "structure", ""),
    ("customerNumber", "7", "element", ""),
)


@for_each(("place", "value", "rule", "path"), UNFIT)
def test_what_a_person_cannot_be_is_refused(
    place: str, value: object, rule: str, path: str
) -> None:
    """The element at fault is told, not the one around it."""
    with pytest.raises(RemoteMessageError) as refused:
        decode(raw(changed(OF_2023, f"{FIRST}/{place}", value)))
    assert (refused.value.code, refused.value.field) == (
        f"ivms101-{rule}",
        f"{PERSON}/{path}".removesuffix("/"),
    )


STEP = "transferPath/transferPath/0/sequence"
SENDER = "originator/originatorPersons/0"
ODD: tuple[tuple[dict[str, Any], str, object, str, str], ...] = (
    (OF_2023, STEP, -1, "structure", "transferPath/transferPath[1]/sequence"),
    (OF_2023, STEP, "0", "structure", "transferPath/transferPath[1]/sequence"),
    (OF_2023, STEP, bool(STEP), "structure", "transferPath/transferPath[1]/sequence"),
    (OF_2023, STEP, 10**18, "number", ""),
    (
        OF_2023,
        "payloadMetadata/payloadVersion",
        "102",
        "version",
        "payloadMetadata/payloadVersion",
    ),
    (OF_2023, "originator/accountNumber", ["1"], "element", "originator"),
    (OF_2023, "originator/originatorPersons", [], "element", "originator"),
    (OF_2020, f"{SENDER}/accountNumber", ["1"], "element", "originator/originatorPerson[1]"),
)


@for_each(("tree", "place", "value", "rule", "path"), ODD)
def test_what_a_version_has_not_is_refused(
    tree: dict[str, Any], place: str, value: object, rule: str, path: str
) -> None:
    """Each has its own elements, and a payload keeps to one."""
    with pytest.raises(RemoteMessageError) as refused:
        decode(raw(changed(tree, place, value)))
    assert (refused.value.code, refused.value.field) == (f"ivms101-{rule}", path)


@given(st.binary(max_size=200) | st.text().map(str.encode))
def test_any_bytes_are_a_payload_or_refused(bytes_: bytes) -> None:
    """Nothing else comes of them; no chance bytes are one."""
    with pytest.raises(RemoteMessageError, match=r"."):
        decode(bytes_)


def test_a_long_object_that_says_one_thing_twice_is_refused_at_once() -> None:
    """However many other names it has."""
    names = ",".join(f'"n{at}":0' for at in range(15_000))
    with pytest.raises(RemoteMessageError, match="twice"):
        decode(f'{{{names},"n1":0}}'.encode())


def test_what_breaks_a_constraint_is_refused_by_its_number() -> None:
    """The first is told, and how many more there are."""
    broken = changed(OF_2023, f"{FIRST}/geographicAddress/0/country", "ZZ")
    broken = changed(broken, "transferPath/transferPath/0/sequence", 1)
    with pytest.raises(RemoteMessageError, match="1 more") as refused:
        read(raw(broken), ON)
    assert (refused.value.code, refused.value.field) == (
        "ivms101-C3",
        f"{PERSON}/geographicAddress[1]/country",
    )


def test_what_its_version_has_not_is_not_written() -> None:
    """Nor what no payload may have."""
    payload = decode(raw(OF_2023))
    assert payload.originator
    moved = Originator(
        originator_person=payload.originator.originator_person, account_number=("1",)
    )
    empty = msgspec.structs.replace(payload, originator=Originator(originator_person=()))
    for wrong, rule in ((moved, "ivms101-element"), (empty.originator, "ivms101-structure")):
        with pytest.raises(LocalMessageError) as refused:
            encode(msgspec.structs.replace(payload, originator=wrong))
        assert refused.value.code == rule


def test_the_example_is_whole() -> None:
    """What the tests change is there to be changed."""
    assert ALICE["customerIdentification"] == "1002390"
