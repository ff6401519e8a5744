"""What messages about a case share: the case, and who has handed it to whom."""

from typing import Final

import msgspec

from tallystick.wire.iso20022.charts import Chart, Inner
from tallystick.wire.iso20022.views import PARTY_OR_AGENT, PartyOrAgent


class CaseAssignment(msgspec.Struct, frozen=True, gc=False):
    """The handing over of a case: `assigner` asks or answers, `assignee` is to act on it."""

    id: str
    assigner: PartyOrAgent
    assignee: PartyOrAgent
    creation_date_time: str


class Case(msgspec.Struct, frozen=True, gc=False):
    """A case by the number that its creator gave it."""

    id: str
    creator: PartyOrAgent
    is_reopened: bool | None = None


ASSIGNMENT: Final = Chart(
    CaseAssignment,
    {
        "id": "Id",
        "assigner": Inner("Assgnr", PARTY_OR_AGENT),
        "assignee": Inner("Assgne", PARTY_OR_AGENT),
        "creation_date_time": "CreDtTm",
    },
)
CASE: Final = Chart(
    Case,
    {
        "id": "Id",
        "creator": Inner("Cretr", PARTY_OR_AGENT),
        "is_reopened": "ReopCaseIndctn",
    },
)
