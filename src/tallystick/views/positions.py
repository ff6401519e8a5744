"""Accounts: what the operator owes to whom, what of it is held, what is available."""

from collections.abc import Iterable

import msgspec

from tallystick.core.ledger import Account, participant_account, provider_account
from tallystick.core.state import State
from tallystick.views.viewers import Role, Viewer


class AccountView(msgspec.Struct, frozen=True):
    """One account, in minor units of its currency.

    `kind` is participant, provider, clearing, fx-difference, fees, blocked, treasury,
    reserve, suspense or mirror; `owner` whose account it is within that kind (a
    participant, an agreement, a settlement system), empty where there is one of a kind.
    `available` is null where an account may go below zero without bound.
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
    return [_view(account) for account in _visible(state, viewer)]


def _visible(state: State, viewer: Viewer) -> Iterable[Account]:
    accounts = state.ledger.accounts
    if viewer.is_operator:
        return accounts.values()
    name = provider_account if viewer.role is Role.PROVIDER else participant_account
    currencies = dict.fromkeys(pact.currency for pact in state.pacts.values())
    names = [name(viewer.party_id, currency) for currency in currencies]
    return [accounts[each] for each in names if each in accounts]


def _view(account: Account) -> AccountView:
    kind, _, rest = account.account_id.partition(":")
    return AccountView(
        account.account_id,
        kind,
        rest.removesuffix(account.currency).removesuffix(":"),
        account.currency,
        account.balance,
        account.held,
        account.available,
    )
