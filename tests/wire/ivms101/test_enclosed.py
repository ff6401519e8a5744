"""A payload within a message is read where it stands, and its texts take its place."""

import json
from copy import deepcopy

import pytest

from tallystick.terms.errors import RemoteMessageError
from tallystick.wire.ivms101.enclosed import TEXTS_MAX, enclosed_in, opened, payload_in
from tallystick.wire.ivms101.leaves import ROOT, leaves
from tallystick.wire.ivms101.reader import decode
from tallystick.wire.leaves import Leaf
from tests.wire.ivms101.payloads import OF_2020, OF_2023

AT = "Document/FIToFICstmrCdtTrf/CdtTrfTxInf/SplmtryData/Envlp/IVMS101"
AROUND = (Leaf("Document/FIToFICstmrCdtTrf/CdtTrfTxInf/Dbtr/Nm", "Anna Ivanova"),)


@pytest.mark.parametrize("told", [OF_2020, OF_2023])
def test_the_texts_of_a_payload_take_its_place(told: dict[str, object]) -> None:
    """Each under the path of the payload; what is around it stays as it is."""
    text = json.dumps(told)
    found = opened((*AROUND, Leaf(AT, text), *AROUND))
    within = leaves(decode(text.encode()), AT)
    assert list(found) == [*AROUND, *within, *AROUND]
    assert all(leaf.path.startswith(f"{AT}/") for leaf in within)


@pytest.mark.parametrize("places", [("[1]", "[2]"), ("", "")])
@pytest.mark.parametrize("told", [OF_2020, OF_2023])
def test_payloads_side_by_side_are_seen_and_opened_each(
    places: tuple[str, str], told: dict[str, object]
) -> None:
    """Whoever writes two in one place has neither of them pass as some text."""
    text = json.dumps(told)
    both = tuple(Leaf(f"{AT}{place}", text) for place in places)
    assert enclosed_in(both) == both
    within = [leaf for each in both for leaf in leaves(decode(text.encode()), each.path)]
    assert list(opened(both)) == within


@pytest.mark.parametrize("path", [f"{AT}/originator", f"{AT}/@lang", f"{AT}[2]", AT])
def test_what_is_no_payload_stays_a_text(path: str) -> None:
    """It is screened as it stands, wherever it is."""
    message = (*AROUND, Leaf(path, "Richard Roe"))
    assert tuple(opened(message)) == message


def test_a_message_without_one_is_left_alone() -> None:
    """It is the very same."""
    elsewhere = (
        *AROUND,
        Leaf("Document/SplmtryData/Envlp/Other", "{}"),
        Leaf(f"{AT}Annex", "{}"),
        Leaf(f"Document/SplmtryData/Envlp/Other/{ROOT}", "{}"),
    )
    assert opened(elsewhere) == elsewhere
    assert enclosed_in(elsewhere) == ()


def test_an_element_within_is_no_payload_and_is_seen() -> None:
    """Whoever writes it so means a payload, and nobody could read it."""
    (found,) = enclosed_in((*AROUND, Leaf(f"{AT}/originator", "x")))
    with pytest.raises(RemoteMessageError, match="no element within"):
        payload_in(found)


def crowd(*accounts: int) -> str:
    """Return a payload whose originators have so many accounts each."""
    told = deepcopy(OF_2023)
    person = told["originator"]["originatorPerson"][0]
    told["originator"]["originatorPerson"] = [
        {**person, "accountNumber": [str(number) for number in range(count)]} for count in accounts
    ]
    return json.dumps(told)


@pytest.mark.parametrize("over", [0, 1])
def test_as_many_texts_are_read_as_anybody_tells(over: int) -> None:
    """One more, and nothing of it is opened: each is a search of the lists."""
    full = [64] * 6
    room = TEXTS_MAX - len(leaves(decode(crowd(*full, 1).encode())))
    text = crowd(*full, 1 + room + over)
    assert len(leaves(decode(text.encode()))) == TEXTS_MAX + over
    leaf = Leaf(AT, text)
    assert len(opened((leaf,))) == (1 if over else TEXTS_MAX)
    if over:
        with pytest.raises(RemoteMessageError, match=f"more than {TEXTS_MAX} texts"):
            payload_in(leaf)
