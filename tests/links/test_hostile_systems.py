"""Whatever a settlement system or a node sends by their link is read, or refused as theirs."""

import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallystick.links import systems
from tallystick.terms.errors import RemoteMessageError

WORDS = st.sampled_from(
    [
        "notices",
        "instructions",
        "number",
        "notice",
        "kind",
        "credited",
        "hold",
        "reference",
        "amount",
        "currency",
        "RUB",
        "settlement_system",
        "received",
        "counterparty",
        "proof",
    ]
)
LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | WORDS
DOCUMENTS = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=6)
)
INSTRUCTION: dict[str, object] = {
    "number": 1,
    "kind": "hold",
    "reference": "leg",
    "currency": "RUB",
    "amount": 5,
    "counterparty": "SOUTH",
}


@given(st.one_of(st.binary(max_size=60), DOCUMENTS.map(lambda each: json.dumps(each).encode())))
def test_nothing_else_is_raised(raw: bytes) -> None:
    """No sender can stop the reader by another error."""
    for read in (systems.decode_instructions, systems.decode_received):
        with suppress(RemoteMessageError):
            read(raw)
    with suppress(RemoteMessageError):
        systems.decode_notices(raw, 0)


def instructions(*told: dict[str, object]) -> bytes:
    """Return instructions as any node might send them."""
    return json.dumps({"settlement_system": "RTGS", "instructions": told}).encode()


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "steal"},
        {"amount": -1},
        {"amount": "5"},
        {"number": 0},
        {"number": 2**60},
        {"reference": ""},
        {"reference": "x" * 201},
        {"counterparty": "x" * 201},
        {"currency": "RUBLE"},
        {"more": 1},
    ],
)
def test_an_unlawful_instruction_is_refused(wrong: dict[str, object]) -> None:
    """Its neighbours are not taken either."""
    with pytest.raises(RemoteMessageError) as refused:
        systems.decode_instructions(
            instructions(INSTRUCTION, {**INSTRUCTION, "number": 2, **wrong})
        )
    assert refused.value.code == "system-broken"


@pytest.mark.parametrize("second", [1, 3])
def test_instructions_without_order_are_refused(second: int) -> None:
    """None may be left out, none come twice."""
    with pytest.raises(RemoteMessageError) as refused:
        systems.decode_instructions(instructions(INSTRUCTION, {**INSTRUCTION, "number": second}))
    assert refused.value.code == "system-gap"


def test_no_more_than_can_be_taken_at_once_is_read() -> None:
    """A flood is refused as a whole."""
    many = [{**INSTRUCTION, "number": n} for n in range(1, systems.AT_ONCE_MAX + 2)]
    with pytest.raises(RemoteMessageError):
        systems.decode_instructions(instructions(*many))
