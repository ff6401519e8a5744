"""A transaction of a file as a message of its own: lawful, and nothing of it lost."""

import io
from collections.abc import Callable

import pytest

from tallystick.terms.errors import RemoteMessageError
from tallystick.wire.iso20022.bulk_messages import single_id, write_messages
from tallystick.wire.iso20022.check import check
from tallystick.wire.iso20022.grammar import Message, namespace_of
from tallystick.wire.iso20022.messages import receive
from tallystick.wire.iso20022.stated import Stated
from tallystick.wire.xml import parse, verbatim
from tests.admission.messages import UETR, credit_transfer, transaction

PLAIN = Message("pacs.008.001.08")
FOREIGN = (
    '<SplmtryData><Envlp><p:odd xmlns:p="urn:odd" p:way="&lt;1">a<p:b/>tail</p:odd></Envlp>'
    "</SplmtryData>"
)


def file_of(count: int, message: Message = PLAIN) -> bytes:
    """Return a lawful file of payments that are told apart."""
    rate = {} if message != PLAIN else {"agreed_rate": None}
    payments = [transaction(end_to_end_id=f"E-{n}", **rate) for n in range(1, count + 1)]
    return credit_transfer(*payments, message=message)


def messages_of(raw: bytes) -> list[bytes]:
    """Return the message of each transaction."""
    found: list[bytes] = []
    write_messages(io.BytesIO(raw), lambda single: found.append(single.raw))
    return found


def with_sums(raw: bytes) -> bytes:
    """Return a file with both sums in its group header."""
    sums = b'<CtrlSum>3000.00</CtrlSum><TtlIntrBkSttlmAmt Ccy="RUB">3000</TtlIntrBkSttlmAmt>'
    return raw.replace(b"<SttlmInf>", sums + b"<SttlmInf>")


@pytest.mark.parametrize("version", ["08", "10", "11", "12", "13"])
def test_each_message_is_lawful_and_says_what_the_file_said(version: str) -> None:
    """In the file's own version, with the file's header but for what counts and names it."""
    message = Message(f"pacs.008.001.{version}")
    raw = (
        file_of(3, message)
        if version == "13"
        else file_of(3, PLAIN).replace(b".08", b"." + version.encode())
    )
    whole = receive(raw)
    singles = [receive(each) for each in messages_of(raw)]
    assert {each.message for each in singles} == {message}
    assert tuple(each.document.transactions[0] for each in singles) == whole.document.transactions  # type: ignore[union-attr]
    ids = [each.document.message_id for each in singles]  # type: ignore[union-attr]
    assert ids == ["MSG-1-1", "MSG-1-2", "MSG-1-3"]
    for each in singles:
        assert each.document.number_of_transactions == 1  # type: ignore[union-attr]
        assert each.document.settlement_method == "CLRG"  # type: ignore[union-attr]


def test_sums_are_those_of_the_one_payment() -> None:
    """Where the file has them; they are written with the transaction's own digits."""
    for single in messages_of(with_sums(file_of(3))):
        assert check(single).errors == ()
        assert b"<CtrlSum>1000.00</CtrlSum>" in single
        assert b'<TtlIntrBkSttlmAmt Ccy="RUB">1000.00</TtlIntrBkSttlmAmt>' in single
    assert b"CtrlSum" not in messages_of(file_of(1))[0]


def prefixed(raw: bytes) -> bytes:
    """Return a file whose elements bear a prefix."""
    text = raw.decode()
    for name in ("</", "<"):
        text = text.replace(name, f"{name}n:")
    text = text.replace("<n:/n:", "</n:").replace("<n:?xml", "<?xml")
    return text.replace("xmlns=", "xmlns:n=").encode()


def spread(raw: bytes) -> bytes:
    """Return a file that is written in lines."""
    return raw.replace(b"><", b">\n  <")


def marked(raw: bytes) -> bytes:
    """Return a file with foreign parts in each of its transactions."""
    return raw.replace(b"</CdtTrfTxInf>", FOREIGN.encode() + b"</CdtTrfTxInf>")


def declared(raw: bytes) -> bytes:
    """Return a file that declares a namespace at its top which a transaction uses far below."""
    return (
        marked(raw)
        .replace(b"<Document ", b'<Document xmlns:q="urn:q" ')
        .replace(b'p:way="', b'q:far="1" p:way="')
    )


@pytest.mark.parametrize("change", [prefixed, spread, marked, declared], ids=lambda f: f.__name__)
def test_a_transaction_stands_as_it_stood(change: Callable[[bytes], bytes]) -> None:
    """However the file is written: prefixes, lines, foreign parts and far declarations."""
    raw = change(file_of(2))
    space = f"{{{namespace_of(PLAIN)}}}CdtTrfTxInf"
    theirs = [verbatim(each) for each in parse(raw).iter(space)]
    singles = messages_of(raw)
    assert len(singles) == 2
    for single, said in zip(singles, theirs, strict=True):
        assert check(single).errors == ()
        (ours,) = parse(single).iter(space)
        assert _canonical(verbatim(ours)) == _canonical(said)


def _canonical(text: str) -> object:
    """Return an element as names, attributes and texts, whatever it is declared by."""

    def seen(element: object) -> object:
        return (
            element.tag,  # type: ignore[attr-defined]
            sorted(element.items()),  # type: ignore[attr-defined]
            element.text,  # type: ignore[attr-defined]
            [(seen(child), child.tail) for child in element],  # type: ignore[attr-defined]
        )

    return seen(parse(text.encode()))


def test_an_identifier_is_bounded_and_nobody_else_s() -> None:
    """The file's and the number, or a digest of it where both are too long."""
    assert single_id("A" * 33, 1) == "A" * 33 + "-1"
    long = [single_id("A" * 34 + end, number) for end in "BC" for number in (1, 999_999)]
    assert len(set(long)) == 4
    assert max(map(len, long)) <= 35


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (
            file_of(2).replace(
                b"</FIToFICstmrCdtTrf>", FOREIGN.encode() + b"</FIToFICstmrCdtTrf>"
            ),
            "bulk-supplement",
        ),
        (file_of(2)[:-30], "xml-malformed"),
        (file_of(2).replace(b"SHAR", b"NONE", 1), "cvc-enumeration-valid"),
    ],
    ids=["supplement", "cut", "unlawful"],
)
def test_what_is_no_whole_file_is_refused(raw: bytes, code: str) -> None:
    """What was handed out until then is not to be believed."""
    with pytest.raises(RemoteMessageError) as refused:
        messages_of(raw)
    assert refused.value.code == code


def test_a_transaction_says_what_is_repeated_of_it() -> None:
    """Its references and its amount, under its number in the file."""
    found: list[tuple[int, Stated]] = []
    write_messages(
        io.BytesIO(file_of(2)), lambda single: found.append((single.number, single.stated()))
    )
    amount = transaction().interbank_settlement_amount
    assert found == [(n, Stated(amount, end_to_end_id=f"E-{n}", uetr=UETR)) for n in (1, 2)]
