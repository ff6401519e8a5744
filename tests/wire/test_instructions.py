"""A processing instruction says nothing to us, wherever it stands; a declaration is one alone."""

from io import BytesIO

import pytest

from tallystick.terms.errors import RemoteMessageError
from tallystick.wire import xml
from tallystick.wire.blocks import BLOCK
from tallystick.wire.iso20022.bulk import check_file
from tallystick.wire.iso20022.check import check
from tallystick.wire.iso20022.messages import receive
from tests.admission.messages import credit_transfer

SHEET = b'<?xml-stylesheet type="text/xsl" href="http://example.com/a.xsl"?>'
MESSAGE = credit_transfer()
DECLARED, _, BARE = MESSAGE.partition(b"?>")
PLACES = (
    SHEET + BARE,
    b"\xef\xbb\xbf" + SHEET + BARE,
    SHEET + b"\n" + SHEET + BARE,
    DECLARED + b"?>" + SHEET + BARE,
    BARE.replace(b"<GrpHdr>", b"<GrpHdr>" + SHEET, 1),
    BARE + SHEET,
    b"<?xml_own anything?>" + BARE,
)


@pytest.mark.parametrize("raw", PLACES)
def test_an_instruction_changes_nothing(raw: bytes) -> None:
    """The views are the message's own, however often it was read; nothing of it is in the tree."""
    expected = receive(MESSAGE)
    assert [receive(raw), receive(raw)] == [expected, expected]
    assert check(raw).is_valid
    assert check_file(BytesIO(raw)).is_valid
    tags = [each.tag for each in xml.parse(raw).iter()]
    assert tags == [each.tag for each in xml.parse(MESSAGE).iter()]


BROKEN = {
    "nothing declared": (b"<?xml?><a/>", "xml-declaration"),
    "no blank": (b'<?xml\x0bversion="1.0"?><a/>', "xml-malformed"),
    "cut off": (b"<?xml", "xml-declaration"),
    "an instruction named so": (SHEET + b"<?xml version='1.0'?><a/>", "xml-malformed"),
    "in capitals": (b"<?XML version='1.0'?><a/>", "xml-malformed"),
    "never ended": (b"<?xml-stylesheet " + b"x" * 100, "xml-malformed"),
    "another encoding": (b"<?xml version='1.0' encoding='UTF-7'?><a/>", "xml-encoding"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_what_is_neither_is_refused(name: str) -> None:
    """Unread where its beginning says so already."""
    raw, code = BROKEN[name]
    with pytest.raises(RemoteMessageError) as refused:
        xml.parse(raw)
    assert refused.value.code == code


def test_a_long_instruction_first_is_read_in_blocks() -> None:
    """It is longer than a block, and still no declaration."""
    raw = b"<?xml-stylesheet " + b"x" * (3 * BLOCK) + b"?>" + BARE
    assert check_file(BytesIO(raw)).is_valid
