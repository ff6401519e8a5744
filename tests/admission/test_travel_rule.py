"""What travels with a digital asset: asked for, whole, screened at each node, and carried."""

import json
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import msgspec
import pytest

from tallystick.admission.bulks import admit_orders
from tallystick.admission.desk import EVIDENCE, MESSAGE, Admitted, Desk, Refused
from tallystick.admission.items import Told, admit_item, screen_again
from tallystick.admission.orders import admit_order
from tallystick.core.commands import HearPeer, RecordVerdict, SubmitPayment
from tallystick.core.items import Forwarded
from tallystick.screening.travel_rule import Asked
from tallystick.terms.errors import RemoteMessageError
from tallystick.terms.reasons import StatusReason
from tallystick.terms.verdicts import Outcome
from tallystick.wire.iso20022.views import Amount
from tallystick.wire.ivms101.enclosed import ENVELOPE, TEXTS_MAX
from tallystick.wire.ivms101.reader import BYTES_MAX
from tallystick.wire.ivms101.requirements import Edition
from tests.admission.messages import NORTH_BANK, UETR, credit_transfer, desk, transaction
from tests.admission.payloads import LAW, WALLET, asking, carrying, payload, with_text
from tests.admission.test_items import TERMS
from tests.wire.ivms101.payloads import ALICE

REGULATORY = StatusReason.INVALID_REGULATORY_INFORMATION


def admitted(raw: bytes, at: Desk | None = None) -> Admitted:
    """Admit a message of the north bank's."""
    given = admit_order(at or desk(), NORTH_BANK, raw)
    assert isinstance(given, Admitted), given
    return given


def submitted(raw: bytes, at: Desk | None = None) -> SubmitPayment:
    """Return the command of an admitted message."""
    command = admitted(raw, at).command
    assert isinstance(command, SubmitPayment)
    return command


def refused(raw: bytes, at: Desk | None = None) -> Refused:
    """Return why a message is refused."""
    given = admit_order(at or asking(), NORTH_BANK, raw)
    assert isinstance(given, Refused), given
    return given


def named(first: str, second: str, **over: object) -> dict[str, Any]:
    """Return an originator of another name."""
    name = {
        "primaryIdentifier": first,
        "secondaryIdentifier": second,
        "naturalPersonNameIdentifierType": "LEGL",
    }
    person = {**ALICE, "name": {"nameIdentifier": [name]}, **over}
    person = {key: value for key, value in person.items() if value is not None}
    return {"originatorPerson": [{"naturalPerson": person, "accountNumber": ["10023909"]}]}


def test_a_whole_payload_goes_with_its_payment() -> None:
    """It is kept as a part of the message, and each of its texts is in the evidence."""
    raw = carrying(payload(), creditor_account=WALLET)
    given = admitted(raw, asking())
    kept = dict(given.kept)
    assert kept[MESSAGE] == raw
    evidence = msgspec.json.decode(kept[EVIDENCE])
    texts = {each["text"]: each for each in evidence["fields"]}
    assert texts["Fenwick, Dr Alice"]["kind"] == "name"
    assert texts["Барнс"]["kind"] == "name"
    assert f"{ENVELOPE}/originator/" in texts["Fenwick, Dr Alice"]["path"]
    assert not [text for text in texts if text.startswith("{")]


def test_the_chain_gets_no_name_of_it() -> None:
    """Neither the order nor the verdict nor the facts hold any text of the payload."""
    told = repr(submitted(carrying(payload()), asking()))
    for text in ("Fenwick", "Alice", "Barnes", "10023909", "VASP A"):
        assert text not in told


@pytest.mark.parametrize(
    "told",
    [
        payload(originator=named("Roe", "Richard")),
        payload(originator=named("Roe", "Dick", customerIdentification="Richard Roe")),
    ],
)
def test_a_listed_name_in_it_holds_the_payment(told: dict[str, Any]) -> None:
    """Whoever the message itself names; a name anywhere else in it is found as well."""
    verdict = submitted(carrying(told)).verdict
    assert verdict.outcome is Outcome.HOLD
    assert submitted(carrying(payload())).verdict.is_clear


@pytest.mark.parametrize(
    "element",
    [
        "<t:ivms101 xmlns:t='urn:x'>{}</t:ivms101>",
        "<t:Any xmlns:t='urn:x'><t:IVMS101>{}</t:IVMS101></t:Any>",
        "<t:Any xmlns:t='urn:x' data='{}'/>",
    ],
)
def test_a_listed_name_in_a_payload_elsewhere_holds_it_too(element: str) -> None:
    """It is no payload of the message, but the bank that gets it can read it."""
    text = json.dumps(payload(originator=named("Roe", "Richard")))
    told = element.format(escape(text, {"'": "&apos;"}))
    around = f"<SplmtryData><Envlp>{told}</Envlp></SplmtryData>"
    raw = credit_transfer(transaction()).replace(
        b"</CdtTrfTxInf>", f"{around}</CdtTrfTxInf>".encode()
    )
    assert submitted(raw).verdict.outcome is Outcome.HOLD
    evidence = msgspec.json.decode(dict(admitted(raw).kept)[EVIDENCE])
    names = [each["text"] for each in evidence["fields"]]
    assert "Roe, Richard" in names


def test_it_is_screened_again_by_the_same_texts() -> None:
    """From the stored message: the same evidence, byte for byte."""
    raw = carrying(payload(originator=named("Roe", "Richard")))
    first = admitted(raw)
    again = screen_again(desk(), UETR, raw)
    assert isinstance(again.command, RecordVerdict)
    assert dict(again.kept)[EVIDENCE] == dict(first.kept)[EVIDENCE]
    assert isinstance(first.command, SubmitPayment)
    assert again.command.verdict == first.command.verdict


def test_another_payload_is_another_message() -> None:
    """A repetition is known by its bytes; one with another payload is refused as a duplicate."""
    one = submitted(carrying(payload())).order
    same = submitted(carrying(payload())).order
    other = submitted(carrying(payload(originator=named("Roe", "Rachel")))).order
    assert one == same
    assert (one.payment_id, one.content) != (other.payment_id, other.content)
    assert one.payment_id == other.payment_id


def test_it_is_asked_for_where_a_wallet_is_at_either_end() -> None:
    """Of the debtor or of the creditor; any other payment goes without."""
    for end in ("debtor_account", "creditor_account"):
        fault = refused(credit_transfer(transaction(**{end: WALLET})))
        assert (fault.reason, fault.field) == (REGULATORY, ENVELOPE)
        assert LAW in fault.text
    submitted(credit_transfer(), asking())
    submitted(credit_transfer(transaction(creditor_account=WALLET)), desk())


def test_a_leg_of_digital_assets_alone_asks_of_every_payment() -> None:
    """Whatever its accounts are."""
    assert refused(credit_transfer(), asking(payments=Asked.EVERY)).field == ENVELOPE


NOBODY = {
    "beneficiaryPerson": [
        {
            "naturalPerson": {
                "name": {
                    "nameIdentifier": [
                        {"primaryIdentifier": " ", "naturalPersonNameIdentifierType": "LEGL"}
                    ]
                }
            }
        }
    ]
}
LACKING = [
    (
        payload(originator=named("Fenwick", "Alice", geographicAddress=None)),
        Edition.R16_2025,
        StatusReason.MISSING_DEBTOR_NAME_OR_ADDRESS,
        "originator/originatorPerson[1]",
    ),
    (
        payload(originator=named("Fenwick", "Alice")),
        Edition.R16_2025,
        StatusReason.MISSING_DEBTOR_ACCOUNT_OR_IDENTIFICATION,
        "originator/originatorPerson[1]",
    ),
    (
        payload(originator=None),
        Edition.R16_2012,
        StatusReason.MISSING_DEBTOR_NAME_OR_ADDRESS,
        "originator/originatorPerson",
    ),
    (
        payload(beneficiary=None),
        Edition.R16_2012,
        StatusReason.MISSING_CREDITOR_NAME_OR_ADDRESS,
        "beneficiary/beneficiaryPerson",
    ),
    (
        payload(beneficiary=NOBODY),
        Edition.R16_2012,
        StatusReason.MISSING_CREDITOR_NAME_OR_ADDRESS,
        "beneficiary/beneficiaryPerson[1]",
    ),
    (payload(originatingVASP=None), Edition.R16_2012, REGULATORY, "originatingVASP"),
    (payload(beneficiaryVASP=None), Edition.R16_2012, REGULATORY, "beneficiaryVASP"),
]


@pytest.mark.parametrize(("told", "edition", "reason", "place"), LACKING)
def test_what_the_law_misses_is_refused_by_name(
    told: dict[str, Any], edition: Edition, reason: StatusReason, place: str
) -> None:
    """With the reason of ISO 20022, the place, and the law; where nobody asks, it goes."""
    fault = refused(carrying(told), asking(edition=edition))
    assert (fault.reason, fault.field) == (reason, f"{ENVELOPE}/{place}")
    assert LAW in fault.text
    submitted(carrying(told), desk())


def test_all_that_is_missing_is_told_at_once() -> None:
    """The first as the reason, the others behind it."""
    fault = refused(carrying(payload(beneficiary=None, beneficiaryVASP=None)))
    others = {field for _reason, field, _text in fault.others}
    assert {f"{ENVELOPE}/beneficiary", f"{ENVELOPE}/beneficiaryVASP"} <= others


@pytest.mark.parametrize(
    ("amount", "is_taken"),
    [
        (Amount(99_999, "EUR"), True),
        (Amount(100_000, "EUR"), False),
        (Amount(10, "USD"), False),
    ],
)
def test_below_the_threshold_of_the_law_less_is_asked(amount: Amount, *, is_taken: bool) -> None:
    """In the currency of the threshold alone; who knows what another is worth?"""
    told = payload(originator=named("Fenwick", "Alice", geographicAddress=None))
    at = asking(edition=Edition.R16_2025, threshold=100_000, currency="EUR")
    raw = carrying(told, interbank_settlement_amount=amount)
    assert isinstance(admit_order(at, NORTH_BANK, raw), Admitted) is is_taken


WHOLE = json.dumps(payload(), ensure_ascii=False)
BROKEN = [
    ("{", ENVELOPE),
    ("[]", ENVELOPE),
    ('{"originator": {}, "originator": {}}', ENVELOPE),
    ('{"originator": {"stranger": 1}}', f"{ENVELOPE}/originator"),
    (f"<a>{WHOLE}</a>", ENVELOPE),
    ("x" * 1000, ENVELOPE),
]


@pytest.mark.parametrize(("text", "place"), BROKEN)
def test_a_broken_payload_is_refused_though_nobody_asked_for_one(text: str, place: str) -> None:
    """What cannot be read cannot be screened as what it is."""
    fault = refused(with_text(credit_transfer(), text), desk())
    assert (fault.reason, fault.field) == (REGULATORY, place)


def test_an_empty_element_tells_nothing() -> None:
    """It is as good as none: asked for, it is missing."""
    empty = with_text(credit_transfer(transaction(creditor_account=WALLET)), "")
    assert "must travel" in refused(empty).text
    submitted(empty, desk())


def test_a_breach_of_a_constraint_is_told_by_its_number() -> None:
    """On the day on which the message says it was made."""
    born = {"dateOfBirth": "2026-11-30", "placeOfBirth": "Port Regal"}
    late = named("Fenwick", "Alice", dateAndPlaceOfBirth=born)
    fault = refused(carrying(payload(originator=late)), desk())
    assert fault.reason is REGULATORY
    assert "(C2)" in fault.text
    born["dateOfBirth"] = "2026-11-29"
    submitted(carrying(payload(originator=named("Fenwick", "Alice", dateAndPlaceOfBirth=born))))


def test_two_payloads_are_none() -> None:
    """Nobody could say which of them is meant."""
    fault = refused(with_text(credit_transfer(), WHOLE, WHOLE), desk())
    assert (fault.reason, fault.field) == (REGULATORY, ENVELOPE)


def test_one_of_more_texts_than_anybody_tells_is_refused() -> None:
    """Each costs a search of the lists."""
    line = "x " * 30
    address = {**ALICE["geographicAddress"][0], "addressLine": [line] * 7}
    person = {**ALICE, "geographicAddress": [address] * 16}
    crowd = {"originatorPerson": [{"naturalPerson": person, "accountNumber": ["1"]}] * 16}
    fault = refused(carrying(payload(originator=crowd)), desk())
    assert fault.reason is REGULATORY
    assert str(TEXTS_MAX) in fault.text


def test_one_larger_than_any_payload_is_refused_unread() -> None:
    """By the reader of XML, or by the reader of payloads."""
    long = f'{{"originator": "{"é" * (BYTES_MAX // 2)}"}}'
    fault = refused(with_text(credit_transfer(), long), desk())
    assert fault.reason is REGULATORY
    longer = with_text(credit_transfer(), "x" * (BYTES_MAX + 1))
    with pytest.raises(RemoteMessageError):
        admit_order(desk(), NORTH_BANK, longer)


# At the other node.


def heard(raw: bytes, at: Desk) -> tuple[HearPeer, dict[str, bytes]]:
    """Hear a payment that the north, whose law asks for nothing, has forwarded."""
    order = submitted(raw).order
    item = Forwarded("RUB-CNY", 1, order, TERMS)
    given = admit_item(at, Told("NORTH", 3, item, {MESSAGE: raw}, (9, b"head")))
    assert isinstance(given.command, HearPeer)
    return given.command, dict(given.kept)


def test_the_other_node_screens_and_keeps_it_too() -> None:
    """By its own lists, from the bytes that came."""
    raw = carrying(payload(originator=named("Roe", "Richard")), creditor_account=WALLET)
    command, kept = heard(raw, asking())
    assert command.verdict is not None
    assert command.verdict.outcome is Outcome.HOLD
    assert command.objection is None
    assert kept[MESSAGE] == raw
    assert b"Roe, Richard" in kept[EVIDENCE]


def test_the_other_node_asks_by_its_own_law() -> None:
    """It refuses with the reason; nothing of the message is kept, and nothing screened."""
    for raw, reason in (
        (credit_transfer(transaction(creditor_account=WALLET)), REGULATORY),
        (carrying(payload(beneficiary=None)), StatusReason.MISSING_CREDITOR_NAME_OR_ADDRESS),
    ):
        command, kept = heard(raw, asking())
        assert (command.verdict, command.objection) == (None, reason)
        assert not kept


def test_an_order_of_a_file_is_asked_as_any_other(tmp_path: Path) -> None:
    """It is refused alone where the agreement says so; the others go."""
    other = "8a562c67-ca16-48ba-b074-65581be6f002"
    path = tmp_path / "file.xml"
    path.write_bytes(
        credit_transfer(transaction(creditor_account=WALLET), transaction(uetr=other))
    )
    taken: list[Admitted] = []
    alone: list[Any] = []
    with path.open("rb") as file:
        admit_orders(asking(), NORTH_BANK, file, taken.append, alone.append)
    assert [each.fault.reason for each in alone] == [REGULATORY]
    assert len(taken) == 1


def test_each_payment_of_a_file_has_its_own(tmp_path: Path) -> None:
    """It goes on within the message that is made of its payment, and no other."""
    other = "8a562c67-ca16-48ba-b074-65581be6f002"
    one = carrying(payload(originator=named("Roe", "Richard")))
    two = carrying(payload(), uetr=other)
    start, end = two.index(b"<CdtTrfTxInf>"), two.index(b"</FIToFICstmrCdtTrf>")
    at = one.index(b"</FIToFICstmrCdtTrf>")
    both = one[:at] + two[start:end] + one[at:]
    path = tmp_path / "file.xml"
    path.write_bytes(both.replace(b"<NbOfTxs>1<", b"<NbOfTxs>2<"))
    taken: list[Admitted] = []
    with path.open("rb") as file:
        admit_orders(asking(payments=Asked.EVERY), NORTH_BANK, file, taken.append)
    outcomes = [each.command.verdict.outcome for each in taken]  # type: ignore[union-attr]
    assert outcomes == [Outcome.HOLD, Outcome.CLEAR]
    messages = [dict(each.kept)[MESSAGE] for each in taken]
    assert [b"Richard" in raw for raw in messages] == [True, False]
    assert [b"Dr Alice" in raw for raw in messages] == [False, True]
