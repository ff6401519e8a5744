"""In and out: views of what is lawful, bytes that are lawful, errors that say where."""

from collections import Counter
from random import Random
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from tallystick.terms.errors import LocalMessageError, RemoteMessageError
from tallystick.terms.money import Rate
from tallystick.wire.iso20022.check import check
from tallystick.wire.iso20022.documents import Document, chart_of
from tallystick.wire.iso20022.grammar import Message
from tallystick.wire.iso20022.messages import compose, receive, write
from tallystick.wire.iso20022.roundtrip import round_trip
from tallystick.wire.iso20022.views import Account, Amount, Coded, Identifier, Party
from tests.wire.iso20022 import letters, samples
from tests.wire.iso20022.mutants import broken_bytes, mutant
from tests.wire.iso20022.samples import PACS_002_10, PACS_002_15, PACS_008_08, PACS_008_13

LETTERS: tuple[tuple[Document, Message], ...] = (
    *(
        (letter, message)
        for letter in (letters.PLAIN_TRANSFER, letters.FULL_TRANSFER)
        for message in (PACS_008_08, PACS_008_13)
    ),
    (letters.QUOTED_TRANSFER, PACS_008_13),
    *(
        (letter, message)
        for letter in (letters.PLAIN_REPORT, letters.FULL_REPORT)
        for message in (PACS_002_10, PACS_002_15)
    ),
)


@pytest.mark.parametrize(("letter", "message"), LETTERS)
def test_what_is_written_is_read_again(letter: Document, message: Message) -> None:
    """Every field of every view, in every version that has a place for it."""
    received = receive(compose(letter, message))
    assert received.document == letter
    assert received.message == message
    assert received.header is None


@pytest.mark.parametrize(("letter", "message"), LETTERS)
def test_what_is_written_is_valid_as_published(letter: Document, message: Message) -> None:
    """The published schema accepts it."""
    element = etree.fromstring(compose(letter, message))
    samples.official(message).assertValid(element)


def test_a_header_travels_before_its_document() -> None:
    """In one wrapper, and both are read."""
    raw = compose(letters.PLAIN_TRANSFER, PACS_008_08, letters.ENVELOPE)
    received = receive(raw)
    assert received.header == letters.ENVELOPE
    assert received.document == letters.PLAIN_TRANSFER
    assert raw.index(b"<AppHdr ") < raw.index(b"<Document ")


def test_a_header_may_travel_alone() -> None:
    """Then there is no document."""
    raw = compose(letters.PLAIN_TRANSFER, PACS_008_08, letters.ENVELOPE)
    alone = raw[raw.index(b"<AppHdr ") : raw.index(b"<Document ")]
    received = receive(alone)
    assert (received.message, received.document) == ("head.001.001.02", None)
    assert received.header == letters.ENVELOPE


def test_money_is_minor_units_and_a_quote_is_exact() -> None:
    """What the core is told of: amounts, rate, quote, ids."""
    received = receive(compose(letters.QUOTED_TRANSFER, PACS_008_13)).document
    assert isinstance(received, type(letters.QUOTED_TRANSFER))
    (payment,) = received.transactions
    assert payment.interbank_settlement_amount == Amount(125050, "CNY")
    assert payment.uetr == letters.UETR
    assert payment.agreed_rate is not None
    assert payment.agreed_rate.quote_id == letters.QUOTE
    assert payment.agreed_rate.exact() == Rate("CNY", "RUB", 131, 10)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"unit_currency": ""}, "rate-currencies"),
        ({"quoted_currency": ""}, "rate-currencies"),
        ({"rate": "0"}, "rate-zero"),
        ({"rate": "-1"}, "decimal-form"),
    ],
)
def test_a_rate_that_is_none_is_refused(change: dict[str, str], code: str) -> None:
    """The schema lets in rates of nothing and less."""
    rate = msgspec.structs.replace(letters.AGREED, **change)
    with pytest.raises(RemoteMessageError) as caught:
        rate.exact()
    assert caught.value.code == code
    assert caught.value.field.startswith("AgrdRate")


def test_a_transaction_says_otherwise_than_its_message() -> None:
    """What is said once holds for all that do not say it themselves."""
    transfer = letters.FULL_TRANSFER
    own, other = transfer.transactions
    assert transfer.instructing_agent_of(own) == letters.NORTH
    assert transfer.instructing_agent_of(other) == letters.SOUTH
    assert transfer.instructed_agent_of(own) == letters.SOUTH
    assert transfer.instructed_agent_of(other) == letters.NORTH
    assert transfer.interbank_settlement_date_of(own) == "2026-11-23"
    assert transfer.interbank_settlement_date_of(other) == "2026-11-22"
    kinds = [transfer.payment_type_of(each) for each in transfer.transactions]
    assert [kind.priority for kind in kinds if kind] == ["HIGH", "NORM"]


def altered(old: str, new: str) -> bytes:
    """A plain transfer with a piece of it changed."""
    raw = compose(letters.PLAIN_TRANSFER, PACS_008_08).decode()
    assert raw.count(old) == 1
    return raw.replace(old, new).encode()


AMOUNT = '<IntrBkSttlmAmt Ccy="CNY">1250.50</IntrBkSttlmAmt>'
SETTLED = "/Document/FIToFICstmrCdtTrf/CdtTrfTxInf/IntrBkSttlmAmt"


@pytest.mark.parametrize(
    ("amount", "code"),
    [
        ('<IntrBkSttlmAmt Ccy="JPY">1250.5</IntrBkSttlmAmt>', "amount-decimals"),
        ('<IntrBkSttlmAmt Ccy="CNY">1250.505</IntrBkSttlmAmt>', "amount-decimals"),
        ('<IntrBkSttlmAmt Ccy="XAU">1</IntrBkSttlmAmt>', "currency-without-minor-unit"),
        ('<IntrBkSttlmAmt Ccy="ZZZ">1</IntrBkSttlmAmt>', "currency-unknown"),
        ('<IntrBkSttlmAmt Ccy="CNY">+1</IntrBkSttlmAmt>', "decimal-form"),
        ('<IntrBkSttlmAmt Ccy="KWD">123456789012345678</IntrBkSttlmAmt>', "decimal-too-long"),
    ],
)
def test_an_amount_that_its_currency_has_not_is_refused(amount: str, code: str) -> None:
    """The schema lets it in; the view does not, and says where it stands."""
    with pytest.raises(RemoteMessageError) as caught:
        receive(altered(AMOUNT, amount))
    assert (caught.value.code, caught.value.field) == (code, SETTLED)


@pytest.mark.parametrize(
    ("text", "minor"), [("0", 0), (" 12.5\n", 1250), ("00012.50", 1250), (".5", 50), ("5.", 500)]
)
def test_an_amount_may_be_written_in_many_ways(text: str, minor: int) -> None:
    """All that the schema lets in and that says whole minor units."""
    received = receive(altered("1250.50", text)).document
    assert isinstance(received, type(letters.PLAIN_TRANSFER))
    assert received.transactions[0].interbank_settlement_amount == Amount(minor, "CNY")


@pytest.mark.parametrize(
    ("old", "new", "code", "field"),
    [
        ("<MsgId>MSG-1</MsgId>", "", "element-content", "GrpHdr/CreDtTm"),
        ("<ChrgBr>SLEV</ChrgBr>", "<ChrgBr>FREE</ChrgBr>", "cvc-enumeration-valid", "ChrgBr"),
        (letters.UETR, letters.UETR.upper(), "cvc-pattern-valid", "PmtId/UETR"),
        ("AAAARUMMXXX", "AAAARUMMXX", "cvc-pattern-valid", "DbtrAgt/FinInstnId/BICFI"),
    ],
)
def test_a_flaw_of_the_schema_is_refused(old: str, new: str, code: str, field: str) -> None:
    """By the first flaw and its place."""
    with pytest.raises(RemoteMessageError) as caught:
        receive(altered(old, new))
    assert caught.value.code == code
    assert caught.value.field.endswith(f"/{field}")


@given(st.binary(max_size=40))
def test_any_bytes_are_a_message_or_one_error(raw: bytes) -> None:
    """Nothing else comes out of bytes from outside."""
    with pytest.raises(RemoteMessageError):
        receive(raw)


CHARACTERS = st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("\t\n\r\x7f\x85")


def keep_their_word(message: Message, count: int) -> None:
    """Compare check, round trip and view on mutants and on bytes that may be no XML."""
    # One sample has a namespace that is a relative URI, and so no canonical form.
    originals = [
        each for each in samples.valid_parts(message) if round_trip(etree.tostring(each)).same
    ]
    chance = Random(f"{message} {count}")
    outcomes = Counter[str]()
    for number in range(count):
        raw = etree.tostring(mutant(chance, chance.choice(originals)))
        raw = broken_bytes(chance, raw) if number % 3 == 0 else raw
        valid = check(raw).is_valid
        assert round_trip(raw).same == valid, raw
        try:
            received = receive(raw)
        except RemoteMessageError as refused:
            outcomes[refused.code if valid else "refused"] += 1
            continue
        outcomes["read"] += 1
        assert valid
        if received.document is not None:
            assert receive(compose(received.document, message)).document == received.document
    least = count // 20 if message in samples.FIRST else 0
    assert outcomes["refused"] > outcomes["read"] > least
    assert set(outcomes) <= {"refused", "read", *STRICTER}


# What the schema lets in and a view does not: amounts.
STRICTER = (
    *("amount-decimals", "currency-unknown", "currency-without-minor-unit"),
    *("decimal-form", "decimal-too-long"),
)


# The versions that there are a few samples of, and a view.
SAMPLED = [
    message
    for message in samples.ALL
    if chart_of(message) and samples.INPUTS.is_dir() and len(samples.valid_parts(message)) > 1
]


@pytest.mark.slow
@pytest.mark.parametrize("message", samples.each(SAMPLED))
def test_mutants_are_read_whole_or_refused(message: Message) -> None:
    """A verdict, a round trip and a view that agree; no other error, whatever the bytes."""
    keep_their_word(message, 50 if message in samples.FIRST else 25)


@pytest.mark.slow
@pytest.mark.parametrize("message", SAMPLED)
def test_many_mutants_are_read_whole_or_refused(message: Message) -> None:
    """Two thousand of each of the first versions, a hundred and fifty of each other."""
    keep_their_word(message, 2_000 if message in samples.FIRST else 150)


TEXTS = st.text(
    CHARACTERS.filter(lambda each: each not in "\ufffe\uffff"), min_size=1, max_size=40
)


@given(TEXTS, TEXTS, st.lists(TEXTS, max_size=3), st.integers(0, 10**15))
def test_any_text_and_amount_comes_through(
    name: str, number: str, lines: list[str], minor: int
) -> None:
    """Whatever may be written at all is read again unchanged."""
    payment = msgspec.structs.replace(
        letters.PLAIN_PAYMENT,
        debtor=Party(name=name),
        debtor_account=Account(other=Identifier(number[:34])),
        remittance_information=tuple(lines),
        interbank_settlement_amount=Amount(minor, "KWD"),
    )
    letter = msgspec.structs.replace(letters.PLAIN_TRANSFER, transactions=(payment,))
    assert receive(compose(letter, PACS_008_08)).document == letter


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({"agreed_rate": letters.AGREED}, "no-place", "agreed_rate"),
        ({"expiry_date_time": "2026-11-22T10:20:30Z"}, "no-place", "expiry_date_time"),
        ({"uetr": "nope"}, "cvc-pattern-valid", f"{SETTLED[:-14]}PmtId/UETR"),
        ({"end_to_end_id": ""}, "element-content", f"{SETTLED[:-14]}PmtId/UETR"),
        ({"purpose": Coded("GDDS", "both")}, "element-content", f"{SETTLED[:-14]}Purp/Prtry"),
        ({"charge_bearer": "<x/>"}, "cvc-enumeration-valid", f"{SETTLED[:-14]}ChrgBr"),
        ({"interbank_settlement_amount": Amount(1, "ZZZ")}, "currency-unknown", "IntrBkSttlmAmt"),
        ({"interbank_settlement_amount": Amount(-1, "CNY")}, "cvc-mininclusive-valid", SETTLED),
        ({"transaction_id": "\x00"}, "xml-character", ""),
    ],
)
def test_what_is_unlawful_does_not_leave(change: dict[str, Any], code: str, field: str) -> None:
    """It is our own mistake, told before anything is sent."""
    payment = msgspec.structs.replace(letters.PLAIN_PAYMENT, **change)
    letter = msgspec.structs.replace(letters.PLAIN_TRANSFER, transactions=(payment,))
    with pytest.raises(LocalMessageError) as caught:
        compose(letter, PACS_008_08)
    assert (caught.value.code, caught.value.field) == (code, field)


def test_an_empty_party_is_still_there() -> None:
    """An agent that nothing is said of has its element, and is read as such."""
    raw = write(letters.PLAIN_TRANSFER, PACS_008_08)
    nobody = altered("<FinInstnId><BICFI>AAAARUMMXXX</BICFI></FinInstnId>", "<FinInstnId/>")
    view = receive(nobody).document
    assert isinstance(view, type(letters.PLAIN_TRANSFER))
    assert view.transactions[0].debtor_agent == type(letters.NORTH)()
    assert b"<DbtrAgt><FinInstnId></FinInstnId></DbtrAgt>" in compose(view, PACS_008_08)
    assert raw != nobody
