"""People ask the bank that sent a held payment for information, and read what it answers.

The letter is written here, before the core is asked, so that its digest is in the command; what
the core refuses is not kept, and no bank reads it.
"""

from tallystick.admission.desk import ANSWER, EVIDENCE
from tallystick.admission.questions import numbered
from tallystick.core.assignments import AssignmentKind
from tallystick.core.screening_commands import RequestInformation
from tallystick.links.bulk_reports import FILE_HEADER, as_sent
from tallystick.links.information_requests import REQUEST, Wanted, request_letter, words_in
from tallystick.links.originals import Original, read_original
from tallystick.node.doors.asked import InformationSought
from tallystick.node.doors.inside import INVALID, UNKNOWN, Inside, Refusal, act, books
from tallystick.node.doors.told import Act
from tallystick.node.engine import Personal
from tallystick.node.node import Node
from tallystick.node.parties import Party
from tallystick.terms.errors import LocalMessageError
from tallystick.views.evidence import is_told_in
from tallystick.views.requests import RequestView, Written, requests
from tallystick.wire.iso20022.code_sets import published

_DETAILS = "ExternalInvestigationReasonSubType1Code"
_TIPPING_OFF = "The text names a list or who is listed: the bank may not learn what was found."


async def request_information(
    inside: Inside, party: Party, asked: InformationSought
) -> Act | Refusal:
    """Ask the bank that sent a held payment for what is needed to decide about it."""
    written = await inside.runner.read(lambda node: _letter(node, asked))
    if isinstance(written, Refusal):
        return written
    name, agreement_id, letter = written
    desk = inside.runner.desks.get(agreement_id)
    if desk is None:
        return Refusal(UNKNOWN, f"The settings do not name agreement {agreement_id}.")
    content = desk.content_digest(letter)
    command = RequestInformation(asked.payment_id, name, party.id, asked.subject, content)
    return await act(inside, name, command, (Personal(REQUEST, letter),))


def _letter(node: Node, asked: InformationSought) -> tuple[str, str, bytes] | Refusal:
    """Return the request's id, the payment's agreement, and the letter to its bank."""
    payment = node.state.payments.get(asked.payment_id)
    if payment is None:
        return Refusal(UNKNOWN, f"No payment {asked.payment_id} is held.")
    if asked.detail and not _is_detail(asked.detail):
        return Refusal(INVALID, f"{asked.detail} is no code of {_DETAILS}.")
    found = node.kept(asked.payment_id, EVIDENCE)
    if any(is_told_in(asked.text, evidence) for evidence in found):
        return Refusal(INVALID, _TIPPING_OFF)
    order, operator_id = payment.order, node.identity.operator_id
    name = numbered(AssignmentKind.INFORMATION, asked.payment_id, asked.request)
    number = name.partition(":")[2]
    words = (order.payment_id, asked.subject, asked.detail, asked.text)
    wanted = Wanted(number, operator_id, order.debtor_agent, *words)
    try:
        return name, order.agreement_id, request_letter(wanted, _original(node, asked.payment_id))
    except LocalMessageError as unwritable:
        return Refusal(INVALID, f"The request cannot be written: {unwritable}")


def _is_detail(code: str) -> bool:
    details = published().get(_DETAILS)
    return details is not None and code in details.codes


def _original(node: Node, payment_id: str) -> Original | None:
    beside = node.attachments(payment_id)
    original = read_original(beside[0].content) if beside else None
    return as_sent(original, node.kept(payment_id, FILE_HEADER)) if original else None


def requested(inside: Inside, node: Node, payment_id: str, now: int) -> list[RequestView]:
    """Return what a payment's bank was asked, with the words and the answers."""
    kept = {
        **node.kept_by_entry(payment_id, REQUEST),
        **node.kept_by_entry(payment_id, ANSWER),
    }
    written = {
        entry: Written(words_in(raw), raw.decode(errors="replace")) for entry, raw in kept.items()
    }
    return requests(books(inside, node), payment_id, now, written)
