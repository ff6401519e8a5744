"""head.001, BusinessApplicationHeader: who sends what to whom, before the message itself.

Version .01 has no market practice and no processing date; each has some place for the
headers of related messages, .01 for one of them.
"""

from typing import Final

import msgspec

from tallystick.wire.iso20022.charts import Chart, Inner
from tallystick.wire.iso20022.views import AGENT, PARTY, Agent, Party


class RelatedHeader(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """The header of a message that this one answers. Sender and recipient as in its own."""

    sender_agent: Agent | None = None
    sender_party: Party | None = None
    recipient_agent: Agent | None = None
    recipient_party: Party | None = None
    business_message_id: str
    message_definition: str
    business_service: str = ""
    creation_date_time: str
    copy_duplicate: str = ""
    possible_duplicate: bool | None = None
    priority: str = ""


class BusinessApplicationHeader(RelatedHeader, frozen=True, kw_only=True, gc=False):
    """The header of one message. Sender and recipient are agents or other parties."""

    market_practice_registry: str = ""
    market_practice_id: str = ""
    processing_date_time: str = ""
    related: tuple[RelatedHeader, ...] = ()


RELATED_HEADER: Final = Chart(
    RelatedHeader,
    {
        "sender_agent": Inner("Fr/FIId", AGENT),
        "sender_party": Inner("Fr/OrgId", PARTY),
        "recipient_agent": Inner("To/FIId", AGENT),
        "recipient_party": Inner("To/OrgId", PARTY),
        "business_message_id": "BizMsgIdr",
        "message_definition": "MsgDefIdr",
        "business_service": "BizSvc",
        "creation_date_time": "CreDt",
        "copy_duplicate": "CpyDplct",
        "possible_duplicate": "PssblDplct",
        "priority": "Prty",
    },
)
BUSINESS_HEADER: Final = Chart(
    BusinessApplicationHeader,
    {
        **RELATED_HEADER.places,
        "market_practice_registry": "MktPrctc/Regy",
        "market_practice_id": "MktPrctc/Id",
        "processing_date_time": "BizPrcgDt",
        "related": Inner("Rltd*", RELATED_HEADER),
    },
)
