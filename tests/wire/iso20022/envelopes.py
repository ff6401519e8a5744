"""A header in each of its versions, with all that the version has a place for."""

import msgspec

from tallystick.wire.iso20022.business_header import BusinessApplicationHeader, RelatedHeader
from tests.wire.iso20022.families import EAST, NOW
from tests.wire.iso20022.letters import ENVELOPE, NORTH

ANSWERED = RelatedHeader(
    sender_agent=EAST,
    recipient_agent=NORTH,
    business_message_id="MSG-0",
    message_definition="camt.056.001.08",
    creation_date_time=NOW,
)
_OLDEST = msgspec.structs.replace(
    ENVELOPE, recipient_agent=EAST, recipient_party=None, sender_agent=EAST, related=(ANSWERED,)
)
_NEWER: BusinessApplicationHeader = msgspec.structs.replace(
    ENVELOPE,
    market_practice_registry="www.example.org",
    market_practice_id="tallystick.1",
    processing_date_time=NOW,
    related=(ANSWERED, ANSWERED),
)
ENVELOPES: dict[str, BusinessApplicationHeader] = {
    "head.001.001.01": msgspec.structs.replace(_OLDEST, creation_date_time=NOW),
    **{f"head.001.001.{version}": _NEWER for version in ("02", "03", "04")},
}
