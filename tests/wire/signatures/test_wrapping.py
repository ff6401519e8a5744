"""What an attacker can do to a signed message: every way we know is refused, or changes nothing.

The forms are those of M. McIntosh and P. Austel (XML signature element wrapping, 2005) and of
J. Somorovsky and others (On breaking SAML, 2012), brought to a header and a document.
"""

import pytest

from tallystick.terms.errors import RemoteMessageError
from tallystick.wire import xml
from tallystick.wire.iso20022.messages import receive, received_in
from tallystick.wire.iso20022.parts import WRAPPERS_MAX, parts_of
from tallystick.wire.signatures.changes import take_out
from tallystick.wire.signatures.signed_part import DSIG, METHODS
from tallystick.wire.signatures.xmldsig import (
    HEADER_DOCUMENT_KEY,
    IN_HEADER,
    IN_WRAPPER,
    KEY_HEADER_DOCUMENT,
    Form,
    sign,
    verify,
)
from tests.every import for_each
from tests.wire.signatures.attacks import (
    ED25519,
    EVIL,
    EXCLUSIVE,
    PREFIXES,
    SHA256,
    TRANSFORM,
    XPATH,
    XSLT,
    Change,
    attackers_own,
    between,
    header_moved,
    hidden,
    instead,
    key_named_twice,
    part,
    reference_gone,
    reference_more,
    references_turned,
    signature_moved,
    signature_twice,
    slot_twice,
    without_signature,
)
from tests.wire.signatures.signatories import (
    KEY_INFO,
    KEYS,
    MESSAGE,
    SIGNERS,
    canonical,
    refusal,
)
from tests.wire.signatures.test_xmldsig import SMALL

THREE = KEY_HEADER_DOCUMENT
THREE = KEY_HEADER_DOCUMENT

REFUSED: dict[str, tuple[str, Form, Change]] = {
    "a changed amount": ("signature-digest", THREE, instead(b"1.00", b"9.00")),
    "a changed currency": ("signature-digest", THREE, instead(b"XTS", b"XXX")),
    "a changed recipient": ("signature-digest", THREE, instead(b"<To>A", b"<To>B")),
    "a changed wrapper": ("signature-digest", IN_HEADER, instead(b"W>", b"V>")),
    "a part more in the wrapper": ("signature-digest", IN_HEADER, between(b"<X/>", b"W")),
    "a document hidden beside another": ("several-messages", THREE, hidden(1)),
    "a document hidden deep": ("signature-digest", THREE, hidden(WRAPPERS_MAX + 1)),
    "a document hidden deep in a file": ("signature-digest", IN_HEADER, hidden(WRAPPERS_MAX + 1)),
    "a second document": ("several-messages", THREE, between(EVIL, b"W")),
    "a second header": ("several-messages", THREE, between(b"<AppHdr/>", b"W")),
    "a document in the signature": (
        "signature-shape",
        THREE,
        between(b"<ds:Object>%s</ds:Object>" % EVIL, b"ds:Signature"),
    ),
    "a document in KeyInfo": ("signature-key-info", IN_HEADER, between(EVIL, b"ds:KeyInfo")),
    "a header moved into the signature": ("signature-shape", THREE, header_moved),
    "a signature moved away": ("signature-missing", IN_HEADER, signature_moved),
    "a signature in another's place": ("signature-missing", IN_WRAPPER, lambda _: sign_small()),
    "a signature not last": ("signature-place", IN_WRAPPER, between(b"<X/>", b"W")),
    "a signature twice": ("signature-several", IN_HEADER, signature_twice),
    "a signature twice in a wrapper": ("signature-several", IN_WRAPPER, signature_twice),
    "a place for it twice": ("signature-several", IN_HEADER, slot_twice),
    "something else in its place": (
        "signature-place",
        IN_HEADER,
        lambda raw: raw.replace(part(raw, b"ds:Signature"), b"<Signature/>"),
    ),
    "no signature": ("signature-missing", IN_HEADER, without_signature),
    "an empty place": (
        "signature-missing",
        IN_HEADER,
        lambda raw: raw.replace(part(raw, b"ds:Signature"), b""),
    ),
    "a signature of another namespace": (
        "signature-place",
        IN_HEADER,
        instead(DSIG.encode() + b'"', b'urn:x"'),
    ),
    "references in another order": ("signature-reference", THREE, references_turned),
    "another form's order": (
        "signature-reference",
        HEADER_DOCUMENT_KEY,
        lambda _: sign(SMALL, SIGNERS["ed"], THREE, KEY_INFO),
    ),
    "one reference for three": ("signature-reference", THREE, lambda _: sign_small(KEY_INFO)),
    "three references for one": (
        "signature-reference",
        IN_HEADER,
        lambda _: sign(SMALL, SIGNERS["ed"], THREE, KEY_INFO),
    ),
    "a reference less": ("signature-reference", THREE, reference_gone),
    "a reference more": ("signature-reference", IN_HEADER, reference_more),
    "a file from outside": (
        "signature-reference",
        IN_HEADER,
        instead(b'URI=""', b'URI="file:///etc/passwd"'),
    ),
    "a page from outside": (
        "signature-reference",
        IN_HEADER,
        instead(b'URI=""', b'URI="https://example.org/x"'),
    ),
    "an XPointer": ("signature-reference", IN_HEADER, instead(b'URI=""', b'URI="#xpointer(/)"')),
    "another's id": ("signature-reference", THREE, instead(b'URI="#key-1"', b'URI="#key-2"')),
    "a type of a reference": (
        "signature-reference",
        IN_HEADER,
        instead(b'URI=""', b'URI="" Type="x"'),
    ),
    "an id twice": ("signature-id", THREE, key_named_twice),
    "an id as another attribute": (
        "signature-id",
        THREE,
        instead(b"<Amt ", b'<Amt ID="key-1" '),
    ),
    "no id": ("signature-id", THREE, instead(b' Id="key-1"', b"")),
    "an id in another form": ("signature-id", THREE, instead(b'Id="key-1"', b'Id="key 1"')),
    "an XPath": (
        "signature-transform",
        IN_HEADER,
        instead(b"</ds:Transforms>", XPATH + b"</ds:XPath></ds:Transform></ds:Transforms>"),
    ),
    "an XSLT": ("signature-transform", IN_HEADER, instead(TRANSFORM % EXCLUSIVE, XSLT)),
    "a transform less": ("signature-transform", IN_HEADER, instead(TRANSFORM % EXCLUSIVE, b"")),
    "inclusive prefixes": (
        "signature-transform",
        IN_HEADER,
        instead(TRANSFORM % EXCLUSIVE, TRANSFORM[:-2] % EXCLUSIVE + b">" + PREFIXES),
    ),
    "a transform with comments": (
        "signature-transform",
        IN_HEADER,
        instead(TRANSFORM % EXCLUSIVE, TRANSFORM % (EXCLUSIVE + b"WithComments")),
    ),
    "inclusive canonicalisation": (
        "signature-canonicalization",
        IN_HEADER,
        instead(EXCLUSIVE, b"http://www.w3.org/TR/2001/REC-xml-c14n-20010315", 1),
    ),
    "SHA-1": (
        "signature-digest-method",
        IN_HEADER,
        instead(SHA256, b"http://www.w3.org/2000/09/xmldsig#sha1"),
    ),
    "RSA with SHA-1": (
        "signature-algorithm",
        IN_HEADER,
        instead(ED25519, b"http://www.w3.org/2000/09/xmldsig#rsa-sha1"),
    ),
    "HMAC": (
        "signature-algorithm",
        IN_HEADER,
        instead(ED25519, b"http://www.w3.org/2001/04/xmldsig-more#hmac-sha256"),
    ),
    "a shorter HMAC": (
        "signature-algorithm",
        IN_HEADER,
        instead(
            b'<ds:SignatureMethod Algorithm="%s"/>' % ED25519,
            b'<ds:SignatureMethod Algorithm="%s"><ds:HMACOutputLength>0</ds:HMACOutputLength>'
            b"</ds:SignatureMethod>" % ED25519,
        ),
    ),
    "no algorithm": (
        "signature-algorithm",
        IN_HEADER,
        instead(b'<ds:SignatureMethod Algorithm="%s"/>' % ED25519, b""),
    ),
    "another's algorithm": (
        "signature-value",
        IN_HEADER,
        instead(ED25519, METHODS[KEYS["es"].algorithm].encode()),
    ),
    "a SignedInfo twice": (
        "signature-shape",
        IN_HEADER,
        lambda raw: raw.replace(s := part(raw, b"ds:SignedInfo"), s + s),
    ),
    "a text in the signature": (
        "signature-shape",
        IN_HEADER,
        instead(b"</ds:SignedInfo>", b"</ds:SignedInfo>x"),
    ),
    "a text in SignedInfo": (
        "signature-shape",
        IN_HEADER,
        instead(b"<ds:SignedInfo>", b"<ds:SignedInfo>x"),
    ),
    "a text behind a reference": (
        "signature-shape",
        IN_HEADER,
        instead(b"</ds:Reference>", b"</ds:Reference>x"),
    ),
    "an attribute of the signature": (
        "signature-shape",
        IN_HEADER,
        instead(b"<ds:Signature ", b'<ds:Signature Id="s" '),
    ),
    "an element in the value": (
        "signature-shape",
        IN_HEADER,
        between(b"<X/>", b"ds:SignatureValue"),
    ),
    "an empty value": (
        "signature-shape",
        IN_HEADER,
        lambda raw: raw.replace(part(raw, b"ds:SignatureValue"), b"<ds:SignatureValue/>"),
    ),
    "a value that is no base64": (
        "signature-shape",
        IN_HEADER,
        instead(b"</ds:SignatureValue>", b"=</ds:SignatureValue>"),
    ),
    "a long value": (
        "signature-too-large",
        IN_HEADER,
        between(b"A" * 5000, b"ds:SignatureValue"),
    ),
    "a key of its own": (
        "signature-key-info",
        IN_HEADER,
        between(b"<ds:KeyValue><ds:RSAKeyValue/></ds:KeyValue>", b"ds:KeyInfo"),
    ),
    "a key from elsewhere": (
        "signature-key-info",
        IN_HEADER,
        between(b'<ds:RetrievalMethod URI="http://x"/>', b"ds:KeyInfo"),
    ),
    "an attribute in KeyInfo": (
        "signature-key-info",
        IN_HEADER,
        instead(b"<ds:X509Data>", b'<ds:X509Data Id="x">'),
    ),
    "a changed KeyInfo": ("signature-digest", THREE, instead(b"4711", b"4712")),
    "no KeyInfo": (
        "signature-part",
        THREE,
        lambda raw: raw.replace(part(raw, b"ds:KeyInfo"), b""),
    ),
    "no document": (
        "signature-part",
        THREE,
        lambda raw: raw.replace(part(raw, b"Document"), b""),
    ),
    "an attacker's key": ("signature-value", THREE, attackers_own),
    "the signature of another message": (
        "signature-digest",
        IN_HEADER,
        lambda raw: raw.replace(
            part(raw, b"Sgntr"), part(sign(MESSAGE, SIGNERS["ed"], IN_HEADER), b"Sgntr")
        ),
    ),
    "an entity": (
        "xml-doctype",
        IN_HEADER,
        instead(b"<W>", b'<!DOCTYPE W [<!ATTLIST Amt Ccy ID #IMPLIED><!ENTITY e "9">]><W>'),
    ),
    "an empty namespace less": (
        "signature-digest",
        IN_HEADER,
        instead(b'<Document xmlns="urn:d">', b'<Document xmlns="urn:e">'),
    ),
    "a namespace from around": (
        "signature-digest",
        IN_HEADER,
        instead(b"<W>", b'<W xmlns="urn:w">'),
    ),
    "a relative namespace": (
        "xml-canonical",
        IN_HEADER,
        instead(b"<W>", b'<W xmlns:r="r">'),
    ),
}


def sign_small(key_info: object = None) -> bytes:
    """The small message signed in its header by the north."""
    return sign(SMALL, SIGNERS["ed"], IN_HEADER, KEY_INFO if key_info else None)


@for_each("name", REFUSED)
def test_the_attack_is_refused(name: str) -> None:
    """By its own code."""
    code, form, change = REFUSED[name]
    raw = sign(SMALL, SIGNERS["ed"], form, KEY_INFO)
    changed = change(raw)
    assert changed != raw
    assert refusal(lambda: verify(changed, KEYS, form)) == code


SAME: dict[str, tuple[Form, Change]] = {
    "a comment in an amount": (THREE, instead(b"1.00", b"1<!-- -->.00")),
    "a comment in the value": (IN_HEADER, between(b"<!-- x -->", b"ds:SignatureValue")),
    "an instruction": (IN_HEADER, instead(b"1.00", b"1.<?x y?>00")),
    "a text in CDATA": (IN_HEADER, instead(b"1.00", b"<![CDATA[1.00]]>")),
    "a character by its number": (IN_HEADER, instead(b"1.00", b"&#49;.00")),
    "a namespace declared for nothing": (THREE, instead(b"<Amt ", b'<Amt xmlns:x="urn:x" ')),
    "another quote": (IN_HEADER, instead(b'"XTS"', b"'XTS'")),
    "white space in the value": (IN_HEADER, between(b"\n ", b"ds:SignatureValue")),
    "white space in the signature": (IN_HEADER, instead(b"<ds:KeyInfo", b"\n<ds:KeyInfo")),
    "a KeyInfo that is not signed": (
        IN_HEADER,
        lambda raw: raw.replace(part(raw, b"ds:KeyInfo"), b""),
    ),
    "another order of the parts": (
        THREE,
        lambda raw: raw.replace(d := part(raw, b"Document"), b"").replace(b"<W>", b"<W>" + d),
    ),
    "a part beside the signed ones": (THREE, between(b"<X>1</X>", b"W")),
    "another wrapper": (THREE, instead(b"W>", b"V>")),
}


@for_each("name", SAME)
def test_the_change_changes_nothing(name: str) -> None:
    """What is given back is what was signed, and no more."""
    form, change = SAME[name]
    raw = sign(SMALL, SIGNERS["ed"], form, KEY_INFO)
    changed = change(raw)
    assert changed != raw
    given = xml.canonical(verify(changed, KEYS, form).root)
    assert given.replace(b"BusinessMessage>", b"W>") == canonical(SMALL)


def test_a_prefix_that_only_a_value_names_is_not_signed_and_not_given_back() -> None:
    """`xsi:type` names a type by a prefix, whose namespace the signature does not cover."""
    named = b'<Document xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:t="%s" xmlns='
    space = b"urn:iso:std:iso:20022:tech:xsd:pacs.008.001.08"
    raw = MESSAGE.replace(b"<Document xmlns=", named % space)
    raw = raw.replace(b"<GrpHdr>", b'<GrpHdr xsi:type="t:GroupHeader93">')
    assert receive(raw).document == receive(MESSAGE).document
    done = sign(raw, SIGNERS["ed"], IN_HEADER)
    bent = done.replace(b'xmlns:t="%s"' % space, b'xmlns:t="urn:evil"')
    for each in (done, bent):
        root = verify(each, KEYS, IN_HEADER).root
        with pytest.raises(RemoteMessageError):
            received_in(root)


def test_what_is_given_back_is_apart_from_what_was_read() -> None:
    """Two verifications share no element."""
    raw = sign(SMALL, SIGNERS["ed"], IN_HEADER)
    first, second = (verify(raw, KEYS, IN_HEADER).root for _ in range(2))
    take_out(first[1])
    assert parts_of(second).document is not None
