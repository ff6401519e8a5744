"""Our schemas give the published ones' verdict: on samples, on mutants, on all that we write."""

from random import Random
from typing import Any

import pytest
from hypothesis import given
from lxml import etree

from tallystick.wire import xml
from tallystick.wire.iso20022 import tree
from tallystick.wire.iso20022.grammar import Message
from tallystick.wire.iso20022.schema import schema_of
from tests.drawing import examples
from tests.wire.iso20022 import samples
from tests.wire.iso20022.forests import SEEDS, grown
from tests.wire.iso20022.mutants import mutant

pytestmark = pytest.mark.slow

FEW, SOME, MANY, MOST = 20, 60, 150, 2_000
DRAWN = 6


def flaws(schema: Any, element: Any) -> list[str]:
    """The rules an oracle finds broken, in order, in our words for them."""
    schema.validate(element)
    names = [entry.type_name.removeprefix("SCHEMAV_") for entry in schema.error_log]
    return [name.replace("_", "-").lower() for name in names]


def test_every_sample_has_the_published_verdict() -> None:
    """Valid or not, and if not by the same rules in the same order, for every sample."""
    verdicts = []
    for path, parts in samples.sample_parts().items():
        for message, element in parts:
            ours = [flaw.code for flaw in schema_of(message).flaws(element)]
            assert ours == flaws(samples.official(message), element), path.name
            verdicts.append(not ours)
    assert verdicts.count(True) > 200
    assert verdicts.count(False) > 20


def originals(message: Message) -> list[Any]:
    """The valid samples of a version, and documents drawn from its tables."""
    drawn = [etree.fromstring(tree.encode(grown(message, seed))) for seed in range(DRAWN)]
    return samples.valid_parts(message) + drawn


def agree_on_mutants(message: Message, count: int) -> None:
    """Compare both schemas on mutants of a version's documents."""
    is_first = message in samples.FIRST
    documents = samples.valid_parts(message) if is_first else originals(message)
    chance = Random(f"{message} {count}")
    valid = 0
    for number in range(count):
        element = mutant(chance, chance.choice(documents))
        ours = [flaw.code for flaw in schema_of(message).flaws(element)]
        assert ours == flaws(samples.official(message), element), number
        valid += not ours
    least, most = (count // 20, count // 2) if is_first else (0, count)
    assert least < valid < most, "too few mutants of one kind"


@pytest.mark.parametrize("message", samples.each(samples.ALL))
def test_some_mutants_have_the_published_verdict(message: Message) -> None:
    """Sixty of each of the first versions, a few of each other."""
    agree_on_mutants(message, SOME if message in samples.FIRST else FEW)


@pytest.mark.slow
@pytest.mark.parametrize("message", samples.ALL)
def test_many_mutants_have_the_published_verdict(message: Message) -> None:
    """Two thousand of each of the first versions, of all together over nineteen thousand."""
    agree_on_mutants(message, MOST if message in samples.FIRST else MANY)


@pytest.mark.slow
@pytest.mark.parametrize("message", samples.each(samples.ALL))
def test_whatever_the_tables_allow_is_published_as_allowed(message: Message) -> None:
    """Documents drawn from our tables are valid by both schemas."""
    oracle = samples.official(message)

    @examples(40 if message in samples.FIRST else 5)
    @given(SEEDS)
    def holds(seed: int) -> None:
        element = xml.parse(tree.encode(grown(message, seed)))
        assert flaws(oracle, element) == []
        assert schema_of(message).flaws(element) == ()

    holds()


@pytest.mark.parametrize(("name", "is_known"), [("Max35Text", True), ("Max3500Text", False)])
def test_a_type_may_be_named_by_the_document(name: str, *, is_known: bool) -> None:
    """What `xsi:type` says is looked up among the same names of types."""
    element = xml.parse(
        f'<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pacs.008.001.13" '
        f'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><FIToFICstmrCdtTrf><GrpHdr>'
        f'<MsgId xsi:type="{name}">1</MsgId></GrpHdr></FIToFICstmrCdtTrf></Document>'.encode()
    )
    found = [flaw.path for flaw in schema_of(samples.PACS_008_13).flaws(element)]
    assert ("/Document/FIToFICstmrCdtTrf/GrpHdr/MsgId" not in found) == is_known
