"""Transfers of many transactions: the same views, and accepted only when the figures agree."""

import io
from decimal import Decimal

import msgspec
import pytest

from tallystick.terms.errors import RemoteMessageError
from tallystick.wire.blocks import BULK
from tallystick.wire.iso20022.bulk_transfer import Accepted, accept_transfers
from tallystick.wire.iso20022.credit_transfer import CreditTransferTransaction
from tallystick.wire.iso20022.messages import compose, receive
from tallystick.wire.iso20022.views import Amount
from tests.wire.iso20022 import letters, samples
from tests.wire.iso20022.crowds import Pieces, parted, transfers
from tests.wire.iso20022.samples import PACS_002_10, PACS_008_08, PACS_008_13
from tests.wire.iso20022.test_check import HEADER

Staged = list[tuple[int, CreditTransferTransaction]]


def accept(pieces: list[bytes], size: int = 2_000) -> tuple[Accepted, Staged]:
    """What is accepted, and what was staged for it."""
    staged: Staged = []
    accepted = accept_transfers(
        Pieces(pieces), lambda number, each: staged.append((number, each)), BULK, size
    )
    return accepted, staged


def refused(pieces: list[bytes], size: int = 2_000) -> RemoteMessageError:
    """The error that nothing is accepted for."""
    with pytest.raises(RemoteMessageError) as caught:
        accept(pieces, size)
    return caught.value


@pytest.mark.parametrize(
    ("letter", "message"),
    [
        (letters.PLAIN_TRANSFER, PACS_008_08),
        (letters.PLAIN_TRANSFER, PACS_008_13),
        (letters.FULL_TRANSFER, PACS_008_08),
        (letters.FULL_TRANSFER, PACS_008_13),
        (letters.QUOTED_TRANSFER, PACS_008_13),
    ],
)
def test_streamed_views_are_those_of_the_whole(letter: object, message: str) -> None:
    """Field by field, the header's and each transaction's, in any blocks."""
    raw = compose(letter, message)  # type: ignore[arg-type]
    whole = receive(raw).document
    for size in (100, 1_000, 100_000):
        accepted, staged = accept([raw], size)
        views = tuple(each for _, each in staged)
        assert msgspec.structs.replace(accepted.transfer, transactions=views) == whole
        assert accepted.message == message
        assert [number for number, _ in staged] == list(range(1, len(views) + 1))


@pytest.mark.slow
def test_sample_transfers_are_read_alike() -> None:
    """Accepted with the same views, unless their own figures do not agree."""
    accepted = 0
    for path, parts in samples.sample_parts().items():
        message = parts[-1][0]
        if not message.startswith("pacs.008."):
            continue
        raw = path.read_bytes()
        whole, streamed = outcome(raw), streamed_outcome(raw)
        if streamed not in DIFFERENCES:
            assert streamed == whole, path.name
            accepted += not isinstance(whole, str)
    assert accepted > 50


def outcome(raw: bytes) -> object:
    """The view of a whole message, or the code that it is refused by."""
    try:
        return receive(raw).document
    except RemoteMessageError as broken:
        return broken.code


def streamed_outcome(raw: bytes) -> object:
    """The same of a stream."""
    try:
        one, staged = accept([raw])
    except RemoteMessageError as broken:
        return broken.code
    return msgspec.structs.replace(one.transfer, transactions=tuple(each for _, each in staged))


DIFFERENCES = ("number-of-transactions", "control-sum", "total-amount")
TOTAL = b'<CtrlSum>%b</CtrlSum><TtlIntrBkSttlmAmt Ccy="%b">%b</TtlIntrBkSttlmAmt>'


def test_a_file_whose_figures_agree_is_accepted() -> None:
    """To the last minor unit, however the figures are written."""
    header = TOTAL % (b"0625250.00000", b"CNY", b" 625250 ")
    accepted, staged = accept(transfers(500, header=header))
    assert accepted.number_of_transactions == len(staged) == 500
    assert accepted.sum_of_amounts == Decimal("625250.00")
    assert accepted.transfer.transactions == ()
    assert staged[499] == (500, msgspec.structs.replace(staged[0][1], end_to_end_id="E2E-500"))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("said", "header", "code", "detail"),
    [
        (499, b"", DIFFERENCES[0], "NbOfTxs says 499, and the transactions come to 500."),
        (501, b"", DIFFERENCES[0], "NbOfTxs says 501, and the transactions come to 500."),
        (
            500,
            b"<CtrlSum>625250.00000000001</CtrlSum>",
            DIFFERENCES[1],
            "CtrlSum says 625250.00000000001, and the transactions come to 625250.00.",
        ),
        (
            500,
            b"<CtrlSum>-625250</CtrlSum>",
            DIFFERENCES[1],
            "CtrlSum says -625250, and the transactions come to 625250.00.",
        ),
        (
            500,
            TOTAL % (b"625250", b"CNY", b"625249.99"),
            DIFFERENCES[2],
            "TtlIntrBkSttlmAmt says 625249.99 CNY, and the transactions come to 625250.00 CNY.",
        ),
        (
            500,
            TOTAL % (b"625250", b"RUB", b"625250"),
            DIFFERENCES[2],
            "TtlIntrBkSttlmAmt says 625250.00 RUB, and the transactions come to 625250.00 CNY.",
        ),
    ],
)
def test_a_file_whose_figures_differ_is_not(
    said: int, header: bytes, code: str, detail: str
) -> None:
    """The rule that is broken is told, and both figures."""
    error = refused(transfers(500, said=said, header=header))
    assert (error.code, error.detail) == (code, detail)
    assert error.field == f"/Document/FIToFICstmrCdtTrf/GrpHdr/{detail.partition(' ')[0]}"


def test_amounts_of_several_currencies_have_a_sum_and_no_total() -> None:
    """A control sum counts them all; a total amount is of one currency."""
    pieces = transfers(3, header=b"<CtrlSum>3736</CtrlSum>")
    pieces[2] = pieces[2].replace(b'Ccy="CNY">1250.50', b'Ccy="JPY">1235')
    accepted, staged = accept(pieces)
    assert accepted.sum_of_amounts == Decimal(3736)
    assert staged[1][1].interbank_settlement_amount == Amount(1235, "JPY")
    pieces[0] = pieces[0].replace(
        b"</CtrlSum>", b'</CtrlSum><TtlIntrBkSttlmAmt Ccy="CNY">2501</TtlIntrBkSttlmAmt>'
    )
    assert refused(pieces).detail == (
        "TtlIntrBkSttlmAmt says 2501.00 CNY, and the transactions come to 2501.00 CNY, 1235 JPY."
    )


def test_the_largest_sums_are_exact() -> None:
    """Of amounts with as many digits as there may be."""
    pieces = transfers(999, header=b"<CtrlSum>%d.99</CtrlSum>" % (10**15 - 1))
    largest = [each.replace(b">1250.50<", b">1000000000000.99<") for each in pieces[1:-1]]
    error = refused([pieces[0], *largest, pieces[-1]])
    assert error.detail.endswith("999000000000989.01.")


def test_what_turns_bad_at_the_end_is_not_accepted() -> None:
    """Though all before it was handed out."""
    pieces = transfers(300)
    staged: Staged = []
    with pytest.raises(RemoteMessageError) as caught:
        accept_transfers(Pieces(pieces[:-1]), lambda *each: staged.append(each), BULK, 2_000)
    assert caught.value.code == "xml-malformed"
    assert len(staged) > 290


@pytest.mark.parametrize(("count", "place"), [(300, "[300]"), (1, "")])
def test_an_amount_that_its_currency_has_not_is_refused(count: int, place: str) -> None:
    """With its place in the whole file; a flaw of the schema goes before it."""
    pieces = transfers(count)
    pieces[count] = pieces[count].replace(b'Ccy="CNY">1250.50', b'Ccy="JPY">1250.5')
    error = refused(pieces)
    assert error.code == "amount-decimals"
    assert error.field == f"/Document/FIToFICstmrCdtTrf/CdtTrfTxInf{place}/IntrBkSttlmAmt"
    _, one, _ = parted()
    flawed = refused([*pieces[:-1], one.replace(b"SLEV", b"FREE"), pieces[-1]])
    assert flawed.code == "cvc-enumeration-valid"


@pytest.mark.parametrize(
    "raw", [compose(letters.FULL_REPORT, PACS_002_10), HEADER.encode(), b"<w/>", b"<Document/>"]
)
def test_what_is_no_transfer_is_refused(raw: bytes) -> None:
    """Another message, a header alone, none at all."""
    assert refused([raw]).code in {"unsupported-version", "no-message"}
    with pytest.raises(RemoteMessageError):
        accept_transfers(io.BytesIO(raw), lambda *_: None)


@pytest.mark.parametrize("at", [1, 2, 3])
def test_a_broken_transaction_may_be_passed_over_and_is_counted(at: int) -> None:
    """Whoever asks for it is told which; the amount that settles is in the sum all the same."""
    pieces = transfers(3, header=b"<CtrlSum>3751.5</CtrlSum>")
    odd = b'<InstdAmt Ccy="JPY">1.5</InstdAmt><ChrgBr>'
    pieces[at] = pieces[at].replace(b"<ChrgBr>", odd, 1)
    assert refused(pieces).code == "amount-decimals"
    passed: list[int] = []
    taken: list[int] = []
    accepted = accept_transfers(
        Pieces(pieces),
        lambda number, _each: taken.append(number),
        pass_over=lambda number, _broken: passed.append(number),
    )
    assert (passed, taken) == ([at], [n for n in (1, 2, 3) if n != at])
    assert (accepted.number_of_transactions, accepted.totals) == (3, (("CNY", 375_150),))
    pieces[at] = pieces[at].replace(b'Ccy="CNY">1250.50', b'Ccy="JPY">1250.5')
    with pytest.raises(RemoteMessageError) as uncounted:
        accept_transfers(Pieces(pieces), lambda *_: None, pass_over=lambda *_: None)
    assert uncounted.value.field.endswith(f"/CdtTrfTxInf[{at}]/IntrBkSttlmAmt")
