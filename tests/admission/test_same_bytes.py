"""What admission makes of a message is the same in every release, byte for byte.

Both nodes judge one message, perhaps by two releases, and a verdict is made again years
later. The digests here were written once and must come out for ever.
"""

from collections.abc import Iterable, Iterator
from hashlib import sha256

import msgspec
import pytest

from tallystick.admission.desk import Admitted, Desk
from tallystick.admission.orders import admit_order
from tallystick.core.commands import SubmitPayment
from tallystick.screening.bundle import bundle_of
from tallystick.screening.identifiers import IdentifierKind
from tallystick.screening.index import Index
from tallystick.screening.policy import CountryRule, ListRule, Policy
from tallystick.terms.errors import RemoteMessageError
from tallystick.terms.verdicts import Outcome, Verdict
from tallystick.wire.iso20022.grammar import Message
from tallystick.wire.iso20022.views import Account, Address, Agent, Amount, Party
from tallystick.wire.leaves import leaves_of
from tallystick.wire.xml import parse
from tests.admission.messages import (
    NORTH_BANK,
    credit_transfer,
    header_of,
    status_report,
    transaction,
)
from tests.screening.lists_at_hand import SHARED, listing, primary

PEOPLE = listing(
    [primary("ROE, Richard", "P-1"), primary("Al-Dunmore, Aldous (Dr.)", "P-2")], "People"
)
TRADE = listing(
    [primary("Astralia Lines Co., Ltd.", "T-1"), primary("Волна", "T-2")],
    "Trade",
    identifiers=[
        ("T-1", IdentifierKind.BIC, "ASTRRUMM"),
        ("T-1", IdentifierKind.IMO, "7654321"),
        ("T-2", IdentifierKind.ACCOUNT, "40817810880993394500"),
        ("T-2", IdentifierKind.WALLET, "0xAbCdEf0123456789aBcDeF0123456789abcdef01"),
        ("T-2", IdentifierKind.DOCUMENT, "77-123-456"),
    ],
)
POLICY = Policy(
    "RUB-CNY north",
    (ListRule("People", Outcome.BLOCK, 9_500), ListRule("Trade")),
    (CountryRule("KP", Outcome.REFUSE), CountryRule("DE")),
)
DESK = Desk("RUB-CNY", Index(bundle_of([PEOPLE, TRADE])), POLICY, b"k" * 32)
OLDER = Message("pacs.008.001.08")

NAMES = (
    "Richard Roe",
    "ROE, Richard",
    "RICHARD  ROE",
    "Mr. R. Roe",
    "Aldous Al-Dunmore",
    "Dr. Al'Dunmore Aldous (Ruritania)",
    "ASTRALIALINES",
    "LINES ASTRALIA",
    "ООО «Волна»",  # noqa: RUF001
    "Anna Ivanova, Moscow",
    "Wang Fang (王芳)",
)
TEXTS = (
    "rent for May",
    "of Astralia Lines",
    "freight, IMO 7654321",
    "imo:7654321 / hull 2",
    "to 0xabcdef0123456789abcdef0123456789abcdef01 now",
    "document 77123456, account 40817810880993394500",
    "by ASTRRUMM004 of Richard Roe",
    "за товар от Волна",
    "ＡＳＴＲＲＵＭＭ",  # noqa: RUF001 - the wide letters of Chinese keyboards
    "...",
)
ADDRESSES = (
    Address(town_name="Moscow", country="RU", lines=("behind the gate", "at Astralia Lines")),
    Address(town_name="Pyongyang", country="KP"),
)
ACCOUNTS = (
    Account(iban="DE89370400440532013000"),
    Account(iban="GB33BUKB20201555555555"),
)


def messages() -> Iterator[bytes]:
    """Yield messages of every kind of field, with and without somebody listed."""
    for name in NAMES:
        yield credit_transfer(transaction(creditor=Party(name=name)))
    for text in TEXTS:
        yield credit_transfer(transaction(remittance_information=(text, "and more")))
    for address in ADDRESSES:
        yield credit_transfer(transaction(debtor=Party(name="A", address=address)))
    for account in ACCOUNTS:
        yield credit_transfer(transaction(creditor_account=account))
    for bic in ("ASTRRUMM", "ASTRRUMMXXX", "ASTRRUMM004", "KKBCKPPY"):
        yield credit_transfer(transaction(creditor_agent=Agent(bic=bic)))
    yield credit_transfer(header=header_of())
    yield credit_transfer(transaction(agreed_rate=None), message=OLDER)
    yield from refused()


def refused() -> Iterator[bytes]:
    """Yield messages of which no order can be made, and bytes that are none."""
    whole = credit_transfer()
    yield status_report("ACTC")
    yield credit_transfer(transaction(uetr="", agreed_rate=None), message=OLDER)
    yield credit_transfer(transaction(instructing_agent=Agent(bic="NOBKCNSH")))
    yield credit_transfer(transaction(interbank_settlement_amount=Amount(1, "JPY")))
    yield whole.replace(b">1000.00<", b">1000.001<")
    yield whole.replace(b"<ChrgBr>SHAR", b"<ChrgBr>NOPE")
    yield (
        b"<Around note='Richard Roe'> KP " + whole.partition(b"?>")[2] + b"Astralia Lines</Around>"
    )
    yield whole[:-3]


def first_form(verdict: Verdict) -> tuple[object, ...]:
    """Return a verdict as it was before there were good-guy entries: none is relied on here.

    Nor is a list missing, which a verdict did not tell either.
    """
    *before, relied_on, missing = msgspec.structs.astuple(verdict)
    assert (relied_on, missing) == ((), ())
    return tuple(before)


def admitted(raw: bytes) -> bytes:
    """Return what admission finds in a message: its order and verdict, or why it has none."""
    try:
        given = admit_order(DESK, NORTH_BANK, raw)
        if isinstance(given, Admitted):
            assert isinstance(given.command, SubmitPayment)
            order, verdict = given.command.order, given.command.verdict
            return msgspec.msgpack.encode((order, first_form(verdict), given.kept))
        return msgspec.msgpack.encode((given.reason, given.field))
    except RemoteMessageError as error:
        return msgspec.msgpack.encode((error.code, error.field, error.detail))


def screened(raw: bytes) -> bytes:
    """Return what screening makes of a message that is perhaps no order."""
    try:
        verdict, evidence, hits = DESK.screen("a payment", leaves_of(parse(raw)))
        return msgspec.msgpack.encode((first_form(verdict), evidence, hits))
    except RemoteMessageError as error:
        return msgspec.msgpack.encode((error.code, error.field, error.detail))


def digest_of(parts: Iterable[bytes]) -> str:
    """Return one digest of all the parts."""
    return sha256(msgspec.msgpack.encode(tuple(parts))).hexdigest()


def test_verdicts_evidence_and_refusals_are_the_same_in_every_release() -> None:
    """Of invented messages: hits by every rule, clearances, refusals and broken bytes."""
    assert (
        digest_of(map(admitted, messages()))
        == "0cce4c409101604c0c8515aed57963996b93c2993763bae5a27c705e021c678b"
    )


@pytest.mark.slow
def test_published_messages_are_screened_the_same_in_every_release() -> None:
    """Every sample of ISO 20022, whether an order can be made of it or not."""
    files = sorted((SHARED / "messages").glob("iso20022*/*.xml"))
    if not files:
        pytest.skip("the sample messages are not at TALLYSTICK_TEST_DATA")
    assert (
        digest_of(screened(file.read_bytes()) for file in files)
        == "7198e26e8223bd0b5eb582fb0de3ad3a5a510073833ae0702cbafd760403aa64"
    )
