"""The name of a good-guy entry: it follows from the party and the list entry that it sets apart.

OFAC's guidance on false hit lists asks that such an entry must not outlive a change of the
customer or of the list. So its id covers both: a party or an entry that has changed has
another id, and nothing is set aside.
"""

from hashlib import sha256
from typing import Final

_DOMAIN: Final = b"tallystick.good-guy.1\x00"
DIGEST_BYTES: Final = 32


def good_guy_id(party: bytes, list_name: str, entity_id: str, content: bytes) -> str:
    """Return the id of the entry that sets a party apart from a listed entity, in hexadecimal.

    `party` is the keyed digest of the party's fingerprint, `content` the SHA-256 of what the
    list says of the entity.
    """
    words = [party, list_name.encode(), entity_id.encode(), content]
    counted = b"".join(len(each).to_bytes(4, "big") + each for each in words)
    return sha256(_DOMAIN + counted).hexdigest()
