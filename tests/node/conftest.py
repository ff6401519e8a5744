"""Books that tests begin with; what several tests share, none of them steps further."""

import pytest

from tallystick.core.agreements import TimeOuts
from tallystick.node.engine import Engine
from tests.core.pair import mutual
from tests.node.history import KeptNodes, lived
from tests.node.linked_nodes import LinkedNodes
from tests.node.steps import engine_on


@pytest.fixture(scope="module")
def founded() -> LinkedNodes:
    """Return two nodes under an agreement that lets payments wait; nobody steps them further."""
    return LinkedNodes(mutual(time_outs=TimeOuts(queue_ms=3_600_000))).found()


@pytest.fixture
def engine(founded: LinkedNodes) -> Engine:
    """Return an engine of its own on the north's books."""
    return engine_on(founded)


@pytest.fixture(scope="module")
def history() -> KeptNodes:
    """Return two nodes that have seen everything; nobody steps them further."""
    return lived()
