"""Double entry: where the money is, and what of it is spoken for.

A balance is what the node owes the account's owner, so the books of one
currency sum to zero: the mirror account of the settlement system carries the
same amount with the sign turned. Money is reserved by a *hold*, which is then
*posted* (made definite) or *voided* (released), once and whole.

Only `evolve` may call the functions that move money; deciders ask `available`.
"""

from collections.abc import Iterator

import msgspec

from tallystick.terms.errors import InvariantError


class Posting(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One movement: `amount` minor units (positive) from one account to another."""

    debit: str
    credit: str
    amount: int


class Hold(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """Postings that are reserved under one id until they are posted or voided."""

    postings: tuple[Posting, ...]


class Account(msgspec.Struct, array_like=True, gc=False):
    """One account; `held` is reserved out of it, `floor` is its least balance (None: no floor)."""

    account_id: str
    currency: str
    floor: int | None
    balance: int = 0
    held: int = 0

    @property
    def available(self) -> int | None:
        """What may still be spent, None without a floor."""
        return None if self.floor is None else self.balance - self.held - self.floor

    def covers(self, amount: int) -> bool:
        """Whether this much can be taken now."""
        return self.floor is None or self.balance - self.held - self.floor >= amount


class Ledger(msgspec.Struct, array_like=True):
    """All accounts of a node and all that is held on them."""

    accounts: dict[str, Account] = {}
    holds: dict[str, Hold] = {}

    def open(self, account_id: str, currency: str, floor: int | None) -> None:
        """Open an account at zero; one that is open keeps its balance."""
        if account_id not in self.accounts:
            self.accounts[account_id] = Account(account_id, currency, floor)

    def covers(self, account_id: str, amount: int) -> bool:
        """Whether the account is open and could pay this much now."""
        account = self.accounts.get(account_id)
        return account is not None and account.covers(amount)

    def hold(self, hold_id: str, postings: tuple[Posting, ...]) -> None:
        """Reserve; the caller has made sure that each account covers it."""
        if hold_id in self.holds:
            detail = f"hold {hold_id} is already there"
            raise InvariantError(detail)
        for posting in postings:
            self.accounts[posting.debit].held += posting.amount
        self.holds[hold_id] = Hold(postings)

    def post(self, hold_id: str) -> tuple[Posting, ...]:
        """Make the held postings definite and return them."""
        postings = self.void(hold_id)
        for posting in postings:
            self.transfer(posting)
        return postings

    def void(self, hold_id: str) -> tuple[Posting, ...]:
        """Release what was held and return it."""
        hold = self.holds.pop(hold_id, None)
        if hold is None:
            detail = f"there is no hold {hold_id}"
            raise InvariantError(detail)
        for posting in hold.postings:
            self.accounts[posting.debit].held -= posting.amount
        return hold.postings

    def transfer(self, posting: Posting) -> None:
        """Move money at once."""
        debit, credit = self.accounts[posting.debit], self.accounts[posting.credit]
        if posting.amount <= 0 or debit.currency != credit.currency:
            detail = f"a posting of {posting.amount} from {posting.debit} to {posting.credit}"
            raise InvariantError(detail)
        debit.balance -= posting.amount
        credit.balance += posting.amount


def participant_account(participant_id: str, currency: str) -> str:
    """Name a participant's prefunded settlement account."""
    return f"participant:{participant_id}:{currency}"


def provider_account(provider_id: str, currency: str) -> str:
    """Name an exchange provider's prefunded account."""
    return f"provider:{provider_id}:{currency}"


def is_of_provider(account_id: str) -> bool:
    """Whether an account is an exchange provider's."""
    return account_id.startswith("provider:")


def clearing_account(agreement_id: str, currency: str) -> str:
    """Name the account of what the operator collected minus what it paid out."""
    return f"clearing:{agreement_id}:{currency}"


def difference_account(agreement_id: str, currency: str) -> str:
    """Name the account where the exchange difference of settled cycles ends."""
    return f"fx-difference:{agreement_id}:{currency}"


def fees_account(agreement_id: str, currency: str) -> str:
    """Name the account of fees earned under an agreement."""
    return f"fees:{agreement_id}:{currency}"


def blocked_account(agreement_id: str, currency: str) -> str:
    """Name the account of funds that the law has frozen."""
    return f"blocked:{agreement_id}:{currency}"


def treasury_account(currency: str) -> str:
    """Name the account of what the operator gave for, or got for, its foreign reserve."""
    return f"treasury:{currency}"


def reserve_account(settlement_system: str, currency: str) -> str:
    """Name the account of the operator's own money at the other end's settlement system."""
    return f"reserve:{settlement_system}:{currency}"


def suspense_account(currency: str) -> str:
    """Name the account of money whose owner a notice did not name correctly."""
    return f"suspense:{currency}"


def mirror_account(settlement_system: str, currency: str) -> str:
    """Name the mirror of our balance at a settlement system: its sign is turned."""
    return f"mirror:{settlement_system}:{currency}"


def payment_hold(payment_id: str) -> str:
    """Name the hold of a payment's leg; each kind of hold has names of its own."""
    return f"payment/{payment_id}"


def leg_hold(reference: str) -> str:
    """Name the hold of our leg of a settlement."""
    return f"leg/{reference}"


def pay_out_hold(defunding_id: str) -> str:
    """Name the hold of a payment out."""
    return f"pay-out/{defunding_id}"


def sums_by_currency(ledger: Ledger) -> dict[str, int]:
    """Return the sum of all balances per currency: each must be zero."""
    sums: dict[str, int] = {}
    for account in ledger.accounts.values():
        sums[account.currency] = sums.get(account.currency, 0) + account.balance
    return sums


def held_by_account(ledger: Ledger) -> dict[str, int]:
    """Return what the holds say is reserved, to compare with what the accounts say."""
    held: dict[str, int] = {}
    for posting in _held_postings(ledger):
        held[posting.debit] = held.get(posting.debit, 0) + posting.amount
    return held


def _held_postings(ledger: Ledger) -> Iterator[Posting]:
    for hold in ledger.holds.values():
        yield from hold.postings
