"""`tallystick screen reproduce` makes a node's decisions again from what it has kept."""

from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from tallystick.admission.desk import Admitted
from tallystick.admission.orders import admit_order
from tallystick.cli.exit_code import ExitCode
from tallystick.node.assembly import Assembly
from tallystick.node.config import load_settings
from tallystick.node.engine import Personal
from tallystick.node.reproducing import first_difference
from tallystick.screening.verdict import Screened
from tallystick.wire.iso20022.views import Party
from tests.admission.messages import NORTH_BANK, UETR, credit_transfer, transaction
from tests.cli.calling import Call, call
from tests.core.pair import CLEAR
from tests.node.test_assembly import config, live, opened, write_list

pytestmark = pytest.mark.slow

__all__ = ["call", "config"]
HIT_UETR = UETR[:-1] + "2"


@pytest.fixture
def decided(config: Path) -> Path:
    """Return the settings of a node that has judged two payments, a clear one and a hit.

    Its lists have changed since, so that by those of now the hit would be none.
    """

    async def scene(assembly: Assembly) -> None:
        await opened(assembly)
        (desk,) = assembly.runner.desks.values()
        for uetr, name in ((UETR, "Wang Fang"), (HIT_UETR, "Astralia First")):
            paid = transaction(uetr=uetr, creditor=Party(name=name))
            admitted = admit_order(desk, NORTH_BANK, credit_transfer(paid))
            assert isinstance(admitted, Admitted)
            kept = tuple(Personal(*each) for each in admitted.kept)
            await assembly.runner.take(admitted.command, kept)

    async def renewed(assembly: Assembly) -> None:
        await opened(assembly)

    live(config, scene)
    write_list(config.parent, "second")
    live(config, renewed)
    return config


@pytest.mark.parametrize(
    ("uetr", "outcome", "listed"), [(UETR, "clear", []), (HIT_UETR, "hold", ["Astralia First"])]
)
def test_a_decision_comes_out_again(
    decided: Path, call: Call, uetr: str, outcome: str, listed: list[str]
) -> None:
    """A clearance as a hit, with the evidence, though other lists are in force by now."""
    code, (told,), _ = call("reproduce", "--config", decided, "--payment", uetr, "--json")
    assert code is ExitCode.GOOD
    assert (told["reproduced"], told["why"], told["outcome"]) == (True, "", outcome)
    fields = told["evidence"]["fields"]
    assert [hit["matched"] for each in fields for hit in each["hits"]] == listed


def test_an_unknown_payment_has_no_decision(decided: Path, call: Call) -> None:
    """That is no good answer."""
    code, lines, errors = call("reproduce", "--config", decided, "--payment", "none", "--json")
    assert (code, lines) == (ExitCode.COULD_NOT_TELL, [])
    assert "no payment none" in errors


def lose(folder: str) -> Callable[[Path], None]:
    """Return what takes everything off a shelf."""

    def losing(config: Path) -> None:
        books = load_settings(config).folder
        for path in sorted((books / folder).rglob("*")):
            if path.is_file():
                path.unlink()

    return losing


def lose_keys(config: Path) -> None:
    """Take away the file of payment keys, as if all were erased."""
    (load_settings(config).folder / "keys.sqlite").unlink()


@pytest.mark.parametrize(
    ("lost", "why"),
    [
        (lose("lists"), "nothing stands on the shelf of bundles"),
        (lose("policies"), "nothing stands on the shelf of policies"),
        (lose_keys, "key is erased"),
    ],
)
def test_what_is_not_there_any_more_is_said(
    decided: Path, call: Call, lost: Callable[[Path], None], why: str
) -> None:
    """The grounds are still told; whether they give the same again nobody can tell."""
    lost(decided)
    code, (told,), _ = call("reproduce", "--config", decided, "--payment", HIT_UETR, "--json")
    assert code is ExitCode.COULD_NOT_TELL
    assert told["reproduced"] is None
    assert why in told["why"]
    assert told["outcome"] == "hold"


def test_another_digest_key_makes_another_verdict(decided: Path, call: Call) -> None:
    """The evidence is the same, its digest is not."""
    path = load_settings(decided).keys.digest_key
    path.write_text("ab" * 32)
    code, (told,), _ = call("reproduce", "--config", decided, "--payment", UETR, "--json")
    assert code is ExitCode.NO
    assert (told["reproduced"], told["why"]) == (False, "the verdict differs in evidence")


@pytest.mark.parametrize(
    ("stored", "why"),
    [
        (b'{"a":{"b":[1,2]}}', ""),
        (b'{"a":{"b":[1,3]}}', "the evidence differs at /a/b/1"),
        (b'{"a":{"b":[1,2,3]}}', "the evidence differs at /a/b/2"),
        (b'{"a":{"c":[1,2]}}', "the evidence differs at /a/c"),
        (b'{"a":{"b":[1, 2]}}', "the evidence differs at its form"),
    ],
)
def test_the_first_difference_is_named(stored: bytes, why: str) -> None:
    """By its path in the evidence; where only spaces differ, that is a difference too."""
    again = Screened(CLEAR, b'{"a":{"b":[1,2]}}', ())
    assert first_difference((CLEAR, stored), again) == why


def test_a_verdict_by_other_lists_is_another() -> None:
    """Though it is as clear, and the evidence is the same."""
    other = msgspec.structs.replace(CLEAR, bundle=b"of others")
    assert first_difference((CLEAR, b"{}"), Screened(other, b"{}", ())) == (
        "the verdict differs in bundle"
    )
