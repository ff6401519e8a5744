"""The local authentication of a DataPDU fits its secret, or is refused."""

import hmac
from base64 import b64encode
from hashlib import sha256

import pytest

from tallystick.terms.errors import LocalMessageError
from tallystick.wire import xml
from tallystick.wire.iso20022.parts import parts_of
from tallystick.wire.signatures.lau import authenticated
from tallystick.wire.signatures.signed_part import HMAC_SHA256, Reference, written
from tallystick.wire.signatures.xmldsig import IN_WRAPPER, sign
from tests.wire.signatures.signatories import INPUTS, SIGNERS, canonical, refusal
from tests.wire.signatures.test_xmldsig import SMALL

VECTOR = INPUTS / "messages" / "signed" / "swift_lau_hmac_camt003.xml"
SECRET = b"abcdeFGHIJ123456abcdeFGHIJ123456"  # of the vector, and public
FILE = b'<DataPDU xmlns="urn:swift:saa:xsd:saa.2.0"><Body>%s</Body></DataPDU>' % SMALL
END = b"</DataPDU>"


def sealed(secret: bytes = SECRET) -> bytes:
    """The file with its LAU, as an interface writes it."""
    covered = Reference("", is_around=True, octets=xml.exclusive(xml.parse(FILE)))
    signed_info = written("", HMAC_SHA256, (covered,))
    value = b64encode(hmac.digest(secret, signed_info, sha256))
    begin = b'<LAU><Signature xmlns="http://www.w3.org/2000/09/xmldsig#">'
    end = b"<SignatureValue>%s</SignatureValue></Signature></LAU>" % value
    return FILE.replace(END, begin + signed_info + end + END)


def lau_of(raw: bytes) -> bytes:
    """The LAU alone, as it is written."""
    return raw[raw.index(b"<LAU>") : raw.index(END)]


def test_what_was_authenticated_is_given_back() -> None:
    """Without its LAU, as it was digested."""
    root = authenticated(sealed(), SECRET)
    assert xml.canonical(root) == canonical(FILE)
    assert parts_of(root).document is not None


def test_the_vector_of_the_field_fits() -> None:
    """A file that another's software made."""
    if not VECTOR.is_file():
        pytest.skip("the signed sample is not at TALLYSTICK_TEST_DATA")
    raw = VECTOR.read_bytes()
    assert b"LAU" not in xml.verbatim(authenticated(raw, SECRET)).encode()
    changed = raw.replace(b"NONREF", b"NOTREF")
    assert refusal(lambda: authenticated(changed, SECRET)) == "signature-digest"
    assert refusal(lambda: authenticated(raw, SECRET[::-1])) == "signature-value"


GOOD = sealed()
ED = sign(FILE, SIGNERS["ed"], IN_WRAPPER)
SIGNATURE = ED[ED.index(b"<ds:Signature") : ED.index(END)]
REFUSED: dict[str, tuple[str, bytes]] = {
    "another secret": ("value", sealed(b"x" * 32)),
    "a changed amount": ("digest", GOOD.replace(b"1.00", b"9.00")),
    "a part more": ("digest", GOOD.replace(b"<LAU>", b"<More/><LAU>")),
    "no LAU": ("missing", FILE),
    "an empty LAU": ("missing", FILE.replace(END, b"<LAU/>" + END)),
    "two of them": ("several", GOOD.replace(END, lau_of(GOOD) + END)),
    "one that is not last": ("place", GOOD.replace(END, b"<More/>" + END)),
    "something else in it": ("several", GOOD.replace(b"<LAU>", b"<LAU><More/>")),
    "a public key's signature": (
        "algorithm",
        FILE.replace(END, b"<LAU>%s</LAU>" % SIGNATURE + END),
    ),
    "no signature in it": ("place", FILE.replace(END, b"<LAU><More/></LAU>" + END)),
    "a shorter HMAC": (
        "algorithm",
        GOOD.replace(
            b"</SignatureMethod>", b"<HMACOutputLength>8</HMACOutputLength></SignatureMethod>"
        ),
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_wrong_is_refused(name: str) -> None:
    """Each by its own code."""
    code, raw = REFUSED[name]
    assert refusal(lambda: authenticated(raw, SECRET)) == f"signature-{code}"


def test_a_short_secret_is_ours_to_mend() -> None:
    """It could be guessed."""
    with pytest.raises(LocalMessageError) as caught:
        authenticated(GOOD, SECRET[:31])
    assert caught.value.code == "signature-key"
