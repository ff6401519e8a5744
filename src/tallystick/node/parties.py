"""Who speaks to the node: a party is known by its certificate and has one role."""

from enum import StrEnum
from typing import Final, NamedTuple

from tallystick.terms.reviews import Standing

# What may name an operator, a party, an agreement or a key: it stands in paths and certificates.
NAME_FORM: Final = r"\A[A-Za-z0-9][A-Za-z0-9._:-]{0,63}\Z"


class Role(StrEnum):
    """What a party may ask for: the doors look at nothing else."""

    PARTICIPANT = "participant"
    """A bank or payment service provider that settles at this operator's end."""
    PROVIDER = "provider"
    """An exchange provider."""
    OPERATOR = "operator"
    """A person of this operator."""
    PEER = "peer"
    """The other operator's node."""


class Party(NamedTuple):
    """Somebody whose certificate the node knows: `id` is a participant's, a person's, ...

    `standing` is that of a person of the operator.
    """

    id: str
    role: Role
    standing: Standing = Standing.STAFF
