"""Several threads may ask one index: each is told of those that it asked for."""

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from tallystick.screening.bundle import bundle_of
from tallystick.screening.fields import FieldKind
from tallystick.screening.index import Hit, Index
from tallystick.screening.lists import Draft, NameKind, list_version

THREADS = 4
NAMES = tuple(
    f"{first} {last}"
    for first in ("Aldous", "Mohammed", "Abdul Rahman", "Xi", "Kim Jong")
    for last in ("Dunmore", "Peverell", "Ashdown Wakanheza", "Oumbarek", "Zhao")
)
ASKED = (
    *NAMES,
    "محمد اومبارك",
    "金正赵",
    "عبد الرحمن دنمور",
    "Nobody At All",
    "赵习",
    "M Peverel",
)


@pytest.fixture
def _impatient() -> Iterator[None]:
    """Have threads take turns as often as may be."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


def _index() -> Index:
    drafts: dict[str, Draft] = {}
    for number, name in enumerate(NAMES):
        drafts[str(number)] = Draft()
        drafts[str(number)].name(NameKind.PRIMARY, name)
    return Index(bundle_of([list_version("own", "2026-01-05", (), drafts)]))


@pytest.mark.usefixtures("_impatient")
def test_what_one_thread_asks_is_not_told_to_another() -> None:
    # `search` keeps nothing from question to question, so each is looked up anew.
    index = _index()
    alone = {text: index.search(FieldKind.NAME, text) for text in ASKED}
    assert any(alone.values())

    def asked(turn: int) -> list[tuple[str, tuple[Hit, ...]]]:
        texts = [ASKED[(turn + each) % len(ASKED)] for each in range(3 * len(ASKED))]
        return [(text, index.search(FieldKind.NAME, text)) for text in texts]

    with ThreadPoolExecutor(THREADS) as threads:
        for told in threads.map(asked, range(0, 5 * THREADS, 5)):
            assert all(hits == alone[text] for text, hits in told)
