"""`tallystick demo --lists`: every payment is screened at both nodes against the list given."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from click.testing import CliRunner, Result

from tallystick.cli.demo import demo
from tallystick.cli.exit_code import ExitCode
from tallystick.core.events import PaymentArrived, PaymentReceived
from tallystick.journal.entries import unseal
from tallystick.node.desks import SHELF
from tallystick.proof.stores import inspected
from tallystick.sandbox.plan import Kind, Planned, draw_plan
from tallystick.sandbox.screened import under
from tallystick.sandbox.stage import Stage, stage_of
from tallystick.screening.gather import gather
from tallystick.screening.lists import ListVersion
from tallystick.screening.readers import ofac
from tallystick.screening.shelf import Shelf
from tallystick.terms.verdicts import Outcome
from tests.cli.calling import Call, call

__all__ = ["call"]
STAGE = stage_of("RUB-CNY")
PAYMENTS = 8  # a third of so few are no ordinary ones: a listed name, and no funds
BESIDE = "This is not a list."
GIVEN = ("Aldous", "Barnabas", "Cuthbert", "Drusilla", "Ephraim", "Faramond")
FAMILY = ("DUNMORE", "QUILLFEATHER", "ZEPHYRINE", "OAKAPPLE", "THISTLEWOOD", "VELLACOTT")


class Shown(NamedTuple):
    """What a demo was given, what it planned, and what it told and left behind."""

    version: ListVersion
    stage: Stage
    planned: tuple[Planned, ...]
    outcome: Result
    line: dict[str, Any]

    @property
    def stores(self) -> list[Path]:
        """The two nodes' journals."""
        return [Path(each) for each in self.line["stores"]]


def sdn_csv(names: list[str]) -> str:
    """Return a file in the layout of OFAC's sdn.csv: twelve columns, `-0-` for nothing."""
    rows = (
        f'{number},"{name}",individual,"INVENTED",' + ",".join(["-0- "] * 8)
        for number, name in enumerate(names, start=9_001)
    )
    return "".join(f"{row}\r\n" for row in rows)


def a_customer() -> str:
    """Return whom a bank of the demo serves, where nobody further is listed."""
    side = STAGE.sides[1]
    return side.clienteles[side.bics[0]].customers[0].name


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Shown:
    """Run a short demo against a list of invented names, one of which a customer bears."""
    folder = tmp_path_factory.mktemp("demo")
    lists = folder / "published"
    lists.mkdir()
    names = [f"{family}, {given}" for family in FAMILY for given in GIVEN]
    (lists / "sdn.csv").write_text(sdn_csv([*names, a_customer()]))
    (lists / "readme.txt").write_text(BESIDE)
    words = ["--once", "--payments", str(PAYMENTS), "--lists", str(lists), "--json"]
    outcome = CliRunner().invoke(demo, [*words, "--data", str(folder / "data")])
    (version,) = gather([lists]).lists
    stage = under(STAGE, [version])
    planned = draw_plan(stage, PAYMENTS, 1).planned
    return Shown(version, stage, planned, outcome, json.loads(outcome.stdout))


def arrivals(journal: Path) -> Iterator[PaymentReceived | PaymentArrived]:
    """Yield every payment that a node took up, from its bank or from the other node."""
    with inspected(journal) as store:
        for sealed in store.entries(0):
            for event in unseal(sealed).events:
                if isinstance(event, PaymentReceived | PaymentArrived):
                    yield event


@pytest.mark.slow
def test_it_comes_out_as_planned_and_says_what_it_screened_against(shown: Shown) -> None:
    """One line for scripts; beside it which lists were read, and what was none."""
    assert shown.outcome.exit_code == ExitCode.GOOD, shown.outcome.stderr
    told = (shown.line["payments"], shown.line["difference"], shown.line["tally_roots_equal"])
    assert told == (PAYMENTS, 0, True)
    assert f"screened against besides: {ofac.SDN}, 37 entities" in shown.outcome.stderr
    assert "no list, left out: " in shown.outcome.stderr
    assert "readme.txt" in shown.outcome.stderr


@pytest.mark.slow
def test_every_payment_was_screened_against_this_version(shown: Shown) -> None:
    """By both nodes' own journals and shelves: the very edition, with its entries and its hash."""
    counts = []
    for journal in shown.stores:
        shelf = Shelf(journal.parent / SHELF)
        judged = [event.verdict for event in arrivals(journal)]
        for digest in {verdict.bundle for verdict in judged}:
            assert shown.version in shelf.bundle(digest).lists
        counts.append(len(judged))
    # What was refused where it was sent never arrives; what settled was judged at both nodes.
    assert sum(counts) >= 2 * shown.line["settled"] + sum(shown.line["refused"].values())
    assert min(counts) > 0


@pytest.mark.slow
def test_a_name_of_the_list_is_refused_and_the_evidence_says_by_what(
    shown: Shown, call: Call
) -> None:
    """The verdict comes out again from what the node has kept."""
    (listed,) = [each for each in shown.planned if each.kind is Kind.LISTED]
    assert listed.creditor.name in shown.stage.listed, "the draw names somebody of this list"
    assert shown.line["refused"]["RR04"] == 1
    (refused,) = [
        (journal, event)
        for journal in shown.stores
        for event in arrivals(journal)
        if event.verdict.outcome is Outcome.REFUSE
    ]
    journal, event = refused
    config, payment_id = journal.parent / "node.toml", event.order.payment_id
    code, (told,), _ = call("reproduce", "--config", config, "--payment", payment_id, "--json")
    assert (code, told["reproduced"]) == (ExitCode.GOOD, True)
    hits = {
        (hit["list"], hit["matched"], field["text"])
        for field in told["evidence"]["fields"]
        for hit in field["hits"]
    }
    assert (ofac.SDN, listed.creditor.name, listed.creditor.name) in hits


def test_whom_the_list_names_is_no_customer_any_more(tmp_path: Path) -> None:
    """Banks screen their own customers too."""
    (tmp_path / "sdn.csv").write_text(sdn_csv([a_customer()]))
    stage = under(STAGE, gather([tmp_path]).lists)
    names = {
        customer.name
        for side in stage.sides
        for clientele in side.clienteles.values()
        for customer in clientele.customers
    }
    assert a_customer() not in names
    assert len(names) > 100
