"""What the operator's people do with currency control: read and confirm rules, read the lines.

The rules are those of the file that the settings name; whoever confirms them does so by the
digest of its text, and the core sees to it that two different people have.
"""

import csv
from collections.abc import Sequence
from io import StringIO
from typing import Final

from tallystick.admission.desk import Refused
from tallystick.admission.orders import transfer_in
from tallystick.core.effects import ReportPayment
from tallystick.core.rule_commands import AdoptRules
from tallystick.journal.port import OutboxRow
from tallystick.node.doors.asked import Nothing, ReportsSought, RulesNamed
from tallystick.node.doors.inside import UNKNOWN, Inside, Refusal, act
from tallystick.node.doors.queues import told_after
from tallystick.node.doors.told import Act, RegulatoryLine, RegulatoryReports, RulesTold
from tallystick.node.node import Node
from tallystick.node.parties import Party
from tallystick.terms.errors import InvariantError, RemoteMessageError
from tallystick.views.rules import active, direction_of, waiting

AUTHORITIES: Final = "authorities"
COLUMNS: Final = tuple(name for name in RegulatoryLine.__struct_fields__)


async def read_rules(inside: Inside, _party: Party, _asked: Nothing) -> RulesTold | Refusal:
    """Tell the rules in force, and those of the settings' file that wait for people."""
    ruled = inside.runner.around.ruled

    def told(node: Node) -> RulesTold:
        waits = waiting(node.state, *ruled) if ruled is not None else None
        return RulesTold(active(node.state), waits)

    return await inside.runner.read(told)


async def confirm_rules(inside: Inside, party: Party, asked: RulesNamed) -> Act | Refusal:
    """Put the rules of this digest in force, as the first or the second of two people."""
    ruled = inside.runner.around.ruled
    if ruled is None or ruled.digest.hex() != asked.digest:
        return Refusal(UNKNOWN, "The settings name no rules whose text has this digest.")
    return await act(inside, "rules", AdoptRules(ruled.rules, ruled.digest, party.id))


async def read_regulatory_reports(
    inside: Inside, _party: Party, asked: ReportsSought
) -> RegulatoryReports | Refusal:
    """Tell the lines for the authorities after a number; by being asked on, they are taken."""
    told = await told_after(inside, AUTHORITIES, asked, _line)
    if isinstance(told, Refusal):
        return told
    last = told[-1].number if told else asked.after
    if asked.form == "csv":
        return RegulatoryReports([], last, _csv(told))
    return RegulatoryReports(told, last)


def _line(node: Node, row: OutboxRow) -> RegulatoryLine:
    effect = row.effect
    if not isinstance(effect, ReportPayment):
        detail = f"row {row.number} of {row.destination} is no line for the authorities"
        raise InvariantError(detail)
    debtor, creditor = _names(node, effect.payment_id)
    return RegulatoryLine(
        row.number,
        effect.rule_id,
        effect.digest.hex(),
        effect.payment_id,
        direction_of(effect.side),
        effect.business_date,
        effect.amount,
        effect.currency,
        effect.person.hex(),
        effect.country,
        " ".join(effect.purposes),
        " ".join(effect.codes),
        debtor,
        creditor,
    )


def _names(node: Node, payment_id: str) -> tuple[str, str]:
    """Return debtor and creditor by name as the vault has them, empty once they are erased."""
    beside = node.attachments(payment_id)
    try:
        transfer = transfer_in(beside[0].content) if beside else None
    except RemoteMessageError:
        transfer = None
    if transfer is None or isinstance(transfer, Refused):
        return "", ""
    payment = transfer.transaction
    return payment.debtor.name, payment.creditor.name


def _csv(lines: Sequence[RegulatoryLine]) -> str:
    text = StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(COLUMNS)
    for line in lines:
        rows.writerow([_cell(getattr(line, name)) for name in COLUMNS])
    return text.getvalue()


def _cell(value: object) -> object:
    """Keep a name from being read as a formula by whoever opens the file in a spreadsheet."""
    is_formula = isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t"))
    return f"'{value}" if is_formula else value
