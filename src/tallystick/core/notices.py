"""What a settlement system tells a node: numbered, once each, in order.

Amounts are minor units of `currency`. The stream's order makes a statement
exact: it counts all that the notices before it told, and nothing else.
"""

from typing import TypeAlias

import msgspec


class SystemNotice(msgspec.Struct, frozen=True, array_like=True, tag=True, gc=False):
    """One thing told by a settlement system."""


class Credited(SystemNotice, frozen=True):
    """Money came in for the owner of this account of ours."""

    reference: str
    account_id: str
    currency: str
    amount: int


class PaidOut(SystemNotice, frozen=True):
    """The payment out that we instructed was made."""

    reference: str


class PayOutRefused(SystemNotice, frozen=True):
    """The payment out that we instructed was refused."""

    reference: str


class Held(SystemNotice, frozen=True):
    """Our leg of a settlement is held until then, by this proof."""

    reference: str
    proof: bytes
    valid_until: int


class HoldRefused(SystemNotice, frozen=True):
    """Our leg of a settlement cannot be held, or its hold has lapsed or been voided."""

    reference: str


class Released(SystemNotice, frozen=True):
    """A leg of a settlement is final: told to its payer and to its payee."""

    reference: str
    currency: str
    amount: int


class Statement(SystemNotice, frozen=True):
    """Our balance at the system after all notices before this one."""

    currency: str
    balance: int


Notice: TypeAlias = Credited | PaidOut | PayOutRefused | Held | HoldRefused | Released | Statement
