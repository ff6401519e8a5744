"""acmt.023 and .024: is this account's holder who the payer thinks, and the answer."""

from typing import Final

import msgspec

from tallystick.wire.iso20022.charts import Chart, Inner
from tallystick.wire.iso20022.views import (
    ACCOUNT,
    AGENT,
    CODED,
    PARTY,
    PARTY_OR_AGENT,
    Account,
    Agent,
    Coded,
    Party,
    PartyOrAgent,
)


class Identification(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Somebody, an account and the agent that keeps it, as far as they are told."""

    party: Party | None = None
    account: Account | None = None
    agent: Agent | None = None


class RequestedVerification(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What is to be verified."""

    id: str
    identification: Identification


class IdentificationVerificationRequest(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """acmt.023: a message that asks for one or more verifications."""

    message_id: str
    creation_date_time: str
    creator: PartyOrAgent | None = None
    first_agent: Agent | None = None
    assigner: PartyOrAgent
    assignee: PartyOrAgent
    verifications: tuple[RequestedVerification, ...]


class VerificationReport(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """The answer to one: whether it is so, and what is right instead."""

    original_id: str
    is_verified: bool
    reason: Coded | None = None
    original: Identification | None = None
    updated: Identification | None = None


class IdentificationVerificationReport(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """acmt.024: a message that answers one or more verifications."""

    message_id: str
    creation_date_time: str
    creator: PartyOrAgent | None = None
    first_agent: Agent | None = None
    assigner: PartyOrAgent
    assignee: PartyOrAgent
    original_message_id: str = ""
    original_creation_date_time: str = ""
    original_first_agent: Agent | None = None
    reports: tuple[VerificationReport, ...]


IDENTIFICATION: Final = Chart(
    Identification,
    {
        "party": Inner("Pty", PARTY),
        "account": Inner("Acct", ACCOUNT),
        "agent": Inner("Agt", AGENT),
    },
)
REQUESTED_VERIFICATION: Final = Chart(
    RequestedVerification,
    {
        "id": "Id",
        "identification": Inner("PtyAndAcctId", IDENTIFICATION),
    },
)
VERIFICATION_REQUEST: Final = Chart(
    IdentificationVerificationRequest,
    {
        "message_id": "Assgnmt/MsgId",
        "creation_date_time": "Assgnmt/CreDtTm",
        "creator": Inner("Assgnmt/Cretr", PARTY_OR_AGENT),
        "first_agent": Inner("Assgnmt/FrstAgt", AGENT),
        "assigner": Inner("Assgnmt/Assgnr", PARTY_OR_AGENT),
        "assignee": Inner("Assgnmt/Assgne", PARTY_OR_AGENT),
        "verifications": Inner("Vrfctn*", REQUESTED_VERIFICATION),
    },
)
VERIFICATION: Final = Chart(
    VerificationReport,
    {
        "original_id": "OrgnlId",
        "is_verified": "Vrfctn",
        "reason": Inner("Rsn", CODED),
        "original": Inner("OrgnlPtyAndAcctId", IDENTIFICATION),
        "updated": Inner("UpdtdPtyAndAcctId", IDENTIFICATION),
    },
)
VERIFICATION_REPORT: Final = Chart(
    IdentificationVerificationReport,
    {
        "message_id": "Assgnmt/MsgId",
        "creation_date_time": "Assgnmt/CreDtTm",
        "creator": Inner("Assgnmt/Cretr", PARTY_OR_AGENT),
        "first_agent": Inner("Assgnmt/FrstAgt", AGENT),
        "assigner": Inner("Assgnmt/Assgnr", PARTY_OR_AGENT),
        "assignee": Inner("Assgnmt/Assgne", PARTY_OR_AGENT),
        "original_message_id": "OrgnlAssgnmt/MsgId",
        "original_creation_date_time": "OrgnlAssgnmt/CreDtTm",
        "original_first_agent": Inner("OrgnlAssgnmt/FrstAgt", AGENT),
        "reports": Inner("Rpt*", VERIFICATION),
    },
)
