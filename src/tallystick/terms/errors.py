"""What can go wrong that is not a refusal.

    TallystickError
    ├── MessageError            the text or bytes break a rule of their format
    │   ├── LocalMessageError   we broke it: what we were about to send is wrong
    │   └── RemoteMessageError  the sender broke it: what we received is wrong
    ├── LinkError               a network, a peer or a settlement system is unwell
    ├── StoreError              the journal or another store is unwell
    ├── SettingError            a setting breaks a rule; nothing starts
    └── InvariantError          we are wrong; the process ends

A payment that may not pass is a *refusal*: an event with an ISO reason, never an
exception. `LinkError` and `StoreError` say when to ask again and whether the outcome
is known: where it is not, the thing may have happened, and one must query before
trying anew. An `InvariantError` is caught at the edge of the process and nowhere else.
"""

from typing import Self

from typing_extensions import override


class TallystickError(Exception):
    """What went wrong, in one sentence for people and one stable code for machines.

    The sentence says what, where and which rule. `field` names the place in what was
    read (an element path, a setting's key), `ref` the thing it was read from or about
    (a message id, a file, a payment); both may be empty.
    """

    code: str = "error"

    def __init__(self, detail: str, *, code: str = "", field: str = "", ref: str = "") -> None:
        super().__init__(detail)
        self.detail = detail
        self.code = code or type(self).code
        self.field = field
        self.ref = ref

    @override
    def __str__(self) -> str:
        where = ", ".join(f"{name} {text}" for name, text in self._places() if text)
        return f"{self.detail} ({where})" if where else self.detail

    @override
    def __reduce__(self) -> tuple[object, ...]:
        # Errors cross processes whole; the default would call __init__ without its keywords.
        return _revive, (type(self), self.args), self.__dict__

    def _places(self) -> tuple[tuple[str, str], ...]:
        return ("field", self.field), ("ref", self.ref)


class MessageError(TallystickError):
    """A text breaks a rule of its format; who wrote it is for the caller to say."""

    code = "message-broken"


class LocalMessageError(MessageError):
    """We broke the rule: what we were about to send is wrong and does not leave."""


class RemoteMessageError(MessageError):
    """The sender broke the rule: what we received is answered as broken."""


class _UnwellError(TallystickError):
    """Somebody we depend on did not do what was asked.

    `retry_after_ms` is how long to wait before asking again. When `outcome_known` is
    true, nothing was done; when it is false, it may have been: query first.
    """

    def __init__(
        self, detail: str, *, outcome_known: bool, retry_after_ms: int = 0, **words: str
    ) -> None:
        super().__init__(detail, **words)
        self.outcome_known = outcome_known
        self.retry_after_ms = retry_after_ms


class LinkError(_UnwellError):
    """A network, a peer or a settlement system is unwell."""

    code = "link-unwell"


class StoreError(_UnwellError):
    """The journal or another store is unwell."""

    code = "store-unwell"


class SettingError(TallystickError):
    """A setting breaks a rule, so nothing starts.

    `ref` is the file (or the agreement), `field` the key, `detail` the rule it breaks.
    """

    code = "setting-wrong"


class InvariantError(TallystickError):
    """We are wrong: a promise of the machine does not hold. The process ends."""

    code = "invariant-broken"


def _revive(kind: type[Self], words: tuple[str, ...]) -> Self:  # type: ignore[misc]
    return kind.__new__(kind, *words)
