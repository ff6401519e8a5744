"""Every text of a payload is a leaf, and every leaf is screened, or says why it names nobody."""

from collections import Counter

import pytest
from hypothesis import given, settings

from tallystick.screening.fields import (
    TRAVEL_RULE,
    FieldKind,
    Unscreened,
    known_treatment,
    screened_fields,
    treatment_of,
)
from tallystick.screening.lists import EntityType
from tallystick.screening.particulars import Particulars
from tallystick.wire.ivms101.codes import Version
from tallystick.wire.ivms101.elements import elements
from tallystick.wire.ivms101.leaves import leaves
from tallystick.wire.ivms101.model import Payload
from tallystick.wire.ivms101.reader import decode
from tests.every import for_each
from tests.wire.ivms101.payloads import (
    ACCOUNT,
    OF_2020,
    OF_2023,
    PAYLOADS,
    changed,
    fullest,
    raw,
)

# What a text is unscreened for must be a code, a date or a number that the reader has held to.
HELD_TO = {
    Unscreened.CODE,
    Unscreened.DATE,
    Unscreened.NUMBER,
    Unscreened.REFERENCE,
    Unscreened.VERSION,
}


def test_the_fullest_payload_has_every_element() -> None:
    """All that the model knows, so that nothing is left out of what follows."""
    names = {each.name for each in elements(fullest(), "")}
    assert len(names) == 35
    assert {"primaryIdentifier", "sequence", "payloadVersion", "postBox"} <= names


def test_every_leaf_of_the_model_is_classified_by_hand() -> None:
    """None is left to the rule for what the table does not know."""
    found = leaves(fullest())
    assert [leaf.path for leaf in found if known_treatment(leaf.path) is None] == []


def test_every_row_of_the_table_is_of_an_element() -> None:
    """No row is left over from an element that is not there."""
    ends = {end for row in TRAVEL_RULE.values() for end in row.split()} - {"accountNumber/IBAN"}
    found = {leaf.path.rpartition("/")[2].partition("[")[0] for leaf in leaves(fullest())}
    assert ends == found


@pytest.mark.slow
@settings(max_examples=40)
@given(PAYLOADS)
def test_nothing_that_anybody_writes_goes_unseen(payload: Payload) -> None:
    """Each text is in a screened field, but for what the model holds to a form of its own."""
    fields = Counter(each.text for each in screened_fields(leaves(payload)))
    for leaf in leaves(payload):
        treatment = treatment_of(leaf.path, leaf.text)
        if isinstance(treatment, FieldKind):
            assert not leaf.text.strip() or fields[leaf.text]
        else:
            assert treatment in HELD_TO
    told = "\0".join(leaf.text for leaf in leaves(payload))
    assert all(str(each.value) in told for each in elements(payload, ""))


def test_a_name_is_screened_whole_with_what_is_known_besides() -> None:
    """As the list has it, last name first; its country and birth move the score."""
    fields = screened_fields(leaves(decode(raw(OF_2023))))
    names = {each.text: each.particulars for each in fields if each.kind is FieldKind.NAME}
    person, company = EntityType.INDIVIDUAL, EntityType.ENTITY
    assert names == {
        "Fenwick, Dr Alice": Particulars((), ("US",), person),
        "Barnes, Robert": Particulars(("1963-01-14",), (), person),
        "Барнс": Particulars(("1963-01-14",), (), person),
        "VASP A": Particulars((), (), company),
    }


def test_a_local_name_of_two_parts_is_whole_too() -> None:
    """In whatever script."""
    assert "吴, 信利" in {leaf.text for leaf in leaves(decode(raw(OF_2020)))}


SENDER = "IVMS101/originator/originatorPerson[1]"
ACCOUNTS = (
    (ACCOUNT, "", FieldKind.WALLET),
    ("DE89 3704 0044 0532 0130 00", "/IBAN", FieldKind.ACCOUNT),
    ("00010190CBATRAD", "", FieldKind.WALLET),
)


@for_each(("account", "end", "kind"), ACCOUNTS)
def test_an_account_is_screened_as_wallet_or_iban(account: str, end: str, kind: FieldKind) -> None:
    """An IBAN tells its country besides."""
    told = changed(OF_2023, "originator/originatorPerson/0/accountNumber/0", account)
    fields = screened_fields(leaves(decode(raw(told))))
    (field,) = [each for each in fields if each.path.startswith(f"{SENDER}/accountNumber")]
    assert (field.kind, field.path.rpartition("accountNumber[1]")[2]) == (kind, end)


def test_both_versions_have_the_same_paths() -> None:
    """The model's, so that one table is enough."""
    paths = {leaf.path for leaf in leaves(decode(raw(OF_2020)))}
    assert decode(raw(OF_2020)).version is Version.V2020
    assert "IVMS101/originator/originatorPerson[1]/naturalPerson/name/nameIdentifier[1]" in paths
