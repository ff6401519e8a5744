"""The screening bench measures invented names of the number asked, or the lists it is given."""

from collections import Counter
from pathlib import Path

import pytest
from click.testing import CliRunner

from tallystick.cli.bench import bench
from tallystick.proof.bench import screening
from tallystick.proof.bench.invented import LIST, invented_bundle, ordinary_names
from tallystick.proof.bench.screening import UNITS, Sizes, measure
from tallystick.screening.bundle import Bundle
from tallystick.screening.fields import FieldKind, screened_fields
from tallystick.screening.lists import EntityType, NameKind
from tallystick.terms.errors import SettingError
from tests.screening.lists_at_hand import OWN

FEW = Sizes(names=40, payments=5, compared=3, listed=300)
LISTED = 400


def listed(bundle: Bundle) -> list[str]:
    """Return the names on a bundle's lists."""
    return [
        name.text for version in bundle.lists for entry in version.entries for name in entry.names
    ]


@pytest.mark.slow
def test_every_figure_is_measured() -> None:
    """Each once a round but memory, which is looked at once; the least latency is not the most."""
    figures = {figure.metric: figure for figure in measure(2, sizes=FEW)}
    assert figures.keys() == UNITS.keys()
    assert all(figure.value > 0 and figure.name == "screening" for figure in figures.values())
    rounds = {what: len(figure.samples) for what, figure in figures.items()}
    assert rounds == dict.fromkeys(UNITS, 2) | {"index_memory": 1}
    latencies = [figures[f"latency_{each}"].value for each in ("p50", "p99", "p99_9", "max")]
    assert latencies == sorted(latencies)


@pytest.mark.slow
def test_ones_own_lists_and_names_are_measured(tmp_path: Path) -> None:
    """A file that is too short for the rounds begins again."""
    lists, names = tmp_path / "own.csv", tmp_path / "names.txt"
    lists.write_text(OWN)
    names.write_text("Ozymandias Vail\n\nSomebody Else\n", encoding="utf-8")
    figures = {figure.metric: figure.value for figure in measure(1, [lists], names, FEW)}
    assert figures["names_per_second"] > figures["rapidfuzz_names_per_second"] / 100


def test_the_invented_list_has_as_many_names_as_asked() -> None:
    """People, companies and ships, some known by a weak alias; nobody is listed twice."""
    bundle = invented_bundle(LISTED)
    assert bundle.names == (LIST,)
    names = listed(bundle)
    assert LISTED <= len(names) < LISTED + 10
    kinds = Counter(entry.type for entry in bundle.lists[0].entries)
    assert kinds[EntityType.INDIVIDUAL] > kinds[EntityType.ENTITY] > kinds[EntityType.VESSEL] > 0
    aliases = {name.kind for entry in bundle.lists[0].entries for name in entry.names}
    assert aliases == set(NameKind)


@pytest.mark.slow
def test_the_same_seed_invents_the_same() -> None:
    """Another seed others."""
    assert invented_bundle(LISTED).digest == invented_bundle(LISTED).digest
    assert invented_bundle(LISTED).digest != invented_bundle(LISTED, seed=1).digest
    assert ordinary_names(50) == ordinary_names(80)[:50]
    assert ordinary_names(50) != ordinary_names(50, seed=1)


def test_some_words_are_common() -> None:
    """And most are not, as on real lists."""
    words = Counter(
        word.strip(",.").upper()
        for name in listed(invented_bundle(4_000))
        for word in name.split()
    )
    counts = sorted(words.values(), reverse=True)
    assert counts[0] > 20 * counts[len(counts) // 2]


def test_a_payment_names_three_parties() -> None:
    """Two have an address; two agents and a remittance text are screened too."""
    fields = screened_fields(screening.payment_between("Ann Noone", "Bob Noone", "Cy Noone"))
    names = [field.text for field in fields if field.kind is FieldKind.NAME]
    assert {"Ann Noone", "Bob Noone", "Cy Noone"} <= set(names)
    towns = [field for field in fields if field.path.endswith("TwnNm")]
    agents = [field for field in fields if field.path.endswith("Agt/FinInstnId/BICFI")]
    assert (len(towns), len({field.path for field in agents}) >= 2) == (2, True)
    assert any("Bob Noone" in field.text for field in fields if field.kind is FieldKind.TEXT)


def test_a_file_without_names_is_an_error(tmp_path: Path) -> None:
    """It would measure nothing."""
    names = tmp_path / "names.txt"
    names.write_text("\n \n")
    with pytest.raises(SettingError, match="has no name"):
        measure(1, names=names, sizes=FEW)


def test_a_folder_without_lists_is_an_error(tmp_path: Path) -> None:
    """Nothing would be screened against."""
    with pytest.raises(SettingError, match="no list"):
        measure(1, [tmp_path], sizes=FEW)
    answer = CliRunner().invoke(bench, ["screening", "--lists", str(tmp_path)])
    assert (answer.exit_code, "no list" in answer.output) == (2, True)


def test_paths_without_lists_are_refused(tmp_path: Path) -> None:
    """A path that no option asked for is a slip."""
    answer = CliRunner().invoke(bench, ["screening", str(tmp_path)])
    assert answer.exit_code == 2
    assert "--lists" in answer.output
