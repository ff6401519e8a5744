"""Each transaction of a pacs.008 file as a message of its own, of the same version.

The mapping loses nothing of a transaction: its element stands in the message as it stands
in the file, foreign parts and supplementary data included. So does each part of the group
header, but for four that speak of the whole file and are written anew:

    MsgId               the file's, a hyphen and the transaction's number in the file; where
                        that is too long, the first 19 hexadecimal digits of the identifier's
                        SHA-256 in its place
    NbOfTxs             1
    CtrlSum             the transaction's amount, where the file has one
    TtlIntrBkSttlmAmt   the same with its currency, where the file has one

White space between elements of the group header goes. The business application header is of
the file and goes with none of its messages. Supplementary data of the whole file have no
place in a message of one payment, and such a file is refused.
"""

from collections.abc import Callable
from hashlib import sha256
from typing import Final, NamedTuple, TypeAlias

from tallystick.terms.errors import RemoteMessageError
from tallystick.wire import xml
from tallystick.wire.blocks import BLOCK, BULK, BulkLimits, Readable
from tallystick.wire.iso20022.bulk import read_bulk
from tallystick.wire.iso20022.bulk_transfer import is_transfer
from tallystick.wire.iso20022.grammar import namespace_of
from tallystick.wire.iso20022.judging import Staged
from tallystick.wire.iso20022.stated import Stated, stated_in


class Single(NamedTuple):
    """A transaction's message, and where it stands in the file; good until it is taken."""

    raw: bytes
    staged: Staged

    @property
    def number(self) -> int:
        """Its number in the file, from 1 on."""
        return self.staged.number

    def stated(self) -> Stated:
        """Return what it says of itself, whatever else is wrong with it."""
        return stated_in(self.staged)


TakeMessage: TypeAlias = Callable[[Single], None]

REFERENCE_MAX: Final = 35
_HASHED: Final = 19
_BODY: Final = "FIToFICstmrCdtTrf"
_DECLARATION: Final = '<?xml version="1.0" encoding="UTF-8"?>'


def write_messages(
    stream: Readable, take: TakeMessage, limits: BulkLimits = BULK, size: int = BLOCK
) -> None:
    """Hand out the message of each transaction, in order.

    Nothing that was handed out may be believed before this returns.

    Raises:
        RemoteMessageError: the file cannot be read, breaks its schema, is no pacs.008, or
            has supplementary data of the whole.
        OSError: the stream cannot be read.
    """
    writing = _Writing(take)
    read = read_bulk(stream, limits, size, writing.stage)
    for problem in read.report.errors:
        raise RemoteMessageError(problem.text, code=problem.code, field=problem.path)
    if read.message is None or not is_transfer(read.message):
        detail = f"{read.report.message} is no pacs.008."
        raise RemoteMessageError(detail, code="unsupported-version")


def single_id(message_id: str, number: int) -> str:
    """Return the identifier of the message of one transaction, of 35 characters at most."""
    plain = f"{message_id}-{number}"
    if len(plain) <= REFERENCE_MAX:
        return plain
    return f"{sha256(message_id.encode()).hexdigest()[:_HASHED]}-{number}"


def whole_supplement() -> RemoteMessageError:
    """Return the error for a file that has supplementary data of its own."""
    detail = "Supplementary data of the whole file can go with none of its payments."
    field = f"/Document/{_BODY}/SplmtryData"
    return RemoteMessageError(detail, code="bulk-supplement", field=field)


class _Writing:
    """What writes messages as the parts of a file come."""

    def __init__(self, take: TakeMessage) -> None:
        self._take = take
        self._header: list[str | Callable[[xml.Element, int], str]] = []
        self._space = ""

    def stage(self, staged: Staged) -> None:
        """Take in a complete child of the body."""
        if not staged.is_lawful or not is_transfer(staged.message):
            return
        self._space = namespace_of(staged.message)
        match staged.name:
            case "GrpHdr":
                self._header = [self._part(child) for child in staged.element]
            case "CdtTrfTxInf":
                self._take(Single(self._message(staged.element, staged.number), staged))
            case _:
                raise whole_supplement()

    def _part(self, child: xml.Element) -> str | Callable[[xml.Element, int], str]:
        """Return a part of the group header as it goes into each message."""
        match xml.local_name(child):
            case "MsgId":
                message_id = child.text or ""
                return lambda _element, number: _told("MsgId", single_id(message_id, number))
            case "NbOfTxs":
                return _told("NbOfTxs", "1")
            case "CtrlSum":
                return lambda element, _number: _told("CtrlSum", _amount(element).text or "")
            case "TtlIntrBkSttlmAmt":
                return _total
            case _:
                return self._as_it_stands(child)

    def _message(self, element: xml.Element, number: int) -> bytes:
        header = "".join(
            part if isinstance(part, str) else part(element, number) for part in self._header
        )
        body = f"<{_BODY}><GrpHdr>{header}</GrpHdr>{self._as_it_stands(element)}</{_BODY}>"
        return f'{_DECLARATION}<Document xmlns="{self._space}">{body}</Document>'.encode()

    def _as_it_stands(self, element: xml.Element) -> str:
        text = xml.verbatim(element)
        if dict(element.nsmap) == {None: self._space}:
            # The one namespace in force is the document's own, and is declared there.
            return text.replace(f' xmlns="{self._space}"', "", 1)
        return text


def _amount(element: xml.Element) -> xml.Element:
    """Return the settlement amount of a lawful transaction."""
    return next(each for each in element if xml.local_name(each) == "IntrBkSttlmAmt")


def _total(element: xml.Element, _number: int) -> str:
    amount = _amount(element)
    currency = xml.quoted(amount.get("Ccy") or "")
    name = "TtlIntrBkSttlmAmt"
    return f"<{name} Ccy={currency}>{xml.escaped(amount.text or '')}</{name}>"


def _told(name: str, text: str) -> str:
    return f"<{name}>{xml.escaped(text)}</{name}>"
