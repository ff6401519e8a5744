"""The published lists are read whole, and whom they name is found; the speed is reported."""

import csv
import resource
import time
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import TypeVar

import pytest

from tallystick.screening.bundle import Bundle, bundle_of, read_bundle, write_bundle
from tallystick.screening.fields import Field, FieldKind, screened_fields
from tallystick.screening.gather import Gathered, gather
from tallystick.screening.identifiers import IdentifierKind
from tallystick.screening.index import Index
from tallystick.screening.lists import Entry, ListVersion
from tallystick.screening.policy import policy_for_all
from tallystick.screening.score import THRESHOLD
from tallystick.screening.verdict import screen_fields
from tallystick.terms.errors import RemoteMessageError
from tallystick.wire.leaves import leaves_of
from tallystick.wire.xml import parse
from tests.screening.lists_at_hand import SHARED, shared

pytestmark = pytest.mark.slow

ALL = (
    "ofac_sancbook_2023-01",
    "ofac_watchman_2025-12/alt.csv",
    "us_misc",
    "un/UN_consolidated_watchman.xml",
    "ofac_crypto",
)
Answer = TypeVar("Answer")


def gathered(*places: str) -> Gathered:
    """Read published lists, or skip."""
    return gather(shared(*places))


@cache
def everything() -> Bundle:
    """Return the bundle of all published lists, of the latest edition each."""
    return bundle_of(gathered(*ALL).lists)


@cache
def index() -> Index:
    """Return the index over all of them."""
    return Index(everything())


def entry(version: ListVersion, entity: str) -> Entry:
    """Return one entry."""
    return next(each for each in version.entries if each.entity == entity)


# The records of each file, as counted by whoever gathered them.
COUNTS = (
    (
        "ofac_watchman_2021-07",
        8_976,
        {"primary": 8_976, "alternates": 11_910, "addresses": 13_837},
    ),
    ("ofac_sancbook_2023-01", 11_443, {"primary": 11_443, "addresses": 16_357}),
    ("us_misc", 442, {"primary": 442, "alternates": 1_073, "addresses": 574}),
    ("un/UN_consolidated_2020.xml", 713 + 305, {"list": 1_018}),
    ("un/UN_consolidated_watchman.xml", 730 + 273, {"list": 1_003}),
)


@pytest.mark.parametrize(("place", "count", "records"), COUNTS)
def test_every_record_is_read(place: str, count: int, records: dict[str, int]) -> None:
    """As many entities and records as the files hold."""
    (version,) = gathered(place).lists
    told = {each.part: each.records for each in version.files}
    assert version.count == count
    assert {part: told[part] for part in records} == records


def test_a_complete_edition_has_nothing_to_be_told() -> None:
    """With its remainders and alternates of one date nothing is cut off and nobody orphaned."""
    assert gathered("ofac_watchman_2021-07").notes == ()


# What OFAC's and the UN's published files have, counted with other means: entities with a
# birth or founding date, with an address, with a programme.
PARTICULARS = (
    ("ofac_watchman_2021-07", (4_775, 6_579, 8_976)),
    ("us_misc", (103, 390, 442)),
    ("un/UN_consolidated_watchman.xml", (678, 512, 1_003)),
)


@pytest.mark.parametrize(("place", "counts"), PARTICULARS)
def test_what_is_known_besides_names_is_read(place: str, counts: tuple[int, int, int]) -> None:
    """Births, addresses and programmes of everybody who has any."""
    (version,) = gathered(place).lists
    found = [
        sum(bool(getattr(each, part)) for each in version.entries)
        for part in ("births", "addresses", "programmes")
    ]
    assert tuple(found) == counts


def test_dates_that_are_none_are_told() -> None:
    """Three of the UN's are an age, a range of months and a date of another calendar."""
    assert gathered("un/UN_consolidated_watchman.xml").notes == (
        "UN Consolidated: 3 dates are not understood",
    )


def test_parts_of_two_editions_are_told() -> None:
    """They are read all the same: nobody listed is lost."""
    first, second = gathered("ofac_sancbook_2023-01", "ofac_watchman_2025-12/alt.csv").notes
    assert "entities are in no primary file" in first
    assert "14 remarks are cut off" in second


@pytest.mark.parametrize("places", [("ofac_watchman_2021-07", "ofac_sancbook_2023-01"), ("un",)])
def test_two_editions_are_an_error(places: Sequence[str]) -> None:
    """Of OFAC's list or the UN's."""
    with pytest.raises(RemoteMessageError) as refused:
        gathered(*places)
    assert refused.value.code == "two-editions"


def test_an_ofac_entity_is_read_with_all_it_has() -> None:
    """Its wallets stand in a remark that goes on in another file."""
    (version,) = gathered("ofac_watchman_2021-07").lists
    wallets = [
        each.value
        for each in entry(version, "30518").identifiers
        if each.kind is IdentifierKind.WALLET
    ]
    assert len(wallets) == 19
    assert "1GqChmWqGtsaLrGbHfgdrV5Nkvahtjjuxr" in wallets  # cut in two by the files


def test_a_un_entity_is_read_with_its_original_script() -> None:
    """The UN's own spelling and script, aliases of both qualities."""
    (version,) = gathered("un/UN_consolidated_watchman.xml").lists
    names = {each.text for each in entry(version, "QDi.006").names}
    assert version.published_on == "2026-02-27"
    assert any("ZAWAHIRI" in each.upper() for each in names)
    assert any(not each.isascii() for each in names)


def column(path: Path, name: str = "full_name") -> list[str]:
    """Return one column of a CSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        return [row[name] for row in csv.DictReader(file)]


def hit_share(names: Sequence[str]) -> float:
    """Return the share of the names that are a hit."""
    hits = (index().hits(FieldKind.NAME, name) for name in names)
    return sum(bool(each and each[0].score >= THRESHOLD) for each in hits) / len(names)


def test_whom_the_un_lists_is_found_as_written() -> None:
    """Not one clean name of the positives but a name that is no more than a weak alias."""
    (names,) = shared("eval_yente/positives_un_untreated.csv")
    assert hit_share(column(names)) > 0.99


def test_every_sanctioned_address_is_found() -> None:
    """In an account and within a text; the other case of a Base58 address is another address."""
    (folder,) = shared("ofac_crypto")
    for path in folder.glob("sanctioned_addresses_*.txt"):
        for address in path.read_text().split():
            for kind, text in ((FieldKind.ACCOUNT, address), (FieldKind.TEXT, f"to {address}.")):
                assert [
                    hit.list
                    for hit in index().hits(kind, text)
                    if hit.list == "Sanctioned addresses"
                ], text


def test_every_listed_bic_is_found() -> None:
    """Of 8 letters or with any branch."""
    bics = {
        each.value
        for version in everything().lists
        for entry_ in version.entries
        for each in entry_.identifiers
        if each.kind is IdentifierKind.BIC
    }
    assert len(bics) > 50
    for bic in bics:
        assert index().hits(FieldKind.BIC, bic)[0].score == 10_000
        assert index().hits(FieldKind.BIC, f"{bic[:8]}ABC")


def timed(work: Callable[[], Answer]) -> tuple[Answer, float]:
    """Return what the work gives and how many seconds it took."""
    start = time.perf_counter()
    return work(), time.perf_counter() - start


def test_the_speed_is_reported(record_property: Callable[[str, object], None]) -> None:
    """Names and payments a second, seconds to read and build, memory; none is asserted."""
    bundle, read_s = timed(lambda: read_bundle(write_bundle(everything())))
    built, build_s = timed(lambda: Index(bundle))
    (at,) = shared("eval_yente/negatives_us.csv")
    names = column(at)[:10_000]
    _hits, names_s = timed(lambda: [built.hits(FieldKind.NAME, name) for name in names])
    fields = payment()
    policy = policy_for_all("RU", built.lists)
    key = bytes(32)
    _verdicts, payments_s = timed(
        lambda: [screen_fields(built, policy, fields, key) for _ in range(500)]
    )
    figures = {
        "listed_names": sum(len(e.names) for v in bundle.lists for e in v.entries),
        "read_s": round(read_s, 2),
        "build_s": round(build_s, 2),
        "names_per_second": round(len(names) / names_s),
        "fields": len(fields),
        "payments_per_second": round(500 / payments_s),
        "memory_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }
    for name, value in figures.items():
        record_property(name, value)
    print(figures)  # noqa: T201 - with `pytest -s` for whoever asks
    assert all(value > 0 for value in figures.values() if isinstance(value, int))


def payment() -> tuple[Field, ...]:
    """Return the screened fields of one real message."""
    name = "pacs.008.001.08__phoughton__cbprplus_pacs008_2025.xml"
    path = SHARED / "messages" / "iso20022" / name
    if not path.exists():
        pytest.skip("the sample messages are not at TALLYSTICK_TEST_DATA")
    return screened_fields(leaves_of(parse(path.read_bytes())))
