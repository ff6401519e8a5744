"""What a business header must agree with: the document behind it, and whoever sends it."""

from typing import Final

from tallystick.admission.desk import Refused
from tallystick.admission.parties import Mention, agent_id, is_same_agent
from tallystick.terms.identifiers import is_participant_id
from tallystick.terms.reasons import StatusReason
from tallystick.wire.iso20022.business_header import BusinessApplicationHeader
from tallystick.wire.iso20022.grammar import Message

# A copy informs of a message that goes elsewhere; DUPL is the message itself, sent again.
_COPIES: Final = ("COPY", "CODU")


def fault_of_header(
    header: BusinessApplicationHeader | None, message: Message, sender: Mention
) -> Refused | None:
    """Say where a header contradicts the document that it stands before.

    `sender` is the agent that the document says it is from.
    """
    if header is None:
        return None
    if header.message_definition != message:
        text = f"it is the header of another message, a {header.message_definition}"
        return Refused(StatusReason.INVALID_FILE_FORMAT, "AppHdr/MsgDefIdr", text)
    if header.copy_duplicate in _COPIES:
        text = "it is a copy for information, which moves no money and asks nothing"
        return Refused(StatusReason.TRANSACTION_FORBIDDEN, "AppHdr/CpyDplct", text)
    named = header.sender_agent
    if named is not None and agent_id(named) and not is_same_agent(named, sender.agent):
        text = f"it names another sender than {sender.field} does"
        return Refused(StatusReason.INCORRECT_AGENT, "AppHdr/Fr", text)
    return None


def fault_of_mention(mention: Mention) -> Refused | None:
    """Say why nobody who takes part here can be named so; a name would stay in the chain for ever.

    The chain of entries holds whose payment or question it is, and nothing of it is erased.
    """
    if is_participant_id(mention.id):
        return None
    text = "no bank takes part by a name alone" if mention.id else "it is named by nothing"
    more = "it needs a BIC, a number in a clearing system, or an LEI"
    return Refused(StatusReason.INCORRECT_AGENT, mention.field, f"{text}: {more}")
