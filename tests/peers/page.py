"""The tables of docs/explanation/optimiser-compared.md, as the run writes them."""

from collections.abc import Mapping, Sequence
from typing import Final

from tests.house.reference import table
from tests.house.source import ROOT
from tests.peers.measure import Case, Judged

PAGE: Final = ROOT / "docs" / "explanation" / "optimiser-compared.md"
_OVERDRAWN: Final = "-"

Measured = Mapping[Case, Mapping[str, Judged]]


def plain_table(measured: Measured) -> str:
    """Return who settles how much of payments in one currency, and who overdraws."""
    heads = (
        *("payments", "liquidity", "who", "value settled", "of the bound", "payments settled"),
        *("accounts below zero", "overdrawn", "CPU seconds"),
    )
    rows = [
        (
            *(case.bundles, _percent(case.liquidity, 0), name, _percent(each.of_gross)),
            *(_of_bound(each), _percent(each.of_bundles, 1)),
            *(f"{each.below:.1f}", _percent(each.overdrawn), f"{each.seconds:.3g}"),
        )
        for case, judged in measured.items()
        for name, each in judged.items()
    ]
    return table(heads, rows)


def core_table(measured: Measured) -> str:
    """Return who settles how much of bundles in two currencies, under limits."""
    heads = (
        *("bundles", "liquidity", "who", "value settled", "of the certificate's bound"),
        *("of the tightest bound", "bundles settled", "CPU seconds"),
    )
    rows = [
        (
            *(case.bundles, _percent(case.liquidity, 0), name, _percent(each.of_gross)),
            *(_percent(each.of_certificate), _percent(each.of_search)),
            *(_percent(each.of_bundles, 1), f"{each.seconds:.3g}"),
        )
        for case, judged in measured.items()
        for name, each in judged.items()
    ]
    return table(heads, rows)


def setting_lines(machine: str, versions: Sequence[str], minutes: float) -> str:
    """Return where and with what the run was made."""
    return f"{machine}; {', '.join(versions)}; the run took {minutes:.0f} minutes.\n"


def _of_bound(each: Judged) -> str:
    # What overdraws is in no competition with what does not: its value is no share of the bound.
    return _OVERDRAWN if each.below else _percent(each.of_search)


def _percent(share: float, digits: int = 2) -> str:
    return f"{100 * share:.{digits}f} %"
