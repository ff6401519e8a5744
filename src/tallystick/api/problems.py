"""Problems: every answer that is no is one of these, by RFC 9457.

A problem names its rule by a code that stays: an ISO reason where there is one, else a
word of ours. What went wrong inside is never told, only that something did.
"""

from types import MappingProxyType
from typing import Final, NamedTuple

import msgspec

from tallystick.node.doors.inside import (
    CURSOR_AHEAD,
    DAY_OPEN,
    ENVELOPE_REFUSED,
    FORBIDDEN,
    INVALID,
    SIGNATURE_REFUSED,
    UNCLEAR,
    UNKNOWN,
    UNSUPPORTED,
    Flaw,
    Refusal,
)
from tallystick.terms.errors import LinkError, StoreError
from tallystick.terms.reasons import REASONS, StatusReason

MEDIA_TYPE: Final = b"application/problem+json"

NO_CERTIFICATE = "no-certificate"
UNKNOWN_CERTIFICATE = "unknown-certificate"
NO_SUCH_PATH = "no-such-path"
METHOD_NOT_ALLOWED = "method-not-allowed"
TOO_SLOW = "too-slow"
TOO_LARGE = "too-large"
MEDIA_TYPE_UNKNOWN = "media-type"
MALFORMED = "malformed"
UNFIT = "unfit"
TOO_MANY = "too-many-requests"
INTERNAL = "internal"
STOPPING = "stopping"
UNWELL = "unwell"
OVERLOADED = "overloaded"
PARKED = "command-parked"


class Problem(msgspec.Struct, frozen=True, omit_defaults=True):
    """An answer that is no.

    `errors` names each flaw of what was sent. With `payment_id` the payment is stored and
    stands as `payment_status` and `reason` say (those of its pacs.002), now and for good.
    `instance` names one failure of ours, by which the operator finds it in the log.
    """

    type: str
    title: str
    status: int
    detail: str
    code: str
    instance: str = ""
    payment_id: str = ""
    payment_status: str = ""
    reason: str = ""
    errors: tuple[Flaw, ...] = ()


class Refused(NamedTuple):
    """A problem and the headers that go with it."""

    problem: Problem
    headers: tuple[tuple[bytes, bytes], ...] = ()


class RefusedError(Exception):
    """A request that is answered with a problem before any door was asked."""

    def __init__(self, refused: Refused) -> None:
        super().__init__(refused.problem.code)
        self.refused = refused


class Word(NamedTuple):
    """What one of our own words means: its HTTP status and title."""

    status: int
    title: str


WORDS: Final = MappingProxyType(
    {
        MALFORMED: Word(400, "The body cannot be read."),
        INVALID: Word(400, "The message breaks its schema."),
        UNCLEAR: Word(400, "The request leaves something open."),
        ENVELOPE_REFUSED: Word(400, "The envelope is refused; nothing of it counts."),
        NO_CERTIFICATE: Word(401, "A client certificate is needed."),
        SIGNATURE_REFUSED: Word(401, "The message's signature is refused; nothing is stored."),
        UNKNOWN_CERTIFICATE: Word(403, "The certificate is nobody's who is known here."),
        FORBIDDEN: Word(403, "This is not for you to ask."),
        NO_SUCH_PATH: Word(404, "There is nothing at this path."),
        UNKNOWN: Word(404, "There is no such thing, or it is not yours."),
        METHOD_NOT_ALLOWED: Word(405, "This path does not take this method."),
        TOO_SLOW: Word(408, "The body did not come in time."),
        CURSOR_AHEAD: Word(409, "The cursor is ahead of what was told."),
        DAY_OPEN: Word(409, "The day is not over yet."),
        TOO_LARGE: Word(413, "The body is too large."),
        MEDIA_TYPE_UNKNOWN: Word(415, "The body is of another type than is taken here."),
        UNSUPPORTED: Word(422, "This message or version is not supported."),
        UNFIT: Word(422, "The words of the request do not fit."),
        TOO_MANY: Word(429, "Too many of your requests are being worked on."),
        INTERNAL: Word(500, "Something went wrong here."),
        STOPPING: Word(503, "The node is stopping."),
        UNWELL: Word(503, "The node cannot answer now."),
        OVERLOADED: Word(503, "Too much is waiting already."),
        PARKED: Word(503, "This request is set aside until people have looked at it."),
    }
)
_NOTHING_DONE: Final = "Nothing was done; ask again."
_UNKNOWN_OUTCOME: Final = "It may have been done: send the very same again, and you will be told."


def problem(code: str, detail: str = "", errors: tuple[Flaw, ...] = ()) -> Problem:
    """Return the problem for one of our own words."""
    status, title = WORDS[code]
    return Problem(_type(code), title, status, detail or title, code, errors=errors)


def internal(instance: str) -> Problem:
    """Return the problem of a failure of ours; its instance is in the log beside the cause."""
    found = problem(INTERNAL, "It is in the operator's log under this instance.")
    return msgspec.structs.replace(found, instance=instance)


def refuse(
    code: str, detail: str = "", *headers: tuple[bytes, bytes], errors: tuple[Flaw, ...] = ()
) -> RefusedError:
    """Return the error that answers a request with one of our own words."""
    return RefusedError(Refused(problem(code, detail, errors), headers))


def refusal_problem(refusal: Refusal) -> Problem:
    """Return the problem for a door's no."""
    if refusal.code in WORDS:
        return problem(refusal.code, refusal.detail, refusal.errors)
    rule = REASONS[StatusReason(refusal.code)]
    return Problem(
        _type(refusal.code),
        rule.hint,
        rule.http_status,
        refusal.detail,
        refusal.code,
        payment_id=refusal.payment_id,
        payment_status=refusal.status,
        reason=refusal.reason,
        errors=refusal.errors,
    )


def unwell(error: StoreError | LinkError) -> Refused:
    """Return the problem of a node that cannot answer now: when to ask again, and how."""
    code = error.code if error.code in (OVERLOADED, PARKED) else UNWELL
    detail = _NOTHING_DONE if error.outcome_known else _UNKNOWN_OUTCOME
    return Refused(problem(code, detail), (retry_after(error.retry_after_ms),))


def retry_after(milliseconds: int) -> tuple[bytes, bytes]:
    """Return the header that says when to ask again: in a second at the earliest."""
    return b"retry-after", str(max(1, -(-milliseconds // 1_000))).encode()


def _type(code: str) -> str:
    return f"urn:tallystick:problem:{code}"
