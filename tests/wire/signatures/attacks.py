"""Ways to bend a signed message: each takes its bytes and gives others."""

from collections.abc import Callable
from typing import TypeAlias

from tallystick.wire.signatures.signed_part import DSIG, METHODS
from tallystick.wire.signatures.xmldsig import KEY_HEADER_DOCUMENT, sign
from tests.wire.signatures.signatories import KEY_INFO, KEYS, OTHER

Change: TypeAlias = Callable[[bytes], bytes]
EVIL = b'<Document xmlns="urn:d"><Amt Ccy="XTS">9999.00</Amt></Document>'
EXCLUSIVE = b"http://www.w3.org/2001/10/xml-exc-c14n#"
SHA256 = b"http://www.w3.org/2001/04/xmlenc#sha256"
ED25519 = METHODS[KEYS["ed"].algorithm].encode()
TRANSFORM = b'<ds:Transform Algorithm="%s"/>'
XPATH = b'<ds:Transform Algorithm="http://www.w3.org/TR/1999/REC-xpath-19991116"><ds:XPath>1'
XSLT = b'<ds:Transform Algorithm="http://www.w3.org/TR/1999/REC-xslt-19991116"/>'
PREFIXES = b'<e:InclusiveNamespaces xmlns:e="%s" PrefixList="x"/></ds:Transform>' % EXCLUSIVE


def part(raw: bytes, name: bytes) -> bytes:
    """The first element of a name, as it is written."""
    end = b"</%s>" % name
    return raw[raw.index(b"<" + name) : raw.index(end) + len(end)]


def between(text: bytes, name: bytes) -> Change:
    """Put a text before the end of an element."""
    return lambda raw: raw.replace(b"</%s>" % name, b"%s</%s>" % (text, name), 1)


def instead(text: bytes, other: bytes, count: int = -1) -> Change:
    """Put a text in another's place, which is there."""

    def change(raw: bytes) -> bytes:
        assert text in raw
        return raw.replace(text, other, count)

    return change


def hidden(depth: int) -> Change:
    """Hide the signed document below wrappers, and put another in its place."""

    def change(raw: bytes) -> bytes:
        whole = part(raw, b"Document")
        return raw.replace(whole, b"<Old>" * depth + whole + b"</Old>" * depth + EVIL)

    return change


def header_moved(raw: bytes) -> bytes:
    """Put the signed header into the signature of another header."""
    whole = part(raw, b"AppHdr")
    signature = part(whole, b"ds:Signature")
    carried = b"<ds:Object>%s</ds:Object></ds:Signature>" % whole
    evil = b'<AppHdr xmlns="urn:h"><To>E</To><Sgntr>%s</Sgntr></AppHdr>'
    return raw.replace(whole, evil % signature.replace(b"</ds:Signature>", carried))


def signature_moved(raw: bytes) -> bytes:
    """Move the signature out of its place, behind the document."""
    signature = part(raw, b"ds:Signature")
    return raw.replace(signature, b"").replace(b"</Document>", b"</Document>" + signature)


def signature_twice(raw: bytes) -> bytes:
    """Put an own signature before the right one."""
    signature = part(raw, b"ds:Signature")
    return raw.replace(signature, signature + signature)


def slot_twice(raw: bytes) -> bytes:
    """Put a second Sgntr behind the right one."""
    slot = part(raw, b"Sgntr")
    return raw.replace(slot, slot + slot)


def references_turned(raw: bytes) -> bytes:
    """Put the first reference last."""
    first = part(raw, b"ds:Reference")
    return raw.replace(first, b"").replace(b"</ds:SignedInfo>", first + b"</ds:SignedInfo>")


def reference_gone(raw: bytes) -> bytes:
    """Leave the first reference out."""
    return raw.replace(part(raw, b"ds:Reference"), b"", 1)


def reference_more(raw: bytes) -> bytes:
    """Add a reference that was there already."""
    first = part(raw, b"ds:Reference")
    return raw.replace(b"</ds:SignedInfo>", first + b"</ds:SignedInfo>")


def key_named_twice(raw: bytes) -> bytes:
    """Put the signed KeyInfo elsewhere too, with its id."""
    whole = part(raw, b"ds:KeyInfo")
    named = whole.replace(b"<ds:KeyInfo", b'<ds:KeyInfo xmlns:ds="%s"' % DSIG.encode())
    return raw.replace(b"</Document>", b"</Document>" + named)


def attackers_own(raw: bytes) -> bytes:
    """Sign anew with a key of one's own, under the name of the right one."""
    return sign(without_signature(raw), OTHER, KEY_HEADER_DOCUMENT, KEY_INFO)


def without_signature(raw: bytes) -> bytes:
    """The message as it was before it was signed."""
    return raw.replace(part(raw, b"Sgntr"), b"")
