"""What a credit transfer tells for the rules of currency control: whose it is, and what for."""

from typing import Any

import pytest

from tallystick.admission.desk import Admitted, Refused
from tallystick.admission.facts import facts_of
from tallystick.admission.items import Told, admit_item
from tallystick.admission.orders import admit_order, transfer_in
from tallystick.core.commands import HearPeer, SubmitPayment
from tallystick.core.items import Forwarded
from tallystick.core.orders import Terms
from tallystick.core.rule_sets import Facts
from tallystick.terms.disclosures import Channel, PersonKind
from tallystick.terms.parties import Side
from tallystick.wire.iso20022.credit_transfer import (
    PaymentType,
    RegulatoryDetail,
    RegulatoryReport,
)
from tallystick.wire.iso20022.grammar import Message
from tallystick.wire.iso20022.messages import receive
from tallystick.wire.iso20022.views import Account, Address, Agent, Coded, Identifier, Party
from tests.admission.messages import NORTH_BANK, credit_transfer, desk, transaction

OLDER = Message("pacs.008.001.08")


def facts(side: Side = Side.DEBTOR, raw: bytes = b"", **over: object) -> Facts:
    """Return the facts of a transfer, as one side's node reads them."""
    read = transfer_in(raw or credit_transfer(transaction(**over)))
    assert not isinstance(read, Refused)
    return facts_of(desk(), read, side)


def number(id_: str, scheme: str = "") -> Identifier:
    """Return an identifier by a code of a scheme."""
    return Identifier(id_, Coded(code=scheme) if scheme else None)


def anna(**over: Any) -> Party:
    """Return a debtor."""
    return Party(name="Anna Ivanova", **over)


IBAN = Account(iban="DE89370400440532013000")


def test_a_bare_transfer_tells_little() -> None:
    """The channel, where the other bank is, and a person by its name."""
    told = facts()
    assert told == Facts(Channel.BANK_TRANSFER, told.person, country="CN")
    assert len(told.person) == 32


@pytest.mark.parametrize(
    ("party", "other"),
    [
        (anna(lei="529900T8BM49AURSDO55"), anna(lei="529900T8BM49AURSDO55", bic="NOBKRUMM")),
        (
            anna(personal_ids=(number("77-07", "TXID"), number("4509", "CCPT"))),
            anna(personal_ids=(number("4509", "CCPT"), number("77 07", "TXID"))),
        ),
        (
            anna(organisation_ids=(number("ab1", "TXID"),)),
            anna(personal_ids=(number("AB1", "TXID"),)),
        ),
        (anna(bic="NOBKRUMM"), Party(name="Another", bic="NOBKRUMM")),
        (anna(personal_ids=(number("5"),)), Party(name="Other", personal_ids=(number("5"),))),
    ],
)
def test_a_person_is_known_by_the_best_identifier(party: Party, other: Party) -> None:
    """However it is written, in whatever order, and whatever account is used."""
    first = facts(debtor=party, debtor_account=IBAN).person
    account = Account(other=Identifier("40817810"))
    assert facts(debtor=other, debtor_account=account).person == first


def test_persons_are_told_apart() -> None:
    """By kind of identifier, account and bank; somebody with two accounts counts as two."""
    persons = [
        facts(debtor=anna(lei="529900T8BM49AURSDO55")),
        facts(debtor=anna(personal_ids=(number("4509", "CCPT"),))),
        facts(debtor=anna(personal_ids=(number("4509", "TXID"),))),
        facts(debtor_account=IBAN),
        facts(debtor_account=Account(other=Identifier("40817810"))),
        facts(debtor_account=Account(proxy_id="+7-900-0000000")),
        facts(),
        facts(debtor=Party(name="Boris")),
        facts(debtor_agent=Agent(bic="NOB2RUMM")),
    ]
    assert len({each.person for each in persons}) == len(persons)


def test_an_account_is_one_however_it_is_written() -> None:
    """A name has no weight beside it."""
    first = facts(debtor_account=Account(other=Identifier("4081 7810")))
    second = facts(debtor=Party(name="B"), debtor_account=Account(other=Identifier("40817810")))
    assert first.person == second.person


@pytest.mark.parametrize(
    ("party", "kind"),
    [
        (anna(), None),
        (anna(personal_ids=(number("1"),)), PersonKind.INDIVIDUAL),
        (anna(birth_date="1990-01-01", birth_city="X", birth_country="RU"), PersonKind.INDIVIDUAL),
        (anna(organisation_ids=(number("1"),)), PersonKind.LEGAL_ENTITY),
        (anna(lei="529900T8BM49AURSDO55"), PersonKind.LEGAL_ENTITY),
    ],
)
def test_what_a_person_is_follows_from_its_identification(
    party: Party, kind: PersonKind | None
) -> None:
    """A name alone tells nothing."""
    assert facts(debtor=party).kind is kind


def test_each_node_looks_at_its_own_customer() -> None:
    """The creditor's node at the creditor, its residence, and where the debtor is."""
    over: dict[str, Any] = {
        "debtor": anna(country_of_residence="RU"),
        "creditor": Party(name="Wang Fang", country_of_residence="CN", lei="529900T8BM49AURSDO55"),
    }
    here, there = facts(**over), facts(Side.CREDITOR, **over)
    assert (here.residence, here.country) == ("RU", "CN")
    assert (there.residence, there.country) == ("CN", "RU")
    assert (here.kind, there.kind) == (None, PersonKind.LEGAL_ENTITY)
    assert here.person != there.person


@pytest.mark.parametrize(
    ("over", "country"),
    [
        ({"creditor": Party(name="W", address=Address(country="SG", town_name="S"))}, "SG"),
        ({"creditor_account": IBAN}, "DE"),
        ({"creditor_agent": Agent(bic="SOBKCNSH")}, "CN"),
        ({"creditor_agent": Agent(member_id="0123", name="Some Bank")}, ""),
    ],
)
def test_where_the_other_customer_is(over: dict[str, Any], country: str) -> None:
    """By address, account or bank, as far as any tells."""
    assert facts(**over).country == country


@pytest.mark.parametrize("message", [OLDER, Message("pacs.008.001.13")])
def test_purpose_codes_and_documents_are_told(message: Message) -> None:
    """In the versions that banks write; a code is told once."""
    reports = (
        RegulatoryReport("DEBT", "Central Bank", "RU", (RegulatoryDetail("20100"),)),
        RegulatoryReport(details=(RegulatoryDetail("20100", ("contract 7",)),)),
    )
    raw = credit_transfer(
        transaction(
            agreed_rate=None,
            purpose=Coded(code="GDDS"),
            payment_type=PaymentType(category_purpose=Coded(code="TRAD")),
            regulatory_reports=reports,
        ),
        message=message,
    )
    told = facts(raw=raw)
    assert (told.purposes, told.codes, told.has_document) == (("GDDS", "TRAD"), ("20100",), True)
    document: Any = receive(raw).document
    assert document.transactions[0].regulatory_reports == reports


def test_what_is_no_code_is_not_told() -> None:
    """The chain holds no text that a bank has chosen, be it somebody's name."""
    reports = (RegulatoryReport(details=(RegulatoryDetail("IVANOVA"), RegulatoryDetail("a 1"))),)
    told = facts(
        purpose=Coded(proprietary="IVANOVA"),
        payment_type=PaymentType(category_purpose=Coded(code="iv")),
        regulatory_reports=reports,
    )
    assert (told.purposes, told.codes) == ((), ())


def test_a_document_in_the_remittance_counts() -> None:
    """A reference of the creditor's alone does not."""
    raw = credit_transfer(
        transaction(creditor_references=("RF18",), agreed_rate=None), message=OLDER
    )
    assert not facts(raw=raw).has_document
    named = b"<Strd><RfrdDocInf><Nb>C-7</Nb></RfrdDocInf><CdtrRefInf>"
    assert facts(raw=raw.replace(b"<Strd><CdtrRefInf>", named)).has_document


def test_the_command_has_them() -> None:
    """At the debtor's node the debtor's; at the creditor's those that its own desk finds."""
    raw = credit_transfer()
    given = admit_order(desk(), NORTH_BANK, raw)
    assert isinstance(given, Admitted)
    command = given.command
    assert isinstance(command, SubmitPayment)
    assert command.facts == facts(raw=raw)
    terms = Terms(100_000, "RUB", 8_000, "CNY", 0, "NORTH", "", 0)
    item = Forwarded("RUB-CNY", 1, command.order, terms)
    heard = admit_item(desk(), Told("NORTH", 1, item, {"message": raw}, (0, b""))).command
    assert isinstance(heard, HearPeer)
    assert heard.facts == facts(Side.CREDITOR, raw)
