"""Whatever bytes the files are made of, an instance comes of them, or faults with their lines."""

from io import BytesIO, TextIOWrapper

from hypothesis import given
from hypothesis import strategies as st

from tallystick.clearing.instance.faults import InstanceError
from tallystick.clearing.instance.form import FILES
from tallystick.clearing.instance.reading import read_instance
from tests.clearing.instance.drafting import assert_same, texts, written

SOUND = {name: file.getvalue().encode() for name, file in texts().items()}
PIECES = st.sampled_from(
    (
        *(b",", b'"', b"\n", b"\r", b"\0", b"\xff", b"\xc3\xa9", b" ", b"-", b"0", b"a,", b"."),
        *(b"BANK1", b"EUR", b"1e5", b"9" * 19, b"9" * 5000, b"\xef\xbb\xbf", b"\xe2\x80\xae"),
    )
)
CHANGE = st.tuples(st.sampled_from(FILES), st.integers(0, 200), st.integers(0, 3), PIECES)


@given(st.lists(CHANGE, min_size=1, max_size=4))
def test_broken_files_are_refused_with_their_lines(
    changes: list[tuple[str, int, int, bytes]],
) -> None:
    files = dict(SOUND)
    for name, place, length, piece in changes:
        raw = files[name]
        files[name] = raw[:place] + piece + raw[place + length :]
    opened = {
        name: TextIOWrapper(BytesIO(raw), "utf-8", newline="") for name, raw in files.items()
    }
    try:
        instance = read_instance(opened)
    except InstanceError as refused:
        faults = refused.faults
    else:
        assert_same(read_instance(written(instance)), instance)
        return
    assert faults
    for fault in faults:
        lines = files[fault.file].count(b"\n") + files[fault.file].count(b"\r") + 2
        assert 1 <= fault.line <= lines
        assert len(fault.sentence) < 200
