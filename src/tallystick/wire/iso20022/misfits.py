"""Whether a text that one type allows is one that another type allows, told facet by facet.

The two are types of one field in two versions of a message. They differ in length, codes
and pattern, and now and then in kind; numbers have the same digits in all versions, which
a test sees to.
"""

import re
from typing import NamedTuple

from tallystick.wire.iso20022.grammar import Text


class Misfit(NamedTuple):
    """Why a text is none of a type: a code that stays, and words."""

    code: str
    reason: str


def misfit(text: str, kind: Text, wanted: Text) -> Misfit | None:
    """Return why a text of one type is none of the wanted one, None if it is one."""
    if kind.name == wanted.name:
        return None
    if kind.primitive != wanted.primitive:
        return Misfit("other-kind", f"a {kind.primitive} is no {wanted.primitive}")
    if wanted.primitive != "string":
        text = " ".join(text.split())  # around dates and times white space means nothing
    if wanted.length and len(text) > int(wanted.length[1]):
        return Misfit("too-long", f"{len(text)} characters, and {wanted.length[1]} are allowed")
    if wanted.length and len(text) < int(wanted.length[0]):
        return Misfit("too-short", f"{len(text)} characters, and {wanted.length[0]} are needed")
    if wanted.codes and text not in wanted.codes:
        return Misfit("other-code", f"no code of {wanted.name}")
    if wanted.pattern and re.fullmatch(wanted.pattern, text) is None:
        return Misfit("other-form", f"not of the form {wanted.pattern}")
    return None
