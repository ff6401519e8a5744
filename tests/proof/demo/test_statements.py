"""A bank of the demo that reads its account sees what its node booked wrong, or did not book."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import cast

import msgspec
import pytest

from tallystick.links.peer import Identity
from tallystick.node.account_reports import Addressed, Reporter, Signed, Standing
from tallystick.proof.demo.statements import read_statements
from tallystick.sandbox.online.door import Answer, Door
from tallystick.sandbox.online.sending import Observed
from tallystick.sandbox.online.teller import Teller
from tallystick.sandbox.plan import SETTLED, draw_plan
from tallystick.sandbox.signing import Signing
from tallystick.terms.errors import LinkError
from tallystick.views.account_book import Booking
from tallystick.views.statements import NotifiedBookings, Period, StatementPage, totals_of
from tallystick.wire.iso20022.grammar import Message
from tests.core.pair import NORTH, START
from tests.node.linked_nodes import SIGNING
from tests.node.running import StandingClock
from tests.proof.demo.findings import STAGE

PLANNED = draw_plan(STAGE, 20, 1).planned[0]
BANK = PLANNED.debtor_agent
ACCOUNT = f"participant:{BANK}:RUB"
SENT = "8a562c67-ca16-48ba-b074-65581be6f001"
RECEIVED = "8a562c67-ca16-48ba-b074-65581be6f002"
REPORTER = Reporter(Identity(NORTH, "1", SIGNING[NORTH]))
TO = Addressed(BANK, BANK, START)


def booked(*made: tuple[str, int, str]) -> tuple[Booking, ...]:
    """Return bookings: what each is, its amount, and for which payment."""
    bookings, balance = [], 0
    for number, (kind, amount, reference) in enumerate(made, start=1):
        balance += amount
        on = ("2026-09-21", "2026-09-21")
        bookings.append(Booking(number, number, START, *on, amount, balance, kind, reference))
    return tuple(bookings)


RIGHT = (
    ("funding", 10**12, "in-1"),
    ("payment", -PLANNED.amount, SENT),
    ("fee", -7, SENT),
    ("payment", 55, RECEIVED),
)


class NodeDoor:
    """A node's door behind which these bookings are."""

    def __init__(self, bookings: Sequence[Booking], position: int) -> None:
        self.bookings = bookings
        self.position = position
        self.spoilt = b""

    async def get(self, path: str, **query: str | int) -> Answer:
        """Answer as a node does."""
        return Answer(200, msgspec.json.encode(self._words(path, query)))

    def _words(self, path: str, query: Mapping[str, str | int]) -> dict[str, object]:
        if path == "/v1/positions":
            return {"accounts": [{"balance": self.position}]}
        if path == "/v1/reports":
            return {**self._told(self._report()), "pages": 1}
        after = int(query["after"])
        some = tuple(self.bookings[after : after + 2])
        notified = NotifiedBookings(ACCOUNT, some)
        signed = REPORTER.notification(notified, Message("camt.054.001.08"), TO)
        last = after + len(some)
        return {
            "notification": self._told(signed) if some else None,
            "last": last,
            "more": last < len(self.bookings),
        }

    def _report(self) -> Signed:
        period, bookings = Period("2026-09-21", "2026-09-21"), tuple(self.bookings)
        closing = bookings[-1].balance if bookings else 0
        sums = (0, closing)
        totals = totals_of(bookings)
        page = StatementPage(ACCOUNT, "RUB", period, 1, 1, *sums, bookings, sums, totals, "")
        return REPORTER.report(page, Message("camt.052.001.08"), TO, Standing(START, 0))

    def _told(self, signed: Signed) -> dict[str, object]:
        content = signed.content + self.spoilt
        return {"content": content.decode(), "signature": signed.signature, "message": "camt"}


def teller_at(door: NodeDoor) -> Teller:
    """Return a bank's teller at this door; the bank was told that it may credit one payment."""
    (bank,) = (each for each in STAGE.banks() if each.participant_id == BANK)
    bank.credited[RECEIVED] = 1
    keys = {"1": Identity(NORTH, "1", SIGNING[NORTH]).signer().verification_key()}
    signer = Identity(BANK, "1", SIGNING[NORTH]).signer()
    signing = Signing(BANK, signer, NORTH, keys)
    return Teller(bank, cast("Door", door), StandingClock(START), signing)


def faults_of(door: NodeDoor) -> tuple[str, ...]:
    """Return what the bank finds wrong."""
    observed = [Observed(PLANNED, SETTLED, SENT)]
    found = asyncio.run(read_statements({BANK: teller_at(door)}, observed))
    assert (found.accounts, found.entries) == (1, len(door.bookings))
    return found.faults


def test_an_account_as_the_bank_reckoned_has_no_fault() -> None:
    """Read in several parts."""
    bookings = booked(*RIGHT)
    assert faults_of(NodeDoor(bookings, bookings[-1].balance)) == ()


@pytest.mark.parametrize(
    ("made", "off", "told"),
    [
        (RIGHT, 1, "its position to"),
        (RIGHT[:1] + RIGHT[2:], 0, f"{SENT}: sent as -{PLANNED.amount}, booked as None"),
        (RIGHT[:3], 0, f"{RECEIVED}: booked or credited"),
        ((*RIGHT, ("payment", -3, RECEIVED)), 0, f"{RECEIVED}: sent as None, booked as -3"),
        ((*RIGHT, ("payment", 3, SENT)), 0, f"{SENT}: booked or credited"),
    ],
)
def test_what_is_wrong_is_named(
    made: tuple[tuple[str, int, str], ...], off: int, told: str
) -> None:
    """A position, or a payment that is booked and was not made, or was made and is not booked."""
    bookings = booked(*made)
    (fault,) = faults_of(NodeDoor(bookings, bookings[-1].balance + off))
    assert fault.startswith(f"{BANK}: ")
    assert told in fault


def test_a_statement_that_the_node_did_not_sign_is_not_read() -> None:
    """The bank believes no other."""
    door = NodeDoor(booked(*RIGHT), 0)
    door.spoilt = b" "
    with pytest.raises(LinkError, match="signature"):
        faults_of(door)
