"""What systems do today, on queues whose outcome is known."""

import numpy as np

from tallystick.clearing.instance.reading import read_instance
from tallystick.clearing.optimiser.queue_rules import (
    bech_soramaki,
    fifo_with_bypass,
    queue_of,
)
from tallystick.clearing.optimiser.rows import rows_of
from tallystick.clearing.study.families import generate
from tests.clearing.instance.drafting import texts

_LINKS = 1500


def test_fifo_goes_through_a_queue_in_the_worst_order_to_its_end() -> None:
    payments = ["bundle_id,debtor,creditor,currency,amount,priority\n"]
    # Each bank can pay the next once it is paid, and the last payment is first in the queue.
    payments += [f"P{_LINKS - n:05},B{n},B{n + 1},EUR,7,1\n" for n in range(_LINKS)]
    accounts = ["participant,currency,available\n", "B0,EUR,7\n"]
    files = {
        "payments.csv": payments,
        "accounts.csv": accounts,
        "rates.csv": ["currency,rate\n", "EUR,1\n"],
    }
    instance = read_instance(files)
    rows, queue = rows_of(instance), queue_of(instance)
    assert fifo_with_bypass(rows, rows.table(np.zeros(len(queue)), queue), queue).settled.all()


def test_a_gridlock_stands_under_fifo_and_is_loosed_by_bech_and_soramaki() -> None:
    instance = generate("cycle", {"bundles": 30}).instance
    rows, queue = rows_of(instance), queue_of(instance)
    table = rows.table(np.zeros(len(queue)), queue)
    assert not fifo_with_bypass(rows, table, queue).settled.any()
    assert bech_soramaki(rows, table, queue).settled.all()


def test_an_empty_queue_settles_nothing() -> None:
    instance = generate("cycle", {"bundles": 3}).instance
    nobody = rows_of(instance).restricted(np.zeros(3, np.bool_))
    queue = np.zeros(0, np.int64)
    table = nobody.table(np.zeros(0), queue)
    assert not len(fifo_with_bypass(nobody, table, queue).settled)


def test_the_last_that_takes_is_left_out_and_not_a_later_one_that_brings() -> None:
    """A lacks 10: G0 takes 4 and G1 takes 10 of what it has; G2, last, brings it 4."""
    payments = ("G0,A,B,EUR,4,1", "G1,A,B,EUR,10,1", "G2,C,A,EUR,4,1")
    files = texts(payments=payments, accounts=("C,EUR,4",), limits=[], rates=["EUR,1"])
    instance = read_instance(files)
    rows, queue = rows_of(instance), queue_of(instance)
    table = rows.table(np.zeros(len(queue)), queue)
    assert bech_soramaki(rows, table, queue).settled.tolist() == [1, 0, 1]
