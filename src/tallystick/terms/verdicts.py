"""What screening says of one payment, and on what grounds.

A verdict carries digests, never names: the evidence itself lives in the vault, so
the chain can be kept, sent and proved without any personal data in it.
"""

from enum import StrEnum

import msgspec


class Outcome(StrEnum):
    """What may happen to the payment now.

    `CLEAR` lets it pass. `HOLD` waits for people. `REFUSE` sends it back. `BLOCK`
    keeps the money where it is: it goes neither forward nor back.
    """

    CLEAR = "clear"
    HOLD = "hold"
    REFUSE = "refuse"
    BLOCK = "block"


# Looked up once: on the road of every payment an attribute of an enum is dear.
_CLEAR = Outcome.CLEAR


class Verdict(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """The outcome of screening one payment under one set of lists and settings.

    `bundle` is the SHA-256 of the signed bundle of lists (empty: no list was loaded),
    `settings` the hash of the policy applied, `evidence` the keyed digest of what the
    vault keeps. `exemption` is the id of the exemption used; its legal basis is in the
    agreement. A verdict without a list and without an exemption is never clear. `relied_on`
    are the ids of the good-guy entries by which hits were set aside, `missing` the lists that
    the policy asks for and the bundle did not have: with one of them missing it is no verdict
    yet, and never clear.
    """

    outcome: Outcome
    bundle: bytes
    settings: bytes
    evidence: bytes
    exemption: str = ""
    relied_on: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        # Screening is always on: nothing passes on the strength of no list at all.
        if self.outcome is _CLEAR and not self.bundle and not self.exemption:
            raise ValueError("A clear verdict must name its list bundle or its exemption.")

    @property
    def is_clear(self) -> bool:
        """Whether the payment may pass."""
        return self.outcome is _CLEAR
