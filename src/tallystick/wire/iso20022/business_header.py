"""head.001, BusinessApplicationHeader: who sends what to whom, before the message itself."""

from typing import Final

import msgspec

from tallystick.wire.iso20022.charts import Chart, Inner
from tallystick.wire.iso20022.views import AGENT, PARTY, Agent, Party


class BusinessApplicationHeader(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """The header of one message. Sender and recipient are agents or other parties."""

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


BUSINESS_HEADER: Final = Chart(
    BusinessApplicationHeader,
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
