"""Under further lists nobody of the sandbox's own is listed, and some who are get payments."""

from pathlib import Path

from tallystick.sandbox.country import ListFile, country_of, refuse_list
from tallystick.sandbox.plan import Kind, draw_plan
from tallystick.sandbox.screened import under
from tallystick.sandbox.stage import Stage, stage_of
from tallystick.screening.gather import gather


def listing(folder: Path, *names: str) -> Path:
    """Write a list of these names and return its file."""
    country = country_of("VOLGA")
    heading = refuse_list(country).text.partition("\n")[0]
    rows = [f"FURTHER,2026-01-01,F-{n},{name},primary,unknown,," for n, name in enumerate(names)]
    file = ListFile("FURTHER", "\n".join([heading, *rows, ""]))
    path = folder / "further.csv"
    path.write_text(file.text)
    return path


def names_of(stage: Stage) -> set[str]:
    return {
        customer.name
        for side in stage.sides
        for found in side.clienteles.values()
        for customer in (*found.customers, *found.silent)
    }


def test_no_further_list_changes_nothing() -> None:
    """The stage is the very same."""
    stage = stage_of("RUB-CNY")
    assert under(stage, ()) is stage


def test_who_is_listed_only_with_the_country_at_hand_is_no_customer_either(tmp_path: Path) -> None:
    """A payment says where its people live, and that may be what decides."""
    stage = stage_of("RUB-CNY")
    for countries, is_customer in (("", True), ("RU", False), ("CN", True)):
        file = listing(tmp_path, "Romin Milenov")
        file.write_text(file.read_text().replace(",unknown,,", f",unknown,{countries},"))
        harder = under(stage, gather([file]).lists)
        assert ("Roman Malinov" in names_of(harder)) is is_customer


def test_a_customer_who_is_listed_is_none_any_more(tmp_path: Path) -> None:
    """And a name from the list gets payments that must be refused."""
    stage = stage_of("RUB-CNY")
    unlucky = stage.sides[0].clienteles["BRZKRUM0"].customers[0].name
    harder = under(stage, gather([listing(tmp_path, unlucky, "Somebody Faraway")]).lists)
    assert unlucky in names_of(stage)
    assert names_of(harder) == names_of(stage) - {unlucky}
    assert "Somebody Faraway" in harder.listed
    listed = [e for e in draw_plan(harder, 3_000, 1).planned if e.kind is Kind.LISTED]
    assert "Somebody Faraway" in {each.creditor.name for each in listed}
