"""Signed bytes, fed to what verifies them: nothing passes but what a listed key signed."""

from contextlib import suppress
from functools import cache
from typing import Final

from tallystick.terms.errors import RemoteMessageError
from tallystick.wire import xml
from tallystick.wire.iso20022.messages import received_in
from tallystick.wire.signatures import jws, xmldsig
from tallystick.wire.signatures.lau import authenticated
from tests.wire.signatures.signatories import KEYS
from tests.wire.signatures.test_jws import EXPECTED
from tests.wire.signatures.test_lau import SECRET
from tests.wire.signatures.test_xmldsig import FORMS
from tools.fuzz import seeds
from tools.fuzz.bounds import bounded

BREAK: Final = b"\n"  # between a detached signature and its message


def feed_signatures(raw: bytes) -> None:
    """Verify XML in each form that there is, and anything else as a signature and its message.

    Raises:
        RemoteMessageError: the signature is refused.
    """
    if raw.lstrip()[:1] != b"<":
        _feed_detached(raw)
        return
    for form in FORMS.values():
        with suppress(RemoteMessageError):
            verified = bounded(lambda form=form: xmldsig.verify(raw, KEYS, form))  # type: ignore[misc]
            assert verified.key_id in KEYS
            _look_at(verified.root)
    _look_at(bounded(lambda: authenticated(raw, SECRET)))


def _look_at(root: xml.Element) -> None:
    """Ask that what was verified is what somebody signed, and read it as anybody would."""
    assert _octets(root) in _signed(), "nobody signed this"
    with suppress(RemoteMessageError):
        received_in(root)


def _feed_detached(raw: bytes) -> None:
    signature, _, content = raw.partition(BREAK)
    signed = bounded(lambda: jws.verify(signature.decode("latin-1"), content, KEYS, EXPECTED))
    assert signed.key_id in KEYS
    assert EXPECTED.earliest <= signed.at <= EXPECTED.latest


@cache
def _signed() -> frozenset[bytes]:
    """Return, in canonical form, each document that the seeds sign, without its signature."""
    found = set()
    for raw in seeds.signatures():
        for form in FORMS.values():
            with suppress(RemoteMessageError):
                found.add(_octets(xmldsig.verify(raw, KEYS, form).root))
        with suppress(RemoteMessageError):
            found.add(_octets(authenticated(raw, SECRET)))
    return frozenset(found)


def _octets(root: xml.Element) -> bytes:
    # A signature that moves from the header to the wrapper leaves its empty place behind: the
    # octets that were signed are the same, and so is the message.
    return xml.canonical(root).replace(b"<Sgntr></Sgntr>", b"")
