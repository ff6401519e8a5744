"""Meters count one node's work and nobody else's, and name nobody."""

from tallystick.core.effects import AnyEffect, CallPeople, TellStatus
from tallystick.journal.port import Batch, OutboxRow
from tallystick.node.engine import Step
from tallystick.node.meters import Meters
from tallystick.terms.reasons import PaymentStatus, StatusReason


def test_two_nodes_do_not_count_each_other() -> None:
    """Each has a registry of its own."""
    north, south = Meters(), Meters()
    north.answered("GET /v1/positions", 200, 0.01)
    assert b"tallystick_requests_total{" in north.text()
    assert b"tallystick_requests_total{" not in south.text()


def test_requests_are_counted_by_route_and_status() -> None:
    """And timed by route."""
    meters = Meters()
    for status in (200, 200, 404):
        meters.answered("GET /v1/positions", status, 0.01)
    text = meters.text().decode()
    assert 'requests_total{route="GET /v1/positions",status="200"} 2.0' in text
    assert 'requests_total{route="GET /v1/positions",status="404"} 1.0' in text
    assert 'request_seconds_count{route="GET /v1/positions"} 3.0' in text


def test_what_banks_are_told_is_counted_without_their_names() -> None:
    """By status and reason alone."""
    meters = Meters()
    refused = TellStatus("NOBKRUMM", "pay-1", PaymentStatus.RJCT, StatusReason.INSUFFICIENT_FUNDS)
    effects: list[AnyEffect] = [
        refused,
        TellStatus("NOBKRUMM", "pay-2", PaymentStatus.ACSC),
        CallPeople("x", "y"),
    ]
    rows = [OutboxRow("any", number, 1, each) for number, each in enumerate(effects, start=1)]
    meters.committed(Step(Batch((), outbox=rows), []), 7)
    text = meters.text().decode()
    assert 'payment_statuses_total{reason="AM04",status="RJCT"} 1.0' in text
    assert 'payment_statuses_total{reason="",status="ACSC"} 1.0' in text
    assert "tallystick_inbox 7.0" in text
    assert "NOBKRUMM" not in text


def test_lag_is_told_by_kind() -> None:
    """What was given out and not acknowledged, over all destinations of a kind."""
    meters = Meters()
    heads = {"participant:A": 5, "participant:B": 3, "peer:SOUTH": 2}
    meters.lag(heads, {"participant:A": 4, "peer:SOUTH": 2})
    text = meters.text().decode()
    assert 'outbox_lag{kind="participant"} 4.0' in text
    assert 'outbox_lag{kind="peer"} 0.0' in text
