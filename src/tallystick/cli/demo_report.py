"""The demo's report, for people: outcomes, positions, netting, roots, and how fast it went."""

from collections.abc import Iterator

from rich import box
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from tallystick.proof.demo.books import Books, CycleBooks, Flow
from tallystick.proof.demo.day import Findings
from tallystick.sandbox.plan import Ending
from tallystick.terms.money import Rate, Rounding, convert, convert_back, format_amount
from tallystick.terms.reasons import REASONS, StatusReason

WIDTH = 100
ODDITIES_SHOWN = 12
ROOT_SHOWN = 32
_TELLING = frozenset(reason.value for reason in StatusReason)


def paper() -> Console:
    """Return the standard output as a report is printed on it: piped, it has the full width."""
    console = Console()
    return console if console.is_terminal else Console(width=WIDTH)


def show(findings: Findings, console: Console) -> None:
    """Print the report."""
    console.print(Group(*_parts(findings)), width=min(WIDTH, console.width))
    if findings.is_good:
        first, second = findings.stores
        console.print("See for yourself:", highlight=False)
        for command in (f"reconcile {first} {second}", f"verify {first} --heads {second}"):
            console.print(f"  tallystick {command}", highlight=False, soft_wrap=True)


def _parts(findings: Findings) -> Iterator[RenderableType]:
    stage = findings.stage
    model = stage.agreement.settlement_model.value
    first, second = (side.operator_id for side in stage.sides)
    yield Text(f"\n{stage.name}: {first} and {second}, settled {model}", style="bold")
    yield _padded(_outcomes(findings))
    if findings.asked:
        yield _assignments(findings)
    yield _padded(_positions(findings))
    yield _padded(_netting(findings))
    yield _padded(_proof(findings))
    yield _padded(_speed(findings))
    yield _verdict(findings)


def _padded(part: RenderableType) -> Padding:
    return Padding(part, (1, 0, 0, 0))


def _table(title: str, *columns: str) -> Table:
    table = Table(title=title, box=box.SIMPLE_HEAD, title_justify="left", title_style="bold")
    for column in columns:
        is_number = column.endswith(" ")
        table.add_column(column.strip(), justify="right" if is_number else "left")
    return table


def _outcomes(findings: Findings) -> Table:
    table = _table("What came of the messages", "outcome", "reason", "messages ", "what it tells")
    table.add_row("settled", "", _count(findings.how_many(Ending.SETTLED)), "")
    for reason, count in findings.refused.items():
        hint = REASONS[StatusReason(reason)].hint if reason in _TELLING else ""
        table.add_row("refused", reason, _count(count), Text(hint, overflow="ellipsis"))
    rest = (
        (Ending.DUPLICATE, "The stored answer was given again, and nothing happened twice."),
        (Ending.BROKEN, "Answered with every rule it breaks; nothing was stored."),
        (Ending.PENDING, "No final answer came."),
    )
    for ending, hint in rest:
        if count := findings.how_many(ending):
            table.add_row(ending.value, "", _count(count), hint)
    table.add_section()
    table.add_row("all", "", _count(len(findings.observed)), "")
    return table


def _assignments(findings: Findings) -> Text:
    """Say in a line what the banks asked each other, and what came of it."""
    told = (
        f"{kind} {', '.join(f'{outcome} {count}' for outcome, count in counts.items())}"
        for kind, counts in findings.assignments.items()
    )
    back = ", ".join(f"{outcome} {count}" for outcome, count in findings.returns.items())
    return Text(f"Asked between banks: {'; '.join(told)}. Returns: {back or 'none'}")


def _positions(findings: Findings) -> Table:
    title = "What each bank sent and received; every payment was final at once"
    table = _table(title, "bank", "name", "currency", "sent ", "received ", "net ")
    for side, books in zip(findings.stage.sides, findings.books, strict=True):
        currency = side.country.currency
        for bic in side.bics:
            flow = books.flows.get(bic, Flow())
            amounts = (_money(each, currency) for each in (flow.sent, flow.received, flow.net))
            table.add_row(bic, findings.stage.sign_of(bic).name, currency, *amounts)
    return table


def _netting(findings: Findings) -> Table:
    """Show what the two sides owe each other one by one, and what is left of it when netted."""
    title = "Between the two sides, before and after netting"
    table = _table(title, "", "payments ", "collected ", "paid out ")
    for place, books in enumerate(findings.books):
        here, there = findings.stage.sides[place], findings.stage.sides[1 - place]
        collected = _with(books.outward.debtor_total, here.country.currency)
        paid_out = _with(books.outward.creditor_total, there.country.currency)
        name = f"{here.operator_id} to {there.operator_id}"
        table.add_row(name, _count(books.outward.count), collected, paid_out)
    table.add_section()
    for words in _settled(findings):
        table.add_row(*words)
    return table


def _settled(findings: Findings) -> Iterator[tuple[str, ...]]:
    """Say what was paid between the operators, and how little of the gross sum that was."""
    rate = findings.stage.agreement.opening_rate
    if not findings.stage.is_mutual or rate is None:
        yield "settled gross", "", "nothing is owed:", "each moved prefunded money"
        return
    paid = 0
    for cycle in findings.books[0].cycles.values():
        for leg in cycle.legs:
            paid += leg.amount
            who = f"cycle {cycle.number}: {leg.payer} pays {leg.payee}"
            yield who, "", "net", _with(leg.amount, leg.currency)
    gross = _gross(findings, rate)
    share = f"{100 * paid / gross:.1f} % of" if gross else ""
    yield "", "", f"{share} the gross", _with(gross, findings.stage.agreement.settlement_currency)


def _gross(findings: Findings, rate: Rate) -> int:
    """Value what both sides paid out in the settlement currency, at the opening rate."""
    held = findings.stage.agreement.settlement_index
    here, there = (findings.books[place].inward.creditor_total for place in (held, 1 - held))
    return here + (convert_back if held == 0 else convert)(there, rate, Rounding.HALF_EVEN)


def _proof(findings: Findings) -> Table:
    table = Table.grid(padding=(0, 2))
    first, second = findings.books
    for number, cycle in first.cycles.items():
        table.add_row(f"tally root of cycle {number}", *_roots(cycle, second))
    whole = findings.reconciliation
    table.add_row("payments compared", _count(whole.payments), _mark(not findings.difference))
    accounts = findings.statements
    told = f"{_count(accounts.accounts)} banks', {_count(accounts.entries)} entries"
    mark = _mark(not accounts.faults, "as each bank reckoned")
    table.add_row("statements of accounts", told, mark)
    for books in findings.books:
        sums = ", ".join(f"{currency} {amount}" for currency, amount in books.sums.items())
        is_zero = not any(books.sums.values())
        table.add_row(f"sum of {books.operator_id}'s postings", sums, _mark(is_zero, "balanced"))
    return table


def _roots(cycle: CycleBooks, second: Books) -> tuple[RenderableType, ...]:
    other = second.cycles.get(cycle.number)
    same = other is not None and other.root == cycle.root
    return f"{cycle.root[:ROOT_SHOWN]}…", _mark(same and cycle.is_settled)


def _mark(is_good: bool, word: str = "both alike") -> Text:  # noqa: FBT001 - it is what is marked
    return Text(word, "green") if is_good else Text(f"NOT {word}", "bold red")


def _speed(findings: Findings) -> Table:
    latency = findings.latency
    rate = findings.worked / findings.worked_s if findings.worked_s else 0.0
    table = Table.grid(padding=(0, 2))
    seconds = f"in the {findings.worked_s:.1f} s in which the banks were at work"
    table.add_row("messages per second", f"{rate:,.0f}", seconds)
    rest = f"half of them; 95 % within {latency.p95:,.0f} ms, 99 % within {latency.p99:,.0f} ms"
    table.add_row("from order to final status", f"{latency.p50:,.0f} ms", rest)
    return table


def _verdict(findings: Findings) -> RenderableType:
    first, second = findings.stores
    if findings.is_good:
        words = "Every message came to what was reckoned beforehand, and the two halves match."
        return Panel(words, border_style="green", padding=(0, 1))
    shown = list(findings.oddities[:ODDITIES_SHOWN])
    if len(findings.oddities) > ODDITIES_SHOWN:
        shown.append(f"and {len(findings.oddities) - ODDITIES_SHOWN} more")
    shown.append(
        f"{findings.difference} differences, {findings.reconciliation.pending} pending: "
        f"tallystick reconcile {first} {second}"
    )
    return Panel(Text("\n".join(shown)), border_style="red", title="not as it must be")


def _count(number: int) -> str:
    return f"{number:,}"


def _money(amount: int, currency: str) -> str:
    whole, point, decimals = format_amount(amount, currency).partition(".")
    return f"{int(whole):,}{point}{decimals}" if whole != "-0" else f"-0{point}{decimals}"


def _with(amount: int, currency: str) -> str:
    return f"{_money(amount, currency)} {currency}"
