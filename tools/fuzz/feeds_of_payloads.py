"""Travel-rule payloads, fed to what reads, judges, writes and screens them."""

from typing import Final

from tallystick.screening.fields import known_treatment, screened_fields
from tallystick.terms.errors import LocalMessageError
from tallystick.wire.ivms101.constraints import flaws
from tallystick.wire.ivms101.elements import elements
from tallystick.wire.ivms101.leaves import leaves
from tallystick.wire.ivms101.model import Payload
from tallystick.wire.ivms101.reader import decode
from tallystick.wire.ivms101.requirements import Edition, Transfer, missing
from tallystick.wire.ivms101.writer import encode
from tools.fuzz.bounds import bounded

ON: Final = "2026-11-29"
DETAIL_MAX: Final = 400  # characters of a sentence that people read


def feed_payloads(raw: bytes) -> None:
    """Read a payload; one that is read is written and read the same, and screened whole.

    Raises:
        RemoteMessageError: it is refused.
    """
    payload = bounded(lambda: decode(raw))
    written = _written(payload)
    assert decode(written) == payload, "it is read another when it is written"
    for flaw in bounded(lambda: flaws(payload, ON, frozenset())):
        assert flaw.rule
        assert len(flaw.text) <= DETAIL_MAX
        assert flaw.text.isprintable()
    for edition in Edition:
        bounded(lambda asked=edition: missing(payload, Transfer(asked)))  # type: ignore[misc]
    _look_at_leaves(payload)


def _written(payload: Payload) -> bytes:
    try:
        return bounded(lambda: encode(payload))
    except LocalMessageError as wrong:
        raise AssertionError("what was read cannot be written") from wrong


def _look_at_leaves(payload: Payload) -> None:
    found = bounded(lambda: leaves(payload))
    assert all(known_treatment(leaf.path) is not None for leaf in found)
    told = "\0".join(leaf.text for leaf in found)
    assert all(str(each.value) in told for each in elements(payload, "")), "a text goes unseen"
    bounded(lambda: screened_fields(found))
