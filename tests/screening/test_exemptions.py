"""An exemption holds in the circumstances that its law names, and nowhere else."""

import pytest

from tallystick.screening.bundle import bundle_of
from tallystick.screening.exemptions import (
    Circumstances,
    Exemption,
    ExemptionForm,
    circumstances_of,
    holds,
)
from tallystick.screening.fields import screened_fields
from tallystick.screening.index import Index
from tallystick.screening.policy import ListRule, Policy
from tallystick.screening.verdict import Record, screen
from tallystick.terms.errors import SettingError
from tallystick.terms.verdicts import Outcome
from tallystick.wire.leaves import Leaf
from tests.every import for_each
from tests.screening.lists_at_hand import listing, primary

EU = listing([primary("DUNMORE, Aldous"), primary("Harbour Bank", "E-2")], "EU")
UN = listing([primary("ROE, Jane")], "UN")
INDEX = Index(bundle_of([EU, UN]))
EXEMPTION = Exemption(
    "instant", "Regulation 260/2012, Art. 5d(2)", ("EU",), ExemptionForm.INTRA_EU_INSTANT
)
POLICY = Policy("EU leg", (ListRule("EU"), ListRule("UN")), exemption=EXEMPTION)
TRANSFER = "Document/FIToFICstmrCdtTrf/CdtTrfTxInf"


def leaves(
    *others: tuple[str, str],
    instrument: str = "INST",
    currency: str = "EUR",
    debtor_agent: str = "HARBDEFF",
    creditor_agent: str = "QUAYFRPP",
) -> list[Leaf]:
    """Return the leaves of a transfer."""
    told = (
        ("PmtTpInf/LclInstrm/Cd", instrument),
        ("IntrBkSttlmAmt/@Ccy", currency),
        ("DbtrAgt/FinInstnId/BICFI", debtor_agent),
        ("CdtrAgt/FinInstnId/BICFI", creditor_agent),
        *others,
    )
    return [Leaf(f"{TRANSFER}/{path}", text) for path, text in told if text]


def screened(found: list[Leaf]) -> Record:
    """Return what screening finds in a message's leaves under the policy."""
    return screen(INDEX, POLICY, screened_fields(found), circumstances_of(found))


LISTED = ("Dbtr/Nm", "Aldous Dunmore")


def test_the_payer_of_an_instant_transfer_within_the_union_is_exempt() -> None:
    """The verdict names the exemption, the evidence each field and list that it was used for."""
    record = screened(leaves(LISTED))
    assert (record.outcome, record.exemption) == (Outcome.CLEAR, "instant")
    assert [each.exempt for each in record.fields if each.path.endswith("Dbtr/Nm")] == [("EU",)]
    assert {each.exempt for each in record.fields if "Agt" in each.path} == {()}


STILL_SCREENED = (
    (("Cdtr/Nm", "Jane Roe"), "UN"),
    (("UltmtDbtr/Nm", "Aldous Dunmore"), "EU"),
    (("RmtInf/Ustrd", "for Aldous Dunmore"), "EU"),
    (("DbtrAgt/FinInstnId/Nm", "Harbour Bank"), "EU"),
    # Neither payer nor payee, though the elements are called so.
    (("Tax/Dbtr/Authstn/Nm", "Aldous Dunmore"), "EU"),
    (("RmtInf/Strd/TaxRmt/Cdtr/Nm", "Aldous Dunmore"), "EU"),
    (("SplmtryData/Envlp/Dbtr/Nm", "Aldous Dunmore"), "EU"),
    ((f"SplmtryData/Envlp/{TRANSFER}/Dbtr/Nm", "Aldous Dunmore"), "EU"),
)


@for_each(("leaf", "found"), STILL_SCREENED)
def test_everybody_else_and_every_other_list_is_screened(
    leaf: tuple[str, str], found: str
) -> None:
    """The law speaks of payer and payee, and of the Union's own measures."""
    record = screened(leaves(leaf))
    assert record.outcome is Outcome.HOLD
    assert [hit.list for each in record.fields for hit in each.hits] == [found]


ELSEWHERE: tuple[dict[str, str], ...] = (
    {"instrument": ""},
    {"instrument": "TRF"},
    {"currency": "SEK"},
    {"creditor_agent": "QUAYGB2L"},
    {"creditor_agent": "QUAY"},
    {"debtor_agent": ""},
    {"creditor_agent": ""},
    {"debtor_agent": "", "creditor_agent": ""},
)


@for_each("changed", ELSEWHERE)
def test_elsewhere_the_exemption_does_not_hold(changed: dict[str, str]) -> None:
    """What is not surely instant, in euro and within the Union is screened as ever."""
    record = screened(leaves(LISTED, **changed))
    assert (record.outcome, record.exemption) == (Outcome.HOLD, "")


SAID_ELSEWHERE = (
    ("instrument", ("SplmtryData/Envlp/PmtTpInf/LclInstrm/Cd", "INST")),
    ("currency", ("SplmtryData/Envlp/IntrBkSttlmAmt/@Ccy", "EUR")),
    ("debtor_agent", ("SplmtryData/Envlp/DbtrAgt/FinInstnId/BICFI", "HARBDEFF")),
    ("creditor_agent", (f"SplmtryData/{TRANSFER}/CdtrAgt/FinInstnId/BICFI", "QUAYFRPP")),
)


@for_each(("untold", "elsewhere"), SAID_ELSEWHERE)
def test_what_others_say_in_a_message_makes_no_circumstance(
    untold: str, elsewhere: tuple[str, str]
) -> None:
    """A bank outside the Union that is named without a BIC gets none by supplementary data."""
    record = screened(leaves(LISTED, elsewhere, **{untold: ""}))
    assert (record.outcome, record.exemption) == (Outcome.HOLD, "")


def test_a_return_is_no_instant_transfer() -> None:
    """Though it repeats what it returns."""
    back = [
        Leaf(each.path.replace(TRANSFER, "Document/PmtRtr/TxInf/OrgnlTxRef"), each.text)
        for each in leaves(LISTED)
    ]
    assert screened(back).exemption == ""


def test_an_envelope_around_a_message_changes_nothing() -> None:
    """The header and the message may stand in one element."""
    wrapped = [Leaf(f"Msg/{each.path}", each.text) for each in leaves(LISTED)]
    assert screened(wrapped).exemption == "instant"


def test_two_instruments_or_currencies_are_none_that_law_knows() -> None:
    """A message that contradicts itself is exempt from nothing."""
    twice = [*leaves(LISTED), Leaf("AppHdr/X/LclInstrm/Cd", "TRF")]
    assert screened(twice).outcome is Outcome.HOLD
    assert not holds(EXEMPTION, Circumstances(("INST",), ("EUR", "SEK"), ("DE",)))


def test_a_list_that_is_exempt_sometimes_is_screened_against_otherwise() -> None:
    """A policy whose exempt list stands nowhere would be a way round it."""
    with pytest.raises(SettingError, match="screened against for all others"):
        Policy("EU leg", (ListRule("UN"),), exemption=EXEMPTION)
    nothing = Exemption("instant", "Art. 5d(2)", (), ExemptionForm.INTRA_EU_INSTANT)
    with pytest.raises(SettingError, match="screened against for all others"):
        Policy("EU leg", (ListRule("UN"),), exemption=nothing)
