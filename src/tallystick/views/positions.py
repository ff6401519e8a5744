"""Accounts: what the operator owes to whom, what of it is held, what is available."""

import msgspec

from tallystick.core.ledger import Account, participant_account, provider_account
from tallystick.core.state import State
from tallystick.views.pending import not_reserved
from tallystick.views.viewers import Role, Viewer


class AccountView(msgspec.Struct, frozen=True):
    """One account, in minor units of its currency.

    `kind` is participant, provider, clearing, fx-difference, fees, blocked, treasury,
    reserve, suspense or mirror; `owner` whose account it is within that kind (a
    participant, an agreement, a settlement system), empty where there is one of a kind.
    `available` is null where an account may go below zero without bound. To its owner all
    that pending payments may take of the account is held, wherever they wait: `available`
    is below zero where they ask for more than there is.
    """

    account_id: str
    kind: str
    owner: str
    currency: str
    balance: int
    held: int
    available: int | None


def positions(state: State, viewer: Viewer) -> list[AccountView]:
    """Return the accounts that a viewer may see: its own, or all for the operator."""
    accounts = state.ledger.accounts
    if viewer.is_operator:
        return [_view(account) for account in accounts.values()]
    further = not_reserved(state, _own(state, viewer))
    return [_view(accounts[account_id], held) for account_id, held in further.items()]


def _own(state: State, viewer: Viewer) -> list[str]:
    """Name the accounts of a bank or a provider."""
    name = provider_account if viewer.role is Role.PROVIDER else participant_account
    currencies = dict.fromkeys(pact.currency for pact in state.pacts.values())
    names = [name(viewer.party_id, currency) for currency in currencies]
    return [each for each in names if each in state.ledger.accounts]


def _view(account: Account, further: int = 0) -> AccountView:
    """Show an account, as if so much further were held of it."""
    kind, _, rest = account.account_id.partition(":")
    free = account.available
    return AccountView(
        account.account_id,
        kind,
        rest.removesuffix(account.currency).removesuffix(":"),
        account.currency,
        account.balance,
        account.held + further,
        free - further if free is not None else None,
    )
