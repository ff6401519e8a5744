"""A file on its way in lies on the disk without a name, so many at once, and no longer."""

from pathlib import Path

import pytest

from tallystick.node.spool import PROTECTED_MAX, Spool, signed_before
from tallystick.terms.errors import LinkError


def test_a_file_is_read_behind_what_was_signed_before_it(tmp_path: Path) -> None:
    """Both together are what a signature is over."""
    spool = Spool(tmp_path, 1, 100)
    with spool.place(signed_before(b"head..value"), 5) as number:
        file = spool.of(number)
        file.write(b"<a")
        file.write(b"/>")
        assert file.content().read() == file.content().read() == b"<a/>"
        with file.whole() as whole:
            assert bytes(whole) == b"head.<a/>"
        assert file.arrived_at == 5


def test_nothing_of_a_file_has_a_name(tmp_path: Path) -> None:
    """Neither while it is there nor after it; its number is nobody's again."""
    spool = Spool(tmp_path, 1, 100)
    with spool.place(b"", 0) as first:
        spool.of(first).write(b"personal")
        assert list(tmp_path.iterdir()) == []
    with spool.place(b"", 0) as second:
        assert second != first
    with pytest.raises(KeyError):
        spool.of(second)


def test_so_many_files_are_on_their_way_at_once(tmp_path: Path) -> None:
    """One more is told to come again; a file that is done makes room, however it ended."""
    spool = Spool(tmp_path, 1, 100)
    with spool.place(b"", 0), pytest.raises(LinkError) as full, spool.place(b"", 0):
        pass
    assert (full.value.code, full.value.outcome_known) == ("overloaded", True)
    with pytest.raises(ZeroDivisionError), spool.place(b"", 0):
        raise ZeroDivisionError
    with spool.place(b"", 0) as number:
        assert spool.of(number).content().read() == b""


def test_a_header_that_is_none_is_bounded() -> None:
    """What comes before the first dot, and of that so much; nothing where nobody signed."""
    assert signed_before(b"") == signed_before(b"..value") == b""
    assert len(signed_before(b"x" * 10_000)) == PROTECTED_MAX + 1
