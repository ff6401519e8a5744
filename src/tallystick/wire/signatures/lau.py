"""Local authentication (LAU) of a file that SWIFT's Alliance interfaces hand over.

The last part of the DataPDU is a LAU with one XML signature of the form here: one
reference, `URI=""`, which covers the DataPDU without its LAU; HMAC with SHA-256 by a secret
that both ends keep. It tells that the file came from the interface and was not changed on
the way; it names no sender and proves nothing to anybody else. It is checked, not made.
"""

import hmac
from hashlib import sha256
from typing import Final

from tallystick.terms.errors import LocalMessageError
from tallystick.wire import xml
from tallystick.wire.signatures.changes import take_out
from tallystick.wire.signatures.keys import refused
from tallystick.wire.signatures.outline import (
    named,
    only_signature,
    outline_of,
    parsed,
    parsed_anew,
)
from tallystick.wire.signatures.signed_part import HMAC_SHA256, Reference, refuse_other, written
from tallystick.wire.unread import LIMITS, Limits

SECRET_BYTES_MIN: Final = 32


def authenticated(raw: bytes, secret: bytes, limits: Limits = LIMITS) -> xml.Element:
    """Return the DataPDU without its LAU, read anew from the bytes that were digested.

    Raises:
        RemoteMessageError: it was not made with the secret; its code is as of
            `xmldsig.verify`.
        LocalMessageError: the secret is shorter than 32 bytes.
    """
    if len(secret) < SECRET_BYTES_MIN:
        detail = f"A secret for LAU has {len(secret)} bytes, not {SECRET_BYTES_MIN}."
        raise LocalMessageError(detail, code="signature-key")
    root = parsed(raw, limits)
    lau = _lau_of(root)
    outline = outline_of(only_signature(lau, list(lau)))
    if outline.method != HMAC_SHA256:
        raise refused("algorithm", "its algorithm is not HMAC with SHA-256")
    signed_info = xml.exclusive(outline.signed_info)
    take_out(lau)
    covered = Reference("", is_around=True, octets=xml.exclusive(root))
    expected = written(outline.prefix, HMAC_SHA256, (covered,))
    refuse_other(outline.signed_info, signed_info, expected)
    if not hmac.compare_digest(outline.value, hmac.digest(secret, signed_info, sha256)):
        raise refused("value", "it does not fit the secret")
    return parsed_anew(covered.octets)


def _lau_of(root: xml.Element) -> xml.Element:
    found = named(root, "LAU")
    if len(found) != 1:
        raise refused("several" if found else "missing", f"there are {len(found)} LAU, not one")
    if root[-1] is not found[0]:
        raise refused("place", f"the LAU is not last in {xml.local_name(root)[:40]}")
    return found[0]
