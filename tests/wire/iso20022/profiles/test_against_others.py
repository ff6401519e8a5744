"""Our verdicts against those of another checker of the same usage rules, sample by sample.

The page of the profiles has a table of where the two differ, and why. What they differ in is
counted anew here. The checker is a development tool, and the test is skipped without it.
"""

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any, Final

import pytest

from tallystick.terms.errors import RemoteMessageError
from tallystick.wire import xml
from tallystick.wire.iso20022.check import check
from tallystick.wire.iso20022.parts import parts_of, version_of
from tallystick.wire.iso20022.profiles import CBPR_2026
from tests.wire.iso20022.samples import ROOT, inputs

PAGE: Final = ROOT / "docs" / "reference" / "profiles.md"
ROW: Final = re.compile(
    r"^\| `([^`]+)` \| (\d+) \| (accepts?|refuses?) \| (accept|refuse) \| (.+) \|$", re.MULTILINE
)
YEAR: Final = 2026
SERVICE: Final = re.compile(rb"BizSvc>swift\.cbprplus\.(stp|cov|adv)\.")
# By our rules, or any of several, their names of those that say the same.
SAME: Final = {
    "bic": """
        Valid_Account_Servicer_BIC
        Valid_Agent_BIC
    """,
    "cbpr-address-repeats": """
        Duplication_Postal_Address_FormalRule
        Duplication_Postal_Address_TextualRule
    """,
    "cbpr-agent-name-and-address": """
        Agent_Name_Postal_Address_FormalRule
    """,
    "cbpr-charges-creditor": """
        CRED_FormalRule
    """,
    "cbpr-charges-debtor": """
        DEBT_FormalRule
    """,
    "cbpr-charges-deducted": """
        Returned_Instructed_Rule_1_TextualRule
    """,
    "cbpr-charges-prepaid cbpr-charges-deducted": """
        DEBT_Rule_1_TextualRule
    """,
    "cbpr-commodity": """
        Interbank_Settlement_Currency_FormalRule
        Returned_Interbank_Settlement_Currency_FormalRule
    """,
    "cbpr-entry-date": """
        BookingDate_ValueDate_FormalRule
    """,
    "cbpr-header-copy": """
        Copy_Duplicate_FormalRule
    """,
    "cbpr-header-definition": """
        Message_Definition_Identifier_FormalRule
        Message_Definition_Identifier_TextualRule
    """,
    "cbpr-header-from": """
        From_Instructing_Agent_BIC_FormalRule
    """,
    "cbpr-header-id": """
        BusinessMessageIdentifier_FormalRule
        Business_Message_Identifier_FormalRule
        Business_Message_Identifier_TextualRule
    """,
    "cbpr-header-priority": """
        Priority_Instruction_Priority_FormalRule
    """,
    "cbpr-header-to": """
        To_Instructed_Agent_BIC_1_FormalRule
        To_Instructed_Agent_BIC_2_FormalRule
    """,
    "cbpr-instruction-contrary": """
        Instruction_for_Creditor_Agent1_FormalRule
        Instruction_for_Creditor_Agent2_FormalRule
    """,
    "cbpr-instruction-once": """
        Instruction_For_Creditor_Presence_Code_FormalRule
    """,
    "cbpr-interest-sum": """
        Interest_TextualRule
    """,
    "cbpr-original-message": """
        OriginalMessageNameIdentification_FormalRule
    """,
    "cbpr-page-number": """
        PageNumber_FormalRule
    """,
    "cbpr-part-id": """
        MessageIdentification_PaymentInformationIdentification_FormalRule
    """,
    "cbpr-party-by-bic": """
        Creditor_BIC_Presence_FormalRule
        Creditor_BIC_Presence_TextualRule
        Debtor_BIC_Presence_FormalRule
        Debtor_BIC_Presence_TextualRule
    """,
    "cbpr-party-known": """
        Party_Name_Any_BIC_FormalRule
    """,
    "cbpr-party-name": """
        Party_Name_Postal_Address_FormalRule
    """,
    "cbpr-reject-date": """
        Transaction_Status_Reject_Effective_Sett_Date_FormalRule
    """,
    "cbpr-reject-reason": """
        Transaction_Status_Reject_Reason_FormalRule
    """,
    "cbpr-remittance-length": """
        Remittance_Rules_TextualRule
        Structured_RemittanceInformation_FormalRule
        Structured_RemittanceInformation_TextualRule
    """,
    "cbpr-remittance-mixed": """
        Remittance_Mutually_Exclusive_FormalRule
    """,
    "cbpr-remittance-twice": """
        Related_Remit_Info_Remit_Info_Mutually_Exclusive_FormalRule
    """,
    "cbpr-return-message": """
        Original_Message_Name_Identification_FormalRule
    """,
    "cbpr-return-original": """
        Interbank_Settlement_Amount_FormalRule
        Interbank_Settlement_Date_FormalRule
    """,
    "cbpr-return-partial": """
        Partial_Return_TextualRule
    """,
    "cbpr-service-level": """
        GPI_ServiceLevel_Code_FormalRule
    """,
    "cbpr-slashes": """
        Instruction_Identification_FormalRule
        Original_Instruction_Identification_FormalRule
    """,
    "cbpr-slashes-end-to-end": """
        End_To_End_Identification_FormalRule
    """,
    "cbpr-stp-iban": """
        Debtor_Creditor_ES/AD_FormalRule
        Debtor_Creditor_FR/MC_FormalRule
        Debtor_Creditor_IBAN_FormalRule
        Debtor_Creditor_IT/SM_FormalRule
        Debtor_Creditor_IT/VA_FormalRule
    """,
    "country": """
        Valid_Country
    """,
    "currency": """
        Valid_Currency
    """,
    "iban": """
        Valid_IBAN
    """,
    "lei": """
        Valid_LEI
    """,
}
# The schema asks for the element.
UNNEEDED: Final = "CBPR_EndToEndIdentification_TextualRule"
OURS: Final = {
    f"CBPR_{name}": frozenset(ours.split())
    for ours, names in SAME.items()
    for name in names.split()
}


def theirs() -> Any:
    """The other checker."""
    if find_spec("cbpr_rules") is None:
        pytest.skip("the package cbpr-usage-rules, a development tool, is not installed")
    return import_module("cbpr_rules")


def kind_of(raw: bytes) -> str:
    """What they call a message of a version that the profile takes, "" if they do not judge it.

    They tell a cover, an advice and a straight-through transfer apart by what they are told.
    """
    try:
        document = parts_of(xml.parse(raw)).document
        version = "" if document is None else version_of(document)
    except RemoteMessageError:
        return ""
    service = SERVICE.search(raw)
    kinds = [f"{version[:8]}_{service[1].decode()}"] if service else []
    kinds.append(version[:8])
    known = [kind for kind in kinds if kind in theirs().available(YEAR)]
    return known[0] if known and version in CBPR_2026.versions else ""


def texts() -> Iterator[tuple[str, bytes]]:
    """Every sample that the schema accepts, and every example the other checker brings along."""
    other = theirs()
    for kind in other.available(YEAR):
        for size in other.example_variants(YEAR, kind):
            yield kind, other.example_message(YEAR, kind, size).encode()
    for folder in ("iso20022", "iso20022_synthetic"):
        for path in sorted((inputs() / folder).glob("*.xml")):
            raw = path.read_bytes()
            kind = kind_of(raw)
            if kind and check(raw).is_valid:
                yield kind, raw


@cache
def compared() -> tuple[Counter[tuple[bool, bool]], Counter[tuple[str, str, str]]]:
    """Count the pairs of verdicts, and by rule what one refuses and the other does not.

    A rule of ours counts where it finds something in a sample that they accept whole; one
    of theirs where it finds something and ours of the same meaning does not.
    """
    verdicts: Counter[tuple[bool, bool]] = Counter()
    differing: Counter[tuple[str, str, str]] = Counter()
    for kind, raw in texts():
        ours = {each.rule for each in check(raw, profile=CBPR_2026.name).errors}
        found = {
            each["name"]
            for each in theirs().validate_string(raw.decode(), YEAR, kind)["violations"]
        }
        verdicts[not found, not ours] += 1
        if not found:
            differing.update((rule, "accepts", "refuse") for rule in ours)
        if "profile-version" not in ours:
            differing.update(
                (name, "refuses", "accept") for name in found if not OURS[name] & ours
            )
    return verdicts, differing


@pytest.mark.slow
def test_the_page_tells_every_difference() -> None:
    """By rule and with the number of samples, each with its reason."""
    _, differing = compared()
    rows = ROW.findall(PAGE.read_text())
    told = {(rule, their, our): int(count) for rule, count, their, our, _ in rows}
    assert told == dict(differing)
    assert all(why for *_, why in rows)


@pytest.mark.slow
def test_nothing_they_refuse_is_accepted_whole() -> None:
    """We are the stricter, but for what the page tells."""
    verdicts, _ = compared()
    assert verdicts[False, True] == 0
    assert verdicts[True, True] > 50
    assert verdicts[False, False] > 60


@pytest.mark.slow
def test_what_they_are_told_to_be_the_same_is_a_rule() -> None:
    """The names compared by are names of rules, theirs and ours."""
    other = theirs()
    names = {
        rule["name"]
        for kind in other.available(YEAR)
        for rule in other.list_rules(YEAR, kind, enforced_only=True)
    }
    assert {*OURS, UNNEEDED} == names
    assert frozenset().union(*OURS.values()) <= {rule.id for rule in CBPR_2026.rules}
