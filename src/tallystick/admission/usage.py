"""Usage rules: what an agreement asks of a message beyond its schema, by a named profile.

Both nodes judge a message by the profile of their agreement: the node where it is handed in
tells its bank every rule that it breaks, and the other takes no payment whose message breaks
one, whoever forwards it.
"""

from typing import Final

from tallystick.admission.desk import Refused, all_of
from tallystick.terms.reasons import StatusReason
from tallystick.wire.iso20022.check import SCHEMA_ALONE, check
from tallystick.wire.unread import Limits

# What keeps a message from being read at all: whoever admits it finds that out.
_READING: Final = ("xml", "message", "unsupported-version", "schema")
_OURS: Final = {reason.value: reason for reason in StatusReason}


def fault_by_profile(profile: str, raw: bytes, limits: Limits) -> Refused | None:
    """Return every rule of a profile that a message breaks, None if it keeps them all.

    What its schema refuses is told by the schema's own words, and is no matter of a profile.
    """
    if profile == SCHEMA_ALONE:
        return None
    broken = check(raw, limits, profile).errors
    if any(each.rule in _READING for each in broken):
        return None
    return all_of(
        Refused(
            _OURS.get(each.code, StatusReason.NARRATIVE),
            each.path,
            f"{each.text.removesuffix('.')} (rule {each.rule})",
        )
        for each in broken
    )
