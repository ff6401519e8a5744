"""What another node brings: an envelope, which is taken or refused whole."""

from tallystick.node.doors.asked import Envelope
from tallystick.node.doors.inside import ENVELOPE_REFUSED, Inside, Refusal
from tallystick.node.doors.told import Told
from tallystick.node.parties import Party
from tallystick.terms.errors import RemoteMessageError


class EnvelopeTaken(Told, frozen=True):
    """The envelope was heard; what came with it is in the books, or comes again."""


async def hear(inside: Inside, party: Party, asked: Envelope) -> EnvelopeTaken | Refusal:
    """Hear an envelope of another node; its signature says whose it is."""
    try:
        await inside.runner.hear(asked.content)
    except RemoteMessageError as refused:
        inside.runner.around.meters.envelope_refused()
        inside.runner.around.log.warning("envelope-refused", party=party.id, code=refused.code)
        return Refusal(ENVELOPE_REFUSED, refused.detail)
    return EnvelopeTaken()
