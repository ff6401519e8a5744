"""A verdict never clears a payment on the strength of nothing."""

import msgspec
import pytest

from tallystick.terms.verdicts import Outcome, Verdict

LISTS, POLICY, EVIDENCE = b"l" * 32, b"p" * 32, b"e" * 32


@pytest.mark.parametrize("outcome", list(Outcome))
def test_only_clear_is_clear(outcome: Outcome) -> None:
    """Hold, refuse and block do not let a payment pass."""
    assert Verdict(outcome, LISTS, POLICY, EVIDENCE).is_clear is (outcome is Outcome.CLEAR)


def test_without_a_list_nothing_is_clear() -> None:
    """A clear verdict without list and exemption cannot even be made or read."""
    with pytest.raises(ValueError, match="list bundle"):
        Verdict(Outcome.CLEAR, b"", POLICY, EVIDENCE)
    with pytest.raises(msgspec.ValidationError, match="list bundle"):
        msgspec.json.decode(b'["clear", "", "", ""]', type=Verdict)
    assert not Verdict(Outcome.HOLD, b"", POLICY, EVIDENCE).is_clear


def test_an_exemption_clears_and_is_named() -> None:
    """Where the agreement exempts a leg, the verdict says by which exemption."""
    verdict = Verdict(Outcome.CLEAR, b"", POLICY, EVIDENCE, exemption="EX-7")
    assert verdict.is_clear
    assert verdict.exemption == "EX-7"


@pytest.mark.parametrize("outcome", list(Outcome))
def test_a_verdict_comes_back_as_it_was_written(outcome: Outcome) -> None:
    """The journal returns what it was given."""
    verdict = Verdict(outcome, LISTS, POLICY, EVIDENCE, "EX-7")
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(verdict), type=Verdict) == verdict
