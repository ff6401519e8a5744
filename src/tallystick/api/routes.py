"""The one table of routes: from it come the routing, the roles and the OpenAPI document.

Where a word of a call stands follows from its route: in the path where the path names
it, else in the query of a GET or DELETE, else in the JSON body. A call that takes
bytes has them as its body, their signature in a header and its other words in the query.
"""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Any, Final, NamedTuple

import msgspec

from tallystick.api.bodies import Kind
from tallystick.node.doors import calls
from tallystick.node.doors.asked import SIGNATURE_HEADER, BulkFile, Envelope, Message
from tallystick.node.doors.calls import Call

_BODIES: Final[dict[type[Any], Kind]] = {
    Message: Kind.XML,
    Envelope: Kind.OCTETS,
    BulkFile: Kind.FILE,
}
_IN_QUERY: Final = ("GET", "DELETE")
_NONE: Final[Mapping[str, str]] = MappingProxyType({})
_IN_HEADERS: Final[Mapping[type[Any], Mapping[str, str]]] = MappingProxyType(
    {
        Message: MappingProxyType({"signature": SIGNATURE_HEADER}),
        BulkFile: MappingProxyType({"signature": SIGNATURE_HEADER}),
    }
)


class Route(NamedTuple):
    """One thing to ask, at one place; `status` is that of the answer yes.

    `letter` is the same call, answered with a message for whoever prefers that to JSON.
    """

    method: str
    path: str
    call: Call[Any, Any]
    summary: str
    status: int = 200
    letter: Call[Any, Any] | None = None

    @property
    def template(self) -> str:
        """The path as documents write it."""
        return self.path.replace(":path}", "}")

    @property
    def name(self) -> str:
        """How meters and logs call it."""
        return f"{self.method} {self.template}"

    @property
    def path_words(self) -> tuple[str, ...]:
        """The words that stand in the path."""
        parts = self.template.split("{")[1:]
        return tuple(part.partition("}")[0] for part in parts)

    @property
    def header_words(self) -> Mapping[str, str]:
        """The headers in which words stand, by the words."""
        return _IN_HEADERS.get(self.call.asked, _NONE)

    @property
    def kind(self) -> Kind:
        """What the body is."""
        if self.call.asked in _BODIES:
            return _BODIES[self.call.asked]
        if self.method in _IN_QUERY or not self._other_words:
            return Kind.NONE
        return Kind.JSON

    @property
    def query_words(self) -> tuple[str, ...]:
        """The words that stand in the query."""
        return () if self.kind is Kind.JSON else self._other_words

    @property
    def _other_words(self) -> tuple[str, ...]:
        elsewhere = {"content", *self.path_words, *self.header_words}
        asked: Any = self.call.asked  # mypy takes no `type` for hashable
        return tuple(name for name in _words_of(asked) if name not in elsewhere)


# To look the fields of a type up is slow, and the words of a route are asked for often.
@cache
def _words_of(asked: Any) -> tuple[str, ...]:  # noqa: ANN401 - a type of request
    return tuple(field.encode_name for field in msgspec.structs.fields(asked))


# What is asked most stands first: routes are looked through in order.
ROUTES: Final = (
    Route(
        "POST",
        "/v1/messages",
        calls.SUBMIT,
        "Send a payment message, an answer or a status request.",
        202,
        calls.SUBMIT_FOR_LETTER,
    ),
    Route("GET", "/v1/messages", calls.READ_MESSAGES, "Read messages from a number on."),
    Route("POST", "/v1/quotes", calls.REQUEST_QUOTE, "Ask for a firm offer.", 201),
    Route("POST", "/link/v1/envelopes", calls.HEAR, "Bring an envelope of another node.", 202),
    Route("GET", "/v1/notices", calls.READ_NOTICES, "Read notices from a number on."),
    Route("GET", "/v1/payments", calls.READ_PAYMENTS, "Read payments, the oldest first."),
    Route("GET", "/v1/payments/{payment_id}", calls.READ_PAYMENT, "Read one payment."),
    Route(
        "GET",
        "/v1/payments/{payment_id}/history",
        calls.READ_HISTORY,
        "Read what happened to a payment.",
    ),
    Route("POST", "/v1/bulks", calls.SUBMIT_BULK, "Send a file of many payments.", 202),
    Route("GET", "/v1/bulks/{bulk_id}", calls.READ_BULK, "Read how a bulk stands."),
    Route("GET", "/v1/positions", calls.READ_POSITIONS, "Read accounts."),
    Route("GET", "/v1/statements", calls.READ_STATEMENT, "Read a day of an account (camt.053)."),
    Route("GET", "/v1/reports", calls.READ_REPORT, "Read an account's day so far (camt.052)."),
    Route(
        "GET",
        "/v1/notifications",
        calls.READ_BOOKINGS,
        "Read what was booked to an account from a number on (camt.054).",
    ),
    Route("PUT", "/v1/rates", calls.PUBLISH_RATES, "Publish a standing rate."),
    Route("GET", "/v1/agreements", calls.READ_AGREEMENTS, "Read the agreements."),
    Route("GET", "/v1/participants", calls.READ_PARTICIPANTS, "Read who takes part."),
    Route(
        "PUT",
        "/v1/participants/{participant}",
        calls.REGISTER_PARTICIPANT,
        "Take up a participant, or set its limits anew.",
    ),
    Route(
        "POST",
        "/v1/participants/{participant}/suspension",
        calls.SUSPEND_PARTICIPANT,
        "Stop a participant's new payments.",
    ),
    Route(
        "DELETE",
        "/v1/participants/{participant}/suspension",
        calls.REINSTATE_PARTICIPANT,
        "Let a participant send and receive again.",
    ),
    Route("GET", "/v1/providers", calls.READ_PROVIDERS, "Read providers and standing rates."),
    Route(
        "PUT",
        "/v1/providers/{provider}",
        calls.REGISTER_PROVIDER,
        "Take up an exchange provider, or set its limit anew.",
    ),
    Route("GET", "/v1/reasons", calls.READ_REASONS, "Read what each reason means."),
    Route("GET", "/v1/status", calls.READ_STATUS, "Read how the node stands."),
    Route("GET", "/v1/held", calls.READ_HELD, "Read what waits for people."),
    Route(
        "POST",
        "/v1/held/{payment_id}/release",
        calls.RELEASE_HELD,
        "Let a held payment go on; it takes two people.",
    ),
    Route(
        "DELETE",
        "/v1/held/{payment_id}/release",
        calls.WITHDRAW_RELEASE,
        "Take a first word for a release back, or turn another's down.",
    ),
    Route("POST", "/v1/held/{payment_id}/refusal", calls.REFUSE_HELD, "Refuse a held payment."),
    Route(
        "POST",
        "/v1/held/{payment_id}/escalation",
        calls.ESCALATE_HELD,
        "Have a held payment released only with a supervisor's word.",
    ),
    Route(
        "POST",
        "/v1/held/{payment_id}/notes",
        calls.NOTE_HELD,
        "Write something down about a held payment.",
    ),
    Route(
        "POST",
        "/v1/held/{payment_id}/requests",
        calls.REQUEST_INFORMATION,
        "Ask the bank that sent a held payment for information.",
        202,
    ),
    Route(
        "GET",
        "/v1/held/{payment_id}",
        calls.READ_HELD_PAYMENT,
        "Read all about a held payment.",
    ),
    Route("GET", "/v1/decisions", calls.READ_DECISIONS, "Read the verdicts on a payment."),
    Route("GET", "/v1/policies", calls.READ_POLICIES, "Read by which policies is screened."),
    Route(
        "POST",
        "/v1/policies/{agreement}/confirmation",
        calls.CONFIRM_POLICY,
        "Put the policy of the settings in force; it takes two people.",
    ),
    Route("GET", "/v1/good-guys", calls.READ_GOOD_GUYS, "Read the good-guy entries."),
    Route(
        "POST",
        "/v1/good-guys",
        calls.PROPOSE_GOOD_GUY,
        "Hold a party apart from a listed entity; it takes two people.",
        201,
    ),
    Route(
        "POST",
        "/v1/good-guys/{good_guy_id}/confirmation",
        calls.CONFIRM_GOOD_GUY,
        "Confirm a good-guy entry, as the second person.",
    ),
    Route(
        "DELETE",
        "/v1/good-guys/{good_guy_id}",
        calls.REVOKE_GOOD_GUY,
        "End a good-guy entry.",
    ),
    Route("GET", "/v1/cases", calls.READ_CASES, "Read the open cases."),
    Route("POST", "/v1/cases/{case_id:path}/closing", calls.CLOSE_CASE, "Put a case away."),
    Route("GET", "/v1/cycles", calls.READ_CYCLES, "Read the cycles of an agreement."),
    Route(
        "PUT",
        "/v1/cycles/{agreement}/next-rate",
        calls.FIX_NEXT_RATE,
        "Fix the rate of the cycle that opens next.",
    ),
    Route("GET", "/v1/cycles/{agreement}/{cycle}", calls.READ_CYCLE, "Read one cycle."),
    Route(
        "GET",
        "/v1/cycles/{agreement}/{cycle}/history",
        calls.READ_CYCLE_HISTORY,
        "Read what happened to a cycle.",
    ),
    Route(
        "POST",
        "/v1/cycles/{agreement}/{cycle}/close",
        calls.CLOSE_CYCLE,
        "Close the direction that this node decides.",
    ),
    Route(
        "POST",
        "/v1/cycles/{agreement}/{cycle}/settlement",
        calls.RESTART_SETTLEMENT,
        "Try a voided settlement again.",
    ),
    Route("POST", "/v1/defundings", calls.REQUEST_DEFUNDING, "Have money paid out.", 202),
    Route(
        "POST",
        "/v1/resolutions",
        calls.SIGN_RESOLUTION,
        "Sign how a payment ends whose decider cannot say.",
    ),
    Route("GET", "/v1/rules", calls.READ_RULES, "Read the rules of currency control."),
    Route(
        "POST",
        "/v1/rules/confirmation",
        calls.CONFIRM_RULES,
        "Put rules of currency control in force; it takes two people.",
    ),
    Route(
        "GET",
        "/v1/regulatory-reports",
        calls.READ_REGULATORY_REPORTS,
        "Read the lines for the authorities from a number on.",
    ),
    Route("POST", "/v1/clock/confirmations", calls.CONFIRM_CLOCK, "Say that the clock is right."),
)
