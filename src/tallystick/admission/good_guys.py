"""A party of a stored message that looks like a listed entity, as an entry is about both."""

from typing import NamedTuple

from tallystick.admission.desk import MESSAGE_LIMITS, Desk
from tallystick.screening.good_guys import party_digest
from tallystick.terms.good_guys import good_guy_id
from tallystick.wire import xml
from tallystick.wire.leaves import leaves_of


class Likeness(NamedTuple):
    """The party's keyed digest, what the list says of the entity, and the id of an entry."""

    party: bytes
    content: bytes
    good_guy_id: str


def likeness_in(desk: Desk, raw: bytes, path: str, listed: tuple[str, str]) -> Likeness | str:
    """Return who in a message looks like a listed entity, or say why no entry can be about it.

    `path` is that of the field that hit, `listed` the list and the entity's id on it.

    Raises:
        RemoteMessageError: the stored bytes cannot be read any more.
    """
    leaves = leaves_of(xml.parse(raw, MESSAGE_LIMITS))
    if all(leaf.path != path for leaf in leaves):
        return f"The message has no field {path}."
    party = party_digest(leaves, path, desk.party_key)
    if not party:
        return "The field is of no party, or the message says no more of the party than its name."
    content = desk.good_guys.contents.get(listed)
    if content is None:
        return f"No list here has an entity {listed[1]} on {listed[0]}."
    return Likeness(party, content, good_guy_id(party, *listed, content))
