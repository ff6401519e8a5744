"""What bytes alone say against a document."""

import pytest

from tallystick.wire.iso20022.messages import compose
from tallystick.wire.unread import LIMITS, has_long_value, printable
from tests.every import for_each
from tests.wire.iso20022 import letters
from tests.wire.iso20022.samples import PACS_002_10, PACS_008_08

LONG = b"n" * 513


@pytest.mark.parametrize(
    "text",
    [b'<a b="%s"/>', b"<a b='%s'/>", b'<a b = "%s"/>', b"<a b\t=\r\n'%s'/>", b'<a c="=" b="%s"/>'],
)
def test_a_long_value_is_seen_however_it_is_written(text: bytes) -> None:
    """In either kind of quotes, and with white space around the equals sign."""
    assert has_long_value(text % LONG, 512)
    assert not has_long_value(text % LONG[1:], 512)


def test_a_plain_message_has_no_long_value() -> None:
    """Else each would be read twice; its texts are long, and its attributes few."""
    transfer = compose(letters.FULL_TRANSFER, PACS_008_08, letters.ENVELOPE)
    report = compose(letters.FULL_REPORT, PACS_002_10)
    assert not has_long_value(transfer, LIMITS.namespace)
    assert not has_long_value(report, LIMITS.namespace)
    assert not has_long_value(b'<a b="c">' + LONG * 2 + b"</a>", LIMITS.namespace)


@for_each(
    ("words", "line"),
    [
        ("plain words, é, 中 and \U0001f600", "plain words, é, 中 and \U0001f600"),
        ("two\r\nlines", "two lines"),
        ("a\u0085b\u2028c\u2029d", "a b c d"),
        ("an escape \x1b[2J or \x9b2J clears no screen", "an escape  [2J or  2J clears no screen"),
        ("turned \u202eround", "turned  round"),
        ("", ""),
    ],
)
def test_words_of_a_sender_fit_in_a_line(words: str, line: str) -> None:
    """Whatever would end it, move in it or turn it round is a blank."""
    assert printable(words) == line
    assert printable(words).isprintable()
