"""Whatever has become of a list file, it is an edition, no list, or refused in one sentence."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tallystick.screening.gather import gather
from tallystick.screening.lists import ListVersion
from tallystick.terms.errors import RemoteMessageError
from tests.screening.forms_at_hand import (
    EU_CSV_1_0,
    EU_CSV_1_1,
    EU_XML,
    FTM,
    HOLDINGS,
    OFSI,
    SIMPLE,
    UK_CSV,
    UK_XML,
)
from tests.screening.lists_at_hand import ADDRESSES, ALTERNATES, OWN, PRIMARY, UN
from tests.screening.ofac_forms_at_hand import SDN_ADVANCED, SDN_XML

FORMS = (
    SDN_XML, SDN_ADVANCED, EU_XML, EU_CSV_1_1, EU_CSV_1_0, UK_XML, UK_CSV, OFSI, FTM, SIMPLE, OWN,
    HOLDINGS, UN, PRIMARY, ALTERNATES, ADDRESSES,
)  # fmt: skip
PIECES = (
    b"",
    b'"',
    b"<",
    b">",
    b";",
    b",",
    b"\n",
    b"\r",
    b"\x00",
    b"\xff",
    b"&amp;",
    b"&x;",
    b"{",
)

Harm = Callable[[bytes], bytes]


@st.composite
def harm(draw: st.DrawFn) -> Harm:
    """Draw a change of a file: a stretch of it is left out, doubled, or has something put in."""
    at, length = draw(st.integers(0, 9_999)), draw(st.integers(0, 40))
    piece, times = draw(st.sampled_from(PIECES)), draw(st.integers(0, 2))

    def harmed(raw: bytes) -> bytes:
        start = at % len(raw)
        return raw[:start] + piece + raw[start : start + length] * times + raw[start + length :]

    return harmed


@pytest.mark.slow
@given(st.sampled_from(FORMS), st.lists(harm(), min_size=1, max_size=4))
@settings(deadline=None)
def test_a_harmed_file_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, text: str, harms: list[Harm]
) -> None:
    """Nothing else is raised, and the error names the file."""
    raw = text.encode()
    for each in harms:
        raw = each(raw) or b"x"
    path = tmp_path_factory.mktemp("lists") / "list.any"
    path.write_bytes(raw)
    found = _read(path)
    if isinstance(found, RemoteMessageError):
        assert found.detail
        assert found.code == "list-empty" or found.ref == path.name
    else:
        assert all(entry.entity and entry.names for each in found for entry in each.entries)


def _read(path: Path) -> tuple[ListVersion, ...] | RemoteMessageError:
    try:
        return gather([path]).lists
    except RemoteMessageError as refused:
        return refused
