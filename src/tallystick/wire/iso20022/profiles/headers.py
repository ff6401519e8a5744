"""CBPR+ rules on the business application header, and on its agreement with the document."""

import re
from collections.abc import Iterator
from typing import Final

from tallystick.terms.reasons import StatusReason
from tallystick.wire.iso20022.profiles.reading import Node, Reading
from tallystick.wire.iso20022.profiles.rules import Finder, Found, Rule

_SERVICE: Final = re.compile(r"swift\.cbprplus(?:\.([a-z]{3}))?\.[0-9]{2}")
_BIC: Final = "FIId/FinInstnId/BICFI"
_WITH_AGENTS: Final = ("pacs.002", "pacs.004", "pacs.008", "pacs.009", "pacs.010", "pacs.028")
_ASSIGNED: Final = ("camt.029", "camt.056")
_TRANSFERS: Final = ("pacs.008", "pacs.009")
_STATEMENTS: Final = ("camt.052", "camt.053", "camt.054")
# A copy goes to somebody else than the agent instructed.
_COPIES: Final = frozenset({"COPY", "CODU"})


def _missing(reading: Reading) -> Iterator[Found]:
    if reading.header is None:
        yield Found(None, "AppHdr")


def _nameless(reading: Reading) -> Iterator[Found]:
    if (header := reading.header) is not None:
        yield from (Found(header, end) for end in _ENDS if not header.each(end))


_ENDS: Final = (f"Fr/{_BIC}", f"To/{_BIC}")


def _other_sender(reading: Reading) -> Iterator[Found]:
    return _other_end(reading, f"Fr/{_BIC}", _SENDER)


def _other_recipient(reading: Reading) -> Iterator[Found]:
    if reading.header is not None and reading.header.says("CpyDplct") in _COPIES:
        return iter(())
    return _other_end(reading, f"To/{_BIC}", _RECIPIENT)


# Who the document says sends or is sent it: in the group header, by transaction, or assigned.
_SENDER: Final = ("InstgAgt/FinInstnId/BICFI", "Assgnmt/Assgnr/Agt/FinInstnId/BICFI")
_RECIPIENT: Final = ("InstdAgt/FinInstnId/BICFI", "Assgnmt/Assgne/Agt/FinInstnId/BICFI")


def _other_end(reading: Reading, end: str, roles: tuple[str, str]) -> Iterator[Found]:
    said = None if reading.header is None else reading.header.at(end)
    if said is None:
        return
    role, assigned = roles
    body, text = reading.body, said.text
    bics = [holder.says(role) for holder in reading.transactions]
    bics += [holder.says(role) for name in _HOLDERS for holder in body.each(name)]
    bics.append(body.says(assigned))
    if any(bic and bic != text and _whole(bic) != _whole(text) for bic in bics):
        yield Found(said)


# What may tell the agents of all transactions in it.
_HOLDERS: Final = ("GrpHdr", "CdtInstr")


def _whole(bic: str) -> str:
    """Return a BIC of eleven: one of eight means the head office, as XXX does."""
    return bic if len(bic) > 8 else f"{bic}XXX"


def _other_definition(reading: Reading) -> Iterator[Found]:
    header = reading.header
    if header is not None and header.says("MsgDefIdr") != reading.message:
        yield Found(header.at("MsgDefIdr"))


def _other_id(reading: Reading) -> Iterator[Found]:
    header, body = reading.header, reading.body
    own = body.says("GrpHdr/MsgId") or body.says("Assgnmt/Id")
    if header is not None and own and header.says("BizMsgIdr") != own:
        yield Found(header.at("BizMsgIdr"))


def _other_service(reading: Reading) -> Iterator[Found]:
    header = reading.header
    if header is None:
        return
    said = header.at("BizSvc")
    if said is None:
        yield Found(header, "BizSvc")
        return
    match = _SERVICE.fullmatch(said.text)
    if match is None or (match[1] or "") not in _services(reading):
        yield Found(said)


def _services(reading: Reading) -> tuple[str, ...]:
    match reading.family:
        case "pacs.008":
            return "", "stp"
        case "pacs.009" if reading.body.each("CdtTrfTxInf/UndrlygCstmrCdtTrf"):
            return ("cov",)
        case "pacs.009":
            return "", "adv"
        case "pacs.010":
            return "", "col"
        case _:
            return ("",)


def _other_priority(reading: Reading) -> Iterator[Found]:
    said = None if reading.header is None else reading.header.at("Prty")
    own = reading.body.each("CdtTrfTxInf/PmtTpInf/InstrPrty")
    if said is not None and any(each.text != said.text for each in own):
        yield Found(said)


def _other_copy(reading: Reading) -> Iterator[Found]:
    said = None if reading.header is None else reading.header.at("CpyDplct")
    for report in _reports(reading):
        own = report.at("CpyDplctInd")
        if said is not None and own is not None and said.text != own.text:
            yield Found(own)


def _reports(reading: Reading) -> Iterator[Node]:
    for name in ("Rpt", "Stmt", "Ntfctn"):
        yield from reading.body.each(name)


def _rule(
    rule_id: str, where: str, text: str, find: Finder, *families: str, needs: str = ""
) -> Rule:
    return Rule(rule_id, StatusReason.INVALID_FILE_FORMAT, where, text, find, families, needs)


HEADER_RULES: Final = (
    _rule("cbpr-header", "/AppHdr", "A message travels behind its header.", _missing),
    _rule(
        "cbpr-header-agents",
        f"/AppHdr/Fr/{_BIC}, /AppHdr/To/{_BIC}",
        "The header is from and to a financial institution, told by BIC.",
        _nameless,
    ),
    _rule(
        "cbpr-header-from",
        "/AppHdr/Fr",
        "The header is from the instructing agent, or the assigner.",
        _other_sender,
        *_WITH_AGENTS,
        *_ASSIGNED,
    ),
    _rule(
        "cbpr-header-to",
        "/AppHdr/To",
        "The header is to the instructed agent, or the assignee, unless it is a copy.",
        _other_recipient,
        *_WITH_AGENTS,
        *_ASSIGNED,
    ),
    _rule(
        "cbpr-header-definition",
        "/AppHdr/MsgDefIdr",
        "The header's message definition is the document's namespace.",
        _other_definition,
    ),
    _rule(
        "cbpr-header-id",
        "/AppHdr/BizMsgIdr",
        "The header's business message identifier is the document's message identification.",
        _other_id,
    ),
    _rule(
        "cbpr-header-service",
        "/AppHdr/BizSvc",
        "The business service is CBPR+'s for this message: stp for a pacs.008 alone, cov for a "
        "pacs.009 with an underlying transfer, adv for one without.",
        _other_service,
    ),
    _rule(
        "cbpr-header-priority",
        "/AppHdr/Prty",
        "The header's priority is the instruction's, where both are told.",
        _other_priority,
        *_TRANSFERS,
        needs="Prty",
    ),
    _rule(
        "cbpr-header-copy",
        "/AppHdr/CpyDplct",
        "A report says of itself whether it is a copy as its header does.",
        _other_copy,
        *_STATEMENTS,
        needs="CpyDplctInd",
    ),
)
