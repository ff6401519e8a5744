"""Lists for which somebody answers: a bundle counts once enough of those named have signed it.

The signatures cover the lists and the date on which they were in force. Where signers are
named nothing else is screened by: a file that is damaged, altered, undated, dated ahead or
signed by too few is not loaded, and a node without lists clears no payment.
"""

from collections.abc import Mapping

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from tallystick.node.config import ScreeningSettings
from tallystick.node.identity import public_key_of
from tallystick.screening import bundle as bundles
from tallystick.screening.bundle import Bundle
from tallystick.terms.errors import SettingError, StoreError
from tallystick.terms.instants import DAY_MS, Instant, day_number, is_date


def load_signed(screening: ScreeningSettings, at: Instant) -> tuple[Bundle | None, str]:
    """Return the bundle of the settings, or None and why it does not count.

    Raises:
        SettingError: a signer's key cannot be read, or is another's.
    """
    keys = _keys(screening)
    try:
        found = bundles.load(screening.lists[0])
    except (StoreError, OSError) as broken:
        return None, f"the lists cannot be read: {broken}"
    why = _flaw(screening, keys, found, at)
    return (None, why) if why else (found, "")


def _flaw(
    screening: ScreeningSettings,
    keys: Mapping[str, Ed25519PublicKey],
    found: Bundle,
    at: Instant,
) -> str:
    signed = len(set(bundles.signers(found, keys)))
    if signed < screening.signatures_min:
        return f"the lists are signed by {signed} of those named, not {screening.signatures_min}"
    if not found.lists:
        return "the signed file holds no list"
    if not is_date(found.as_of):
        return "the signed lists bear no date"
    if day_number(found.as_of) > at // DAY_MS + 1:
        return f"the lists are of {found.as_of}, and that day has not come yet"
    return ""


def _keys(screening: ScreeningSettings) -> Mapping[str, Ed25519PublicKey]:
    keys: dict[str, Ed25519PublicKey] = {}
    owners: dict[bytes, str] = {}
    for place, each in enumerate(screening.signers):
        field = f"screening.signer[{place}]"
        key = public_key_of(each, field)
        owner = owners.setdefault(key.public_bytes_raw(), each.id)
        if owner != each.id:
            # One key under two names would count for two.
            raise SettingError(f"the key of {each.id} is that of {owner}", field=field)
        keys[each.id] = key
    return keys
