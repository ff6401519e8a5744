"""SignedInfo, the part of an XML signature that is signed: its one form here.

What a reader must know of it is few values: the method, the digests and two names. So it is
not read but written: from what was found to be signed the one SignedInfo is made that may
stand there, in its canonical form, and compared. No transform is followed, no reference
resolved, and nothing that the sender wrote chooses what is digested. White space between
tags, which some writers put in, is allowed.

Only if the two differ is what stands there looked at, to say by which code it is refused.
"""

import re
from base64 import b64encode
from hashlib import sha256
from typing import Final

import msgspec

from tallystick.terms.errors import RemoteMessageError
from tallystick.wire import xml
from tallystick.wire.signatures.keys import Algorithm, refused

DSIG: Final = "http://www.w3.org/2000/09/xmldsig#"
EXCLUSIVE: Final = "http://www.w3.org/2001/10/xml-exc-c14n#"
ENVELOPED: Final = f"{DSIG}enveloped-signature"
SHA256: Final = "http://www.w3.org/2001/04/xmlenc#sha256"
HMAC_SHA256: Final = "http://www.w3.org/2001/04/xmldsig-more#hmac-sha256"

# XML Signature 1.1, 6.1, and RFC 9231, 2.3.
METHODS: Final = {
    Algorithm.ES256: "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256",
    Algorithm.EDDSA: "http://www.w3.org/2021/04/xmldsig-more#eddsa-ed25519",
    Algorithm.ED25519: "http://www.w3.org/2021/04/xmldsig-more#eddsa-ed25519",
    Algorithm.PS256: "http://www.w3.org/2007/05/xmldsig-more#sha256-rsa-MGF1",
    Algorithm.RS256: "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256",
}

# In canonical form nothing but the end and the start of a tag looks like this.
_BETWEEN_TAGS: Final = re.compile(rb">[ \t\n]+<")

_CODES: Final = {
    "CanonicalizationMethod": ("canonicalization", "it is made canonical in another way"),
    "SignatureMethod": ("algorithm", "its algorithm is not one allowed here"),
    "Reference": ("reference", "its references are not those of this form"),
    "Transforms": ("transform", "its transforms are not those of this form"),
    "Transform": ("transform", "its transforms are not those of this form"),
    "DigestMethod": ("digest-method", "a digest is made in another way"),
    "DigestValue": ("digest", "what it covers is not what was signed"),
}


class Reference(msgspec.Struct, frozen=True):
    """One thing that is signed: its URI if it has one, whether the signature is in it, its bytes.

    `octets` are in exclusive canonical form.
    """

    uri: str | None
    is_around: bool
    octets: bytes


def alone(prefix: str, name: str, content: str, attributes: str = "") -> str:
    """Return an element of a signature that is whole in itself, in canonical form."""
    declared = f'xmlns:{prefix}="{DSIG}"' if prefix else f'xmlns="{DSIG}"'
    tag = _tag(prefix, name)
    return f"<{tag} {declared}{attributes}>{content}</{tag}>"


def whole(prefix: str, name: str, content: str) -> str:
    """Return an element within one of a signature, in canonical form."""
    tag = _tag(prefix, name)
    return f"<{tag}>{content}</{tag}>"


def written(prefix: str, method: str, references: tuple[Reference, ...]) -> bytes:
    """Return the SignedInfo of a signature in exclusive canonical form."""
    inner = "".join(
        (
            _empty(prefix, "CanonicalizationMethod", EXCLUSIVE),
            _empty(prefix, "SignatureMethod", method),
            *(_reference(prefix, each) for each in references),
        )
    )
    return alone(prefix, "SignedInfo", inner).encode()


def refuse_other(found: xml.Element, octets: bytes, expected: bytes) -> None:
    """Refuse a SignedInfo that does not say what is expected; `octets` are its canonical form.

    Raises:
        RemoteMessageError: it does not; its code tells which part of it differs.
    """
    if octets != expected and _BETWEEN_TAGS.sub(b"><", octets) != expected:
        raise _difference(found, expected)


def _difference(found: xml.Element, expected: bytes) -> RemoteMessageError:
    name = _odd(xml.parse(expected), found)
    code, what = _CODES.get(name, ("shape", "something in it is not of the form allowed here"))
    return refused(code, what)


def _odd(ours: xml.Element, theirs: xml.Element) -> str:
    """Return the name of the innermost element that holds the first difference, "" for none."""
    if not _is_alike(ours, theirs):
        return xml.local_name(ours)
    tags = [[child.tag for child in each] for each in (ours, theirs)]
    if tags[0] == tags[1]:
        odd = (_odd(*pair) for pair in zip(ours, theirs, strict=True))
        return next((name for name in odd if name), "")
    references = [each.count(f"{{{DSIG}}}Reference") for each in tags]
    return xml.local_name(ours) if references[0] == references[1] else "Reference"


def _is_alike(ours: xml.Element, theirs: xml.Element) -> bool:
    texts = [(each.text or "").strip() for each in (ours, theirs)]
    return ours.tag == theirs.tag and ours.items() == theirs.items() and texts[0] == texts[1]


def _reference(prefix: str, reference: Reference) -> str:
    transforms = [ENVELOPED, EXCLUSIVE] if reference.is_around else [EXCLUSIVE]
    inner = "".join(_empty(prefix, "Transform", each) for each in transforms)
    digest = b64encode(sha256(reference.octets).digest()).decode()
    uri = "" if reference.uri is None else f" URI={xml.quoted(reference.uri)}"
    return (
        f"<{_tag(prefix, 'Reference')}{uri}>"
        f"{whole(prefix, 'Transforms', inner)}"
        f"{_empty(prefix, 'DigestMethod', SHA256)}"
        f"{whole(prefix, 'DigestValue', digest)}"
        f"</{_tag(prefix, 'Reference')}>"
    )


def _empty(prefix: str, name: str, algorithm: str) -> str:
    tag = _tag(prefix, name)
    return f'<{tag} Algorithm="{algorithm}"></{tag}>'


def _tag(prefix: str, name: str) -> str:
    return f"{prefix}:{name}" if prefix else name
