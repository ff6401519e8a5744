"""Which message is admitted as what: the one table of all that a bank may hand in.

To take another message is to add a line: its family, and the admission that makes a command
of it.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final, NamedTuple, TypeAlias

from tallystick.admission.answers import admit_answer
from tallystick.admission.assignments import admit_assignment, admit_response
from tallystick.admission.desk import Admitted, Desk, Refused, Sought
from tallystick.admission.orders import admit_order
from tallystick.admission.returns import admit_return
from tallystick.admission.status_requests import admit_status_request
from tallystick.node.doors.asked import Message
from tallystick.node.doors.inside import UNCLEAR, UNKNOWN, Refusal
from tallystick.terms.errors import RemoteMessageError

Judged: TypeAlias = Admitted | Refused | Sought

ORDER, RETURN = "pacs.008", "pacs.004"
ORDERS: Final = (ORDER, RETURN)
_FAMILY: Final = len(ORDER)


class Taken(NamedTuple):
    """How a message is admitted. `is_answer`: it names what it is about, and so its agreement."""

    admit: Callable[[Desk, str, Message], Judged]
    is_answer: bool = False


def _order(desk: Desk, sender: str, asked: Message) -> Judged:
    return admit_order(desk, sender, asked.content, asked.quote_id)


def _return(desk: Desk, sender: str, asked: Message) -> Judged:
    return admit_return(desk, sender, asked.content, asked.quote_id)


def _answer(desk: Desk, sender: str, asked: Message) -> Judged:
    return admit_answer(desk, sender, asked.content)


def _status_request(_desk: Desk, sender: str, asked: Message) -> Judged:
    return admit_status_request(sender, asked.content)


def _assignment(desk: Desk, sender: str, asked: Message) -> Judged:
    return admit_assignment(desk, sender, asked.content)


def _response(desk: Desk, sender: str, asked: Message) -> Judged:
    return admit_response(desk, sender, asked.content)


_QUESTION: Final = Taken(_assignment)
_RESPONSE: Final = Taken(_response, is_answer=True)
TAKEN: Final[Mapping[str, Taken]] = MappingProxyType(
    {
        ORDER: Taken(_order),
        RETURN: Taken(_return),
        "pacs.002": Taken(_answer, is_answer=True),
        "pacs.028": Taken(_status_request, is_answer=True),
        "camt.056": _QUESTION,
        "camt.110": _QUESTION,
        "acmt.023": _QUESTION,
        "camt.029": _RESPONSE,
        "camt.111": _RESPONSE,
        "acmt.024": _RESPONSE,
    }
)


def taken_as(message: str) -> Taken:
    """Return how a message version is admitted.

    Raises:
        RemoteMessageError: it is not taken here (`unsupported-version`).
    """
    taken = TAKEN.get(message[:_FAMILY])
    if taken is None:
        raise RemoteMessageError(f"{message} is not taken here.", code="unsupported-version")
    return taken


def desk_for(desks: Mapping[str, Desk], agreement_id: str, *, is_answer: bool) -> Desk | Refusal:
    """Return the desk of the agreement named, or of the only one there is.

    For an answer any will do: what it answers is of one agreement, and the core knows which.
    """
    if agreement_id:
        named = desks.get(agreement_id)
        return named or Refusal(UNKNOWN, f"There is no agreement {agreement_id} here.")
    if len(desks) == 1 or (desks and is_answer):
        return next(iter(desks.values()))
    if not desks:
        return Refusal(UNKNOWN, "There is no agreement here yet.")
    return Refusal(UNCLEAR, "There is more than one agreement: name one, as ?agreement=ID.")
