"""Hours and minutes as people write them in a settings' file."""

import re
from typing import Final

_FORM: Final = re.compile(r"([+-]?)([0-9]{2}):([0-5][0-9])")


def minute_of(text: str) -> int | None:
    """Return the minutes that HH:MM says, with a sign if need be; None if it is no such text."""
    match = _FORM.fullmatch(text)
    if match is None:
        return None
    sign, hours, minutes = match.groups()
    count = int(hours) * 60 + int(minutes)
    return -count if sign == "-" else count
