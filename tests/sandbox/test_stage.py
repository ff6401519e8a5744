"""The stages: lawful identifiers, and nobody on a list who is not meant to be."""

from itertools import product

import pytest

from tallystick.core.agreements import faults_of
from tallystick.sandbox.bank import Manner
from tallystick.sandbox.country import refuse_list, watch_list
from tallystick.sandbox.stage import AGREEMENTS, Stage, stage_of
from tallystick.screening.bundle import bundle_of
from tallystick.screening.fields import FieldKind
from tallystick.screening.index import Index
from tallystick.screening.readers import own
from tallystick.screening.readers.rows import ListFile
from tallystick.screening.score import THRESHOLD
from tallystick.terms.identifiers import is_bic, is_country, is_iban

EVERY_STAGE = pytest.mark.parametrize(
    "stage", [stage_of(name) for name in AGREEMENTS], ids=AGREEMENTS
)


def index_of(stage: Stage) -> Index:
    """Return the index over all four lists of both sides."""
    files = [
        f for side in stage.sides for f in (refuse_list(side.country), watch_list(side.country))
    ]
    return Index(bundle_of(own.read(ListFile(f.name, f.text.encode())) for f in files))


@EVERY_STAGE
def test_the_agreement_keeps_every_rule(stage: Stage) -> None:
    """Its time-outs shrink along the chain, and a quote outlives its payment."""
    assert faults_of(stage.agreement) == []
    assert stage.agreement.quote_life_ms > stage.agreement.time_outs.payment_ms
    assert all(end.screening_lists for end in stage.agreement.ends)


def test_gross_and_mutual_and_every_number_of_decimals_occur() -> None:
    """The stages show that nothing is wired to one of them."""
    models = {stage_of(name).agreement.settlement_model for name in AGREEMENTS}
    currencies = {side.country.currency for name in AGREEMENTS for side in stage_of(name).sides}
    assert len(models) == 2
    assert currencies >= {"JPY", "KWD", "RUB", "CNY", "EUR", "SGD", "THB"}


@EVERY_STAGE
def test_identifiers_are_lawful_and_accounts_are_one_customers(stage: Stage) -> None:
    """BICs are test codes, so that no real bank answers to them."""
    accounts = []
    for side in stage.sides:
        assert is_country(side.country.code)
        for bic in side.bics:
            assert is_bic(bic)
            assert bic[4:6] == side.country.code
            assert bic.endswith("0")
            found = side.clienteles[bic]
            accounts += [each.account for each in (*found.customers, *found.silent)]
            accounts += found.unknown
            if side.country.is_iban:
                assert all(map(is_iban, (each.account for each in found.customers)))
    assert len(set(accounts)) == len(accounts)


@EVERY_STAGE
def test_a_bank_knows_its_accounts(stage: Stage) -> None:
    """It answers for its customers, is silent for some, and has none of the unknown."""
    for side in stage.sides:
        for clientele in side.clienteles.values():
            manners = clientele.manners()
            assert all(manners[each.account] is Manner.PROMISE for each in clientele.customers)
            assert all(manners[each.account] is Manner.SILENCE for each in clientele.silent)
            assert not set(clientele.unknown) & set(manners)


@EVERY_STAGE
def test_no_customer_is_listed_and_every_listed_name_is_found(stage: Stage) -> None:
    """Names can be drawn together as they will: none of them is a hit."""
    index = index_of(stage)

    def hits(text: str) -> bool:
        return any(hit.score >= THRESHOLD for hit in index.hits(FieldKind.NAME, text))

    for side in stage.sides:
        people, lists = side.country.people, side.country.lists
        names = [f"{given} {family}" for given, family in product(people.given, people.family)]
        assert not [name for name in (*names, *people.firms) if hits(name)]
        assert all(map(hits, (*lists.refused, *lists.watched)))


@EVERY_STAGE
def test_who_quotes(stage: Stage) -> None:
    """In the mutual model the operator itself, in the other a provider a side."""
    for place, side in enumerate(stage.sides):
        names = stage.providers(place)
        own_names = (side.operator_id,) if stage.is_mutual else (side.country.provider,)
        assert names[:1] == own_names
        assert len(list(stage.publishers(place))) == len(names)
