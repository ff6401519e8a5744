"""Errors say what, where and which rule, and cross processes whole."""

import pickle

import pytest

from tallystick.terms.errors import (
    InvariantError,
    LinkError,
    LocalMessageError,
    MessageError,
    RemoteMessageError,
    SettingError,
    StoreError,
    TallystickError,
)


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        (MessageError, "message-broken"),
        (LocalMessageError, "message-broken"),
        (RemoteMessageError, "message-broken"),
        (SettingError, "setting-wrong"),
        (InvariantError, "invariant-broken"),
    ],
)
def test_every_kind_has_a_stable_code(kind: type[TallystickError], code: str) -> None:
    """Without a code of its own an error carries the code of its kind."""
    assert kind("It broke.").code == code
    assert kind("It broke.", code="closer").code == "closer"


@pytest.mark.parametrize("kind", [LinkError, StoreError])
def test_an_unwell_world_says_what_is_known(kind: type[LinkError] | type[StoreError]) -> None:
    """Whoever catches it learns when to ask again and whether the thing may have happened."""
    error = kind("No answer.", outcome_known=False, retry_after_ms=250, ref="peer")
    assert (error.outcome_known, error.retry_after_ms) == (False, 250)
    assert (str(error), error.code) == ("No answer. (ref peer)", kind.code)


def test_the_sentence_names_the_place() -> None:
    """What a person reads holds the field and the reference when they are known."""
    assert str(MessageError("It is empty.")) == "It is empty."
    assert str(MessageError("It is empty.", field="Cdtr")) == "It is empty. (field Cdtr)"
    full = MessageError("It is empty.", field="Cdtr", ref="M-1")
    assert str(full) == "It is empty. (field Cdtr, ref M-1)"
    assert (full.detail, full.field, full.ref) == ("It is empty.", "Cdtr", "M-1")


def test_who_broke_the_rules_is_one_question_and_that_they_are_broken_another() -> None:
    """One may catch both sides' mistakes, or only one side's."""
    for kind in (LocalMessageError, RemoteMessageError):
        assert issubclass(kind, MessageError)
    assert not issubclass(InvariantError, MessageError)


@pytest.mark.parametrize(
    "error",
    [
        RemoteMessageError("It is empty.", code="empty", field="Cdtr", ref="M-1"),
        StoreError("The disk is full.", outcome_known=True, retry_after_ms=9),
    ],
)
def test_an_error_survives_the_way_between_processes(error: TallystickError) -> None:
    """Admission runs in many processes; nothing of an error is lost between them."""
    revived = pickle.loads(pickle.dumps(error))
    assert type(revived) is type(error)
    assert vars(revived) == vars(error)
    assert str(revived) == str(error)
