"""What goes to a settlement system and comes from it is the same on both sides, or refused."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallystick.core import notices as n
from tallystick.core.effects import Instruct, InstructionKind
from tallystick.journal.port import OutboxRow
from tallystick.links import systems
from tallystick.terms.errors import RemoteMessageError
from tallystick.terms.money import AMOUNT_MAX, BALANCE_MAX
from tests.every import for_each

NAMES = st.text(st.characters(codec="utf-8"), min_size=1, max_size=200)
ACCOUNTS = st.from_regex(r"[a-z-]{1,12}:[A-Za-z0-9.:_-]{1,60}", fullmatch=True)
AMOUNTS = st.integers(0, AMOUNT_MAX)
CURRENCIES = st.sampled_from(["RUB", "CNY", "JPY", "KWD"])
NOTICES = st.one_of(
    st.builds(n.Credited, NAMES, ACCOUNTS, CURRENCIES, AMOUNTS),
    st.builds(n.PaidOut, NAMES),
    st.builds(n.PayOutRefused, NAMES),
    st.builds(n.Held, NAMES, st.binary(max_size=64), st.integers(0, 2**53)),
    st.builds(n.HoldRefused, NAMES),
    st.builds(n.Released, NAMES, CURRENCIES, AMOUNTS),
    st.builds(n.Statement, CURRENCIES, st.integers(-BALANCE_MAX, BALANCE_MAX)),
)
INSTRUCTIONS = st.builds(
    Instruct,
    st.just("RTGS"),
    st.sampled_from(list(InstructionKind)),
    NAMES,
    CURRENCIES,
    AMOUNTS,
    st.text(max_size=200),
)


@given(st.lists(NOTICES, max_size=8), st.integers(0, 10**9))
def test_notices_arrive_as_they_were_told(told: list[n.Notice], after: int) -> None:
    """Each under its number."""
    numbered = list(enumerate(told, start=after + 1))
    assert systems.decode_notices(systems.encode_notices(numbered), after) == numbered


@given(st.lists(INSTRUCTIONS, min_size=1, max_size=8), st.integers(1, 10**9))
def test_instructions_arrive_as_they_were_given(given_: list[Instruct], first: int) -> None:
    """Each under its number, for the system they name."""
    rows = [OutboxRow("system:RTGS", number, 1, each) for number, each in enumerate(given_, first)]
    arrived = systems.decode_instructions(systems.encode_instructions(rows))
    assert arrived == [(row.number, row.effect) for row in rows]


def test_an_acknowledgement_is_a_number() -> None:
    """And nothing else."""
    assert systems.decode_received(systems.encode_received(7)) == 7
    for wrong in (b'{"received": -1}', b'{"received": "7"}', b"{}", b"7", b""):
        with pytest.raises(RemoteMessageError):
            systems.decode_received(wrong)


def notices(*told: dict[str, object], first: int = 1) -> bytes:
    """Return notices as any system might send them."""
    numbered = [{"number": first + i, "notice": each} for i, each in enumerate(told)]
    return json.dumps({"notices": numbered}).encode()


CREDITED: dict[str, object] = {
    "kind": "credited",
    "reference": "in-1",
    "account_id": "participant:NOBKRUMM:RUB",
    "currency": "RUB",
    "amount": 5,
}


@for_each(
    "wrong",
    [
        {**CREDITED, "amount": -1},
        {**CREDITED, "amount": 5.5},
        {**CREDITED, "amount": AMOUNT_MAX + 1},
        {**CREDITED, "currency": "rub"},
        {**CREDITED, "currency": "RUB\n"},
        {**CREDITED, "account_id": "Anna Ivanova, passport 4510 123456"},
        {**CREDITED, "account_id": "participant:X:RUB\n"},
        {**CREDITED, "reference": ""},
        {**CREDITED, "reference": "x" * 201},
        {**CREDITED, "kind": "gift"},
        {**CREDITED, "more": 1},
        {"kind": "held", "reference": "leg", "proof": "not base64!", "valid_until": 1},
    ],
)
def test_an_unlawful_notice_is_refused_whole(wrong: dict[str, object]) -> None:
    """The good one before it does not count either."""
    with pytest.raises(RemoteMessageError) as refused:
        systems.decode_notices(notices(CREDITED, wrong), 0)
    assert refused.value.code == "system-broken"


@pytest.mark.parametrize(("first", "after"), [(2, 0), (1, 1), (5, 9)])
def test_a_gap_is_refused(first: int, after: int) -> None:
    """Nothing is taken out of its order."""
    with pytest.raises(RemoteMessageError) as refused:
        systems.decode_notices(notices(CREDITED, first=first), after)
    assert refused.value.code == "system-gap"


def test_bytes_that_are_no_json_are_refused() -> None:
    """Nor deep ones, nor ones that are not UTF-8."""
    for wrong in (b"", b"[" * 100_000, b"\xff\xfe", b"null"):
        with pytest.raises(RemoteMessageError):
            systems.decode_notices(wrong, 0)
