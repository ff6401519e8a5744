"""The link to a settlement system: instructions out, notices in, as JSON, both ways of it.

Instructions are numbered by the node, notices by the system; each is told again under
its number until it is known to have arrived. Amounts are minor units of the currency
beside them, proofs and other bytes base64 text. The system's side is here too, so that one
format is written down once.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import Annotated, Final, TypeVar

import msgspec

from tallystick.core import notices as core
from tallystick.core.effects import Instruct, InstructionKind
from tallystick.journal.port import OutboxRow
from tallystick.terms.errors import RemoteMessageError
from tallystick.terms.money import AMOUNT_MAX, BALANCE_MAX

AT_ONCE_MAX: Final = 1_000

Name = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
MaybeName = Annotated[str, msgspec.Meta(max_length=200)]
# Accounts have names of ours; a free text could be anybody's, and would be in the books for ever.
AccountName = Annotated[str, msgspec.Meta(pattern=r"^[a-z-]+:[A-Za-z0-9.:_ -]{1,150}(?!\n)$")]
Currency = Annotated[str, msgspec.Meta(pattern=r"^[A-Z]{3}(?!\n)$")]
Amount = Annotated[int, msgspec.Meta(ge=0, le=AMOUNT_MAX)]
Number = Annotated[int, msgspec.Meta(ge=1, le=2**53)]
Proof = Annotated[bytes, msgspec.Meta(max_length=4_096)]
Document = TypeVar("Document")


class Notice(msgspec.Struct, frozen=True, tag_field="kind", forbid_unknown_fields=True):
    """What a system tells, of one kind."""


class Credited(Notice, frozen=True, tag="credited"):
    """Money came in for the owner of an account of the node's."""

    reference: Name
    account_id: AccountName
    currency: Currency
    amount: Amount


class PaidOut(Notice, frozen=True, tag="paid-out"):
    """A payment out was made."""

    reference: Name


class PayOutRefused(Notice, frozen=True, tag="pay-out-refused"):
    """A payment out was refused."""

    reference: Name


class Held(Notice, frozen=True, tag="held"):
    """A leg is held, by a proof, until an instant in milliseconds since 1970."""

    reference: Name
    proof: Proof
    valid_until: Annotated[int, msgspec.Meta(ge=0, le=2**53)]


class HoldRefused(Notice, frozen=True, tag="hold-refused"):
    """A leg cannot be held, or is held no longer."""

    reference: Name


class Released(Notice, frozen=True, tag="released"):
    """A leg is final."""

    reference: Name
    currency: Currency
    amount: Amount


class Statement(Notice, frozen=True, tag="statement"):
    """The node's balance after all notices before this one."""

    currency: Currency
    balance: Annotated[int, msgspec.Meta(ge=-BALANCE_MAX, le=BALANCE_MAX)]


AnyNotice = Credited | PaidOut | PayOutRefused | Held | HoldRefused | Released | Statement

_CORE: Final[dict[type[Notice], type[core.SystemNotice]]] = {
    Credited: core.Credited,
    PaidOut: core.PaidOut,
    PayOutRefused: core.PayOutRefused,
    Held: core.Held,
    HoldRefused: core.HoldRefused,
    Released: core.Released,
    Statement: core.Statement,
}
_TOLD: Final = {kind: told for told, kind in _CORE.items()}


class _Instruction(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    number: Number
    kind: InstructionKind
    reference: Name
    currency: Currency
    amount: Amount = 0
    counterparty: MaybeName = ""


class _Instructions(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    settlement_system: Name
    instructions: Annotated[tuple[_Instruction, ...], msgspec.Meta(max_length=AT_ONCE_MAX)]


class _Received(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    received: Annotated[int, msgspec.Meta(ge=0, le=2**53)]


class _Numbered(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    number: Number
    notice: AnyNotice


class _Notices(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    notices: Annotated[tuple[_Numbered, ...], msgspec.Meta(max_length=AT_ONCE_MAX)]


_encode = msgspec.json.Encoder().encode


def encode_instructions(rows: Sequence[OutboxRow]) -> bytes:
    """Return rows for one system (at least one, none but instructions) as they go out."""
    effects = [row.effect for row in rows if isinstance(row.effect, Instruct)]
    assert len(effects) == len(rows) > 0, "only instructions go to a settlement system"
    told = tuple(
        _Instruction(
            row.number,
            each.kind,
            each.reference,
            each.currency,
            each.amount,
            each.counterparty,
        )
        for row, each in zip(rows, effects, strict=True)
    )
    return _encode(_Instructions(effects[0].settlement_system, told))


def decode_instructions(raw: bytes) -> list[tuple[int, Instruct]]:
    """Return the numbered instructions that a node sent, consecutive and in order.

    Raises:
        RemoteMessageError: they are not lawful; nothing of them counts.
    """
    told = _decoded(raw, _Instructions, "instructions")
    _consecutive([each.number for each in told.instructions])
    return [
        (
            each.number,
            Instruct(
                told.settlement_system,
                each.kind,
                each.reference,
                each.currency,
                each.amount,
                each.counterparty,
            ),
        )
        for each in told.instructions
    ]


def encode_received(number: int) -> bytes:
    """Return the system's word that it has every instruction up to a number."""
    return _encode(_Received(number))


def decode_received(raw: bytes) -> int:
    """Return up to which number the system has the instructions.

    Raises:
        RemoteMessageError: it does not say.
    """
    return _decoded(raw, _Received, "an acknowledgement").received


def encode_notices(notices: Sequence[tuple[int, core.Notice]]) -> bytes:
    """Return numbered notices as the system tells them."""
    told = tuple(_Numbered(number, _outward(notice)) for number, notice in notices)
    return _encode(_Notices(told))


def decode_notices(raw: bytes, after: int) -> list[tuple[int, core.Notice]]:
    """Return the notices that come next after a number, in order, none left out.

    Raises:
        RemoteMessageError: they are not lawful, or not the next; nothing of them counts.
    """
    told = _decoded(raw, _Notices, "notices").notices
    _consecutive([after, *(each.number for each in told)])
    return [(each.number, _inward(each.notice)) for each in told]


def _outward(notice: core.Notice) -> AnyNotice:
    told: AnyNotice = _TOLD[type(notice)](**msgspec.structs.asdict(notice))  # type: ignore[assignment]
    return told


def _inward(told: AnyNotice) -> core.Notice:
    notice: core.Notice = _CORE[type(told)](**msgspec.structs.asdict(told))  # type: ignore[assignment]
    return notice


def _decoded(raw: bytes, kind: type[Document], what: str) -> Document:
    try:
        return msgspec.json.decode(raw, type=kind)
    except (msgspec.DecodeError, ValueError, RecursionError) as broken:
        detail = f"{what} of a settlement system's link cannot be read: {broken}"
        raise RemoteMessageError(detail, code="system-broken") from broken


def _consecutive(numbers: Sequence[int]) -> None:
    for before, number in pairwise(numbers):
        if number != before + 1:
            detail = f"number {number} of a settlement system's link comes after {before}"
            raise RemoteMessageError(detail, code="system-gap")
