"""XML from outside that is refused unread: what its bytes alone say against it.

The bytes are UTF-8 and nothing else, and no DOCTYPE is heard out, so that what is
scanned here is what the parser sees.
"""

import re
from functools import cache
from itertools import groupby
from typing import Final

import msgspec

from tallystick.terms.errors import RemoteMessageError

MARK: Final = b"\xef\xbb\xbf"  # the byte order mark of UTF-8
_SPACE: Final = rb"[ \t\r\n]"
_DECLARATION: Final = re.compile(
    rb"<\?xml%(s)s+version%(s)s*=%(s)s*(?:'1\.0'|\"1\.0\")"
    rb"(?:%(s)s+encoding%(s)s*=%(s)s*(?:'([A-Za-z][A-Za-z0-9._-]*)'|\"([A-Za-z][A-Za-z0-9._-]*)\"))?"
    rb"(?:%(s)s+standalone%(s)s*=%(s)s*(?:'(?:yes|no)'|\"(?:yes|no)\"))?%(s)s*\?>" % {b"s": _SPACE}
)

# `<?xml-stylesheet` is no declaration but an instruction (XML 1.0, 2.6 and 2.8).
_DECLARED: Final = re.compile(rb"<\?xml(?:[ \t\r\n?]|\Z)")


class Limits(msgspec.Struct, frozen=True):
    """How large a document may be before it is refused unread.

    `size` is in bytes, `text` in characters of one text or attribute value;
    `attributes` counts those of one element, `namespaces` the declarations in the
    whole document. `namespace` is in characters of one name: whatever belongs to a
    namespace has that name whole in its own, once it is read; `name` in bytes of an
    element's name, prefix included, since whatever is wrong deep below is told with the
    names of all that is around it. The time that a broken document can
    cost grows with the square of `elements`: at worst, 10,000 cost a second of one core
    of 2026.
    """

    size: int = 4 * 1024 * 1024
    elements: int = 10_000
    attributes: int = 64
    namespaces: int = 1_000
    namespace: int = 512
    name: int = 256
    text: int = 256 * 1024


LIMITS: Final = Limits()


def refuse_unread(text: bytes, limits: Limits) -> None:
    """Refuse what no parser needs to see.

    Raises:
        RemoteMessageError: it is not UTF-8, has a DOCTYPE, or exceeds a limit.
    """
    if len(text) > limits.size:
        raise refused("too-large", f"has {len(text)} bytes, and {limits.size} are allowed")
    if b"\x00" in text:
        raise refused("control-character", "holds a NUL, which no XML does")
    _refuse_encoding(text)
    if b"<!DOCTYPE" in text:
        raise refused("doctype", "has a DOCTYPE, and none is heard out")
    elements = text.count(b"<") - text.count(b"</")
    if elements > limits.elements:
        raise refused(
            "too-many-elements", f"has {elements} elements, and {limits.elements} are allowed"
        )
    if text.count(b"xmlns") > limits.namespaces:
        raise refused("too-many-namespaces", f"declares more than {limits.namespaces} namespaces")


def _refuse_encoding(text: bytes) -> None:
    try:
        text.decode()
    except UnicodeDecodeError as broken:
        raise refused("encoding", f"is not UTF-8 at byte {broken.start}") from broken
    declared = refuse_declaration(text)
    if declared is not None:
        raise declared


def refuse_declaration(text: bytes) -> RemoteMessageError | None:
    """Return what a document is refused for that begins so, None for a good beginning."""
    if not _DECLARED.match(text):
        # An instruction may come first, and its name may begin like a declaration.
        return None
    declaration = _DECLARATION.match(text)
    if declaration is None:
        return refused("declaration", "does not declare XML 1.0 as the standard has it")
    encoding = declaration[1] or declaration[2] or b"UTF-8"
    if encoding.upper() != b"UTF-8":
        return refused("encoding", f"is declared as {encoding[:40].decode()}, not as UTF-8")
    return None


def refused(code: str, what: str) -> RemoteMessageError:
    """Return the error for XML that is not taken: by which code, and what it does wrong."""
    return RemoteMessageError(f"The XML {what}.", code=f"xml-{code}")


def printable(words: str) -> str:
    """Return words that quote a sender, fit for one line of a screen, a log or an answer.

    What moves a cursor, ends a line or turns the writing round becomes a blank, and such in a
    row become one: there are more of them than the control characters of ASCII.
    """
    if words.isprintable():
        return words
    runs = groupby(words, str.isprintable)
    return "".join("".join(run) if is_fit else " " for is_fit, run in runs)


def has_long_value(text: bytes, length: int) -> bool:
    """Tell whether some attribute's value may be longer: a namespace's name is one.

    It may be mistaken about what only looks like a value, never about one. The value
    stands behind an equals sign: taken behind any quote, the text of a message with few
    attributes would nearly always look like one. The time is in proportion to the text.
    """
    return _longer_than(length).search(text) is not None


@cache
def _longer_than(length: int) -> re.Pattern[bytes]:
    more = length + 1
    return re.compile(rb"=[ \t\r\n]*(?:\"[^\"]{%d}|'[^']{%d})" % (more, more))


def has_long_name(text: bytes, length: int) -> bool:
    """Tell whether some element's name may be longer; mistaken as `has_long_value` may be."""
    return _named_longer_than(length).search(text) is not None


@cache
def _named_longer_than(length: int) -> re.Pattern[bytes]:
    return re.compile(rb"<[^<> \t\r\n/]{%d}" % (length + 1))
