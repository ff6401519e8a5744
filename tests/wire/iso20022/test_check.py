"""What is wrong with a file is told by name: one negative vector for each rule."""

import pytest

from tallystick.terms.errors import RemoteMessageError
from tallystick.wire import xml
from tallystick.wire.iso20022.check import Problem, check
from tallystick.wire.iso20022.messages import compose
from tallystick.wire.iso20022.parts import WRAPPERS_MAX, parts_of
from tallystick.wire.unread import Limits
from tests.every import for_each
from tests.wire.iso20022 import letters, samples
from tests.wire.iso20022.samples import PACS_002_10, PACS_008_08, PACS_008_13

pytestmark = pytest.mark.slow

TRANSFER = compose(letters.FULL_TRANSFER, PACS_008_08).decode()
QUOTED = compose(letters.QUOTED_TRANSFER, PACS_008_13).decode()
REPORT = compose(letters.FULL_REPORT, PACS_002_10).decode()
WRAPPED = compose(letters.PLAIN_TRANSFER, PACS_008_08, letters.ENVELOPE).decode()
BARE = TRANSFER[TRANSFER.index("<Document ") :]
HEADER = WRAPPED[WRAPPED.index("<AppHdr ") : WRAPPED.index("<Document ")]

BODY = "/Document/FIToFICstmrCdtTrf"
FIRST = f"{BODY}/CdtTrfTxInf[1]"
STATUS = "/Document/FIToFIPmtStsRpt/TxInfAndSts[1]"

# By name: the text, a piece of it, what stands there instead, and what is found.
VECTORS: dict[str, tuple[str, str, str, str, str]] = {
    "element out of order": (
        TRANSFER,
        "<EndToEndId>E2E-1</EndToEndId><TxId>T-1</TxId>",
        "<TxId>T-1</TxId><EndToEndId>E2E-1</EndToEndId>",
        "element-content",
        f"{FIRST}/PmtId/TxId",
    ),
    "mandatory element missing": (
        TRANSFER,
        "<SttlmMtd>CLRG</SttlmMtd>",
        "",
        "element-content",
        f"{BODY}/GrpHdr/SttlmInf/SttlmAcct",
    ),
    "last mandatory element missing": (
        QUOTED,
        "<PreAgrdXchgRate>13.1</PreAgrdXchgRate>",
        "",
        "element-content",
        f"{BODY}/CdtTrfTxInf/AgrdRate/QtnDtTm",
    ),
    "element twice": (
        TRANSFER,
        "<TxId>T-1</TxId>",
        "<TxId>T-1</TxId><TxId>T-2</TxId>",
        "element-content",
        f"{FIRST}/PmtId/TxId[2]",
    ),
    "element nobody knows": (
        TRANSFER,
        "<TxId>T-1</TxId>",
        "<TxNumber>T-1</TxNumber>",
        "element-content",
        f"{FIRST}/PmtId/TxNumber",
    ),
    "element of a later version": (
        TRANSFER,
        "<ChrgBr>SLEV</ChrgBr><ChrgsInf>",
        "<AgrdRate/><ChrgBr>SLEV</ChrgBr><ChrgsInf>",
        "element-content",
        f"{FIRST}/AgrdRate",
    ),
    "element of an earlier version": (
        QUOTED,
        "<AddtlDtTm><XpryDtTm>2026-11-22T10:20:30+03:00</XpryDtTm></AddtlDtTm>",
        "<AccptncDtTm>2026-11-22T10:20:30+03:00</AccptncDtTm>",
        "element-content",
        f"{BODY}/CdtTrfTxInf/AccptncDtTm",
    ),
    "element of another namespace": (
        TRANSFER,
        "<TxId>T-1</TxId>",
        '<TxId xmlns="urn:x">T-1</TxId>',
        "element-content",
        f"{FIRST}/PmtId/TxId",
    ),
    "both of a choice": (
        TRANSFER,
        "<Purp><Cd>GDDS</Cd></Purp>",
        "<Purp><Cd>GDDS</Cd><Prtry>G</Prtry></Purp>",
        "element-content",
        f"{FIRST}/Purp/Prtry",
    ),
    "neither of a choice": (
        TRANSFER,
        "<Purp><Cd>GDDS</Cd></Purp>",
        "<Purp/>",
        "element-content",
        f"{FIRST}/Purp",
    ),
    "more than a range allows": (
        TRANSFER,
        "<AdrLine>ring twice</AdrLine>",
        "<AdrLine>x</AdrLine>" * 7,
        "element-content",
        f"{FIRST}/Dbtr/PstlAdr/AdrLine[8]",
    ),
    "code of no code set": (
        TRANSFER,
        "<SttlmMtd>CLRG</SttlmMtd>",
        "<SttlmMtd>CASH</SttlmMtd>",
        "cvc-enumeration-valid",
        f"{BODY}/GrpHdr/SttlmInf/SttlmMtd",
    ),
    "code too long": (
        REPORT,
        "<TxSts>ACSC",
        "<TxSts>ACSC5",
        "cvc-maxlength-valid",
        f"{STATUS[:-3]}[2]/TxSts",
    ),
    "text too long": (
        TRANSFER,
        "<TxId>T-1</TxId>",
        f"<TxId>{'T' * 36}</TxId>",
        "cvc-maxlength-valid",
        f"{FIRST}/PmtId/TxId",
    ),
    "text empty": (
        TRANSFER,
        "<TxId>T-1</TxId>",
        "<TxId></TxId>",
        "cvc-minlength-valid",
        f"{FIRST}/PmtId/TxId",
    ),
    "UETR in capitals": (
        QUOTED,
        f"<UETR>{letters.UETR}",
        f"<UETR>{letters.UETR.upper()}",
        "cvc-pattern-valid",
        f"{BODY}/CdtTrfTxInf/PmtId/UETR",
    ),
    "BIC too short": (
        QUOTED,
        "<FXAgt><FinInstnId><BICFI>AAAARUMMXXX",
        "<FXAgt><FinInstnId><BICFI>AAAARUM",
        "cvc-pattern-valid",
        f"{BODY}/CdtTrfTxInf/AgrdRate/FXAgt/FinInstnId/BICFI",
    ),
    "country of one letter": (
        TRANSFER,
        "<CtryOfBirth>RU</CtryOfBirth>",
        "<CtryOfBirth>R</CtryOfBirth>",
        "cvc-pattern-valid",
        f"{FIRST}/Dbtr/Id/PrvtId/DtAndPlcOfBirth/CtryOfBirth",
    ),
    "currency in small letters": (
        TRANSFER,
        'InstdAmt Ccy="RUB"',
        'InstdAmt Ccy="rub"',
        "cvc-pattern-valid",
        f"{FIRST}/InstdAmt",
    ),
    "currency missing": (
        TRANSFER,
        'InstdAmt Ccy="RUB"',
        "InstdAmt",
        "cvc-complex-type-4",
        f"{FIRST}/InstdAmt",
    ),
    "attribute nobody knows": (
        TRANSFER,
        'InstdAmt Ccy="RUB"',
        'InstdAmt Ccy="RUB" unit="kopeck"',
        "cvc-complex-type-3-2-1",
        f"{FIRST}/InstdAmt",
    ),
    "amount with six decimals": (
        TRANSFER,
        "16381.55",
        "16381.550001",
        "cvc-fractiondigits-valid",
        f"{FIRST}/InstdAmt",
    ),
    "amount of nineteen digits": (
        TRANSFER,
        "16381.55",
        "1234567890123456789",
        "cvc-totaldigits-valid",
        f"{FIRST}/InstdAmt",
    ),
    "amount below zero": (
        TRANSFER,
        "16381.55",
        "-0.01",
        "cvc-mininclusive-valid",
        f"{FIRST}/InstdAmt",
    ),
    "amount that is no number": (
        TRANSFER,
        "16381.55",
        "NaN",
        "cvc-datatype-valid-1-2-1",
        f"{FIRST}/InstdAmt",
    ),
    "amount with a comma": (
        TRANSFER,
        "16381.55",
        "16381,55",
        "cvc-datatype-valid-1-2-1",
        f"{FIRST}/InstdAmt",
    ),
    "day that is not in the calendar": (
        TRANSFER,
        "<IntrBkSttlmDt>2026-11-23",
        "<IntrBkSttlmDt>2026-02-30",
        "cvc-datatype-valid-1-2-1",
        f"{FIRST}/IntrBkSttlmDt",
    ),
    "time without its day": (
        TRANSFER,
        "<CreDtTm>2026-11-22T10:15:30+03:00",
        "<CreDtTm>10:15:30",
        "cvc-datatype-valid-1-2-1",
        f"{BODY}/GrpHdr/CreDtTm",
    ),
    "text between elements": (
        TRANSFER,
        "<PmtId><InstrId>",
        "<PmtId>hello<InstrId>",
        "cvc-complex-type-2-3",
        f"{FIRST}/PmtId",
    ),
    "element inside a text": (
        TRANSFER,
        "<TxId>T-1</TxId>",
        "<TxId><b>T-1</b></TxId>",
        "cvc-type-3-1-2",
        f"{FIRST}/PmtId/TxId",
    ),
    "header without a definition": (
        WRAPPED,
        "<MsgDefIdr>pacs.008.001.08</MsgDefIdr>",
        "",
        "element-content",
        "/AppHdr/BizSvc",
    ),
    "header with a yes of its own": (
        WRAPPED,
        "<PssblDplct>false</PssblDplct>",
        "<PssblDplct>no</PssblDplct>",
        "cvc-datatype-valid-1-2-1",
        "/AppHdr/PssblDplct",
    ),
}


@for_each("name", VECTORS)
def test_a_flaw_is_told_by_its_rule_code_and_place(name: str) -> None:
    """One thing is wrong, and it is the first that is told."""
    text, old, new, code, path = VECTORS[name]
    assert text.count(old) == 1, "the piece is not there once"
    report = check(text.replace(old, new).encode())
    assert not report.is_valid
    first = report.errors[0]
    assert (first.rule, first.code, first.path) == ("schema", code, path)
    assert first.text


@pytest.mark.parametrize("text", [TRANSFER, QUOTED, REPORT, WRAPPED, BARE, HEADER])
def test_what_the_vectors_start_from_is_valid(text: str) -> None:
    """Else they would prove nothing."""
    assert check(text.encode()).errors == ()


def test_every_flaw_is_told() -> None:
    """All of them, in the order of the document, those of the header first."""
    text = WRAPPED.replace("<PssblDplct>false", "<PssblDplct>no")
    text = text.replace("<ChrgBr>SLEV", "<ChrgBr>FREE").replace(letters.UETR, "nope")
    report = check(text.encode())
    assert [error.path.rpartition("/")[2] for error in report.errors] == [
        "PssblDplct",
        "UETR",
        "ChrgBr",
    ]


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (BARE, "pacs.008.001.08"),
        (HEADER, "head.001.001.02"),
        (f"<w>{HEADER}{BARE}</w>", "pacs.008.001.08"),
        (f"<w>{BARE}{HEADER}</w>", "pacs.008.001.08"),
        (f'<s:w xmlns:s="urn:s" xmlns="urn:x"><h/>{HEADER}<b>{BARE}</b></s:w>', "pacs.008.001.08"),
        (f"<w><h>{HEADER}</h><b><c>{BARE}</c></b><junk>text</junk></w>", "pacs.008.001.08"),
        (f"{'<w>' * WRAPPERS_MAX}{BARE}{'</w>' * WRAPPERS_MAX}", "pacs.008.001.08"),
    ],
)
def test_a_message_is_found_in_any_wrapper(raw: str, message: str) -> None:
    """Bare, or with its header before or behind it, wrapped together or apart."""
    report = check(raw.encode())
    assert (report.message, report.errors) == (message, ())


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("<w/>", "no-message"),
        ("<w>Document</w>", "no-message"),
        (f"{'<w>' * 9}{BARE}{'</w>' * 9}", "no-message"),
        (f"<w>{BARE}{BARE}</w>", "several-messages"),
        (f"<w>{HEADER}{BARE}{HEADER}</w>", "several-messages"),
    ],
)
def test_a_file_holds_one_message(raw: str, code: str) -> None:
    """Neither none nor several."""
    report = check(raw.encode())
    assert report.message is None
    assert [(error.rule, error.code) for error in report.errors] == [("message", code)]


UNSUPPORTED = {
    "an older version": ("pacs.008.001.08", "pacs.008.001.02", "pacs.008.001.02"),
    "another message": ("pacs.008.001.08", "camt.087.001.08", "camt.087.001.08"),
    "no version of ISO": ("urn:iso:std:iso:20022:tech:xsd:pacs.008.001.08", "urn:x", None),
    "no namespace": (' xmlns="urn:iso:std:iso:20022:tech:xsd:pacs.008.001.08"', "", None),
    "nearly a version": ("pacs.008.001.08", "pacs.008.001.8", None),
    "a header's version": ("pacs.008.001.08", "head.001.001.02", "head.001.001.02"),
}


@pytest.mark.parametrize("name", UNSUPPORTED)
def test_an_unsupported_version_is_one_error(name: str) -> None:
    """Whatever else may be wrong, nothing else is told."""
    old, new, message = UNSUPPORTED[name]
    report = check(BARE.replace(old, new).replace("SLEV", "FREE").encode())
    assert report.message == message
    (error,) = report.errors
    assert (error.rule, error.code) == ("unsupported-version", "unsupported-version")
    assert error.path == "/Document"


def test_an_unsupported_header_is_one_error() -> None:
    """Its document may be of a version we know; the message as a whole is not."""
    text = WRAPPED.replace("head.001.001.02", "head.001.001.05").replace("SLEV", "FREE")
    report = check(text.encode())
    assert report.message == "pacs.008.001.08"
    assert [error.path for error in report.errors] == ["/AppHdr"]


def test_what_cannot_be_read_is_one_error() -> None:
    """It holds no message that anybody could name."""
    report = check(b"<Document")
    assert report.message is None
    assert [(error.rule, error.code) for error in report.errors] == [("xml", "xml-malformed")]
    assert isinstance(report.errors[0], Problem)


def test_limits_are_kept() -> None:
    """They come from the caller."""
    report = check(BARE.encode(), Limits(size=100))
    assert [error.code for error in report.errors] == ["xml-too-large"]


def test_one_part_is_there() -> None:
    """A header without a document is the subject itself."""
    parts = parts_of(xml.parse(HEADER.encode()))
    assert parts.document is None
    assert parts.subject is parts.header
    with pytest.raises(RemoteMessageError):
        parts_of(xml.parse(b"<w/>"))


def test_every_sample_file_has_the_published_verdict() -> None:
    """Valid if all its parts are; of an unsupported version if one of them is."""
    verdicts = []
    for path in samples.files():
        parts = samples.parts_in(path)
        report = check(path.read_bytes())
        if any(message is None for message, _ in parts):
            assert [error.rule for error in report.errors] == ["unsupported-version"], path.name
        else:
            expected = all(
                samples.official(message).validate(element)
                for message, element in parts
                if message is not None
            )
            assert report.is_valid == expected, path.name
            verdicts.append(expected)
    assert verdicts.count(True) > 100
    assert verdicts.count(False) > 30
