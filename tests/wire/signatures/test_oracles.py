"""What others sign we verify, and what we sign others verify.

The others are signxml, and xmlsec with the library of that name; of the forms with three
references neither knows what a reference without a URI means, and a plain walk over the
signature, written here from the standard, stands for them. Nothing of ours is between.
"""

import datetime as dt
from base64 import b64decode
from hashlib import sha256
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from lxml import etree

from tallystick.terms.errors import RemoteMessageError
from tallystick.wire import xml
from tallystick.wire.signatures.xmldsig import (
    HEADER_DOCUMENT_KEY,
    IN_HEADER,
    IN_WRAPPER,
    KEY_HEADER_DOCUMENT,
    Form,
    sign,
    verify,
)
from tests.wire.signatures.signatories import KEY_INFO, KEYS, MESSAGE, SIGNERS, canonical
from tests.wire.signatures.test_xmldsig import SMALL

DSIG = "{http://www.w3.org/2000/09/xmldsig#}"
EXCLUSIVE = "http://www.w3.org/2001/10/xml-exc-c14n#"
NAMES = ("es", "rs")
TRICKY = (
    '<w:W xmlns:w="urn:w" xmlns:un="urn:unused" xmlns="urn:default">'
    '<AppHdr xmlns="urn:h" w:k="1"><To>A &amp; &lt;B&gt; "é"</To></AppHdr>\r\n'
    '<Document xmlns="urn:d"><Amt Ccy="X&#9;S">1&#13;</Amt><x xmlns=""><w:y/></x></Document>'
    "</w:W>"
).encode()
MESSAGES = {"letter": MESSAGE, "small": SMALL, "tricky": TRICKY}
each_name = pytest.mark.parametrize("name", NAMES)
each_message = pytest.mark.parametrize("raw", MESSAGES.values(), ids=MESSAGES)
each_form = pytest.mark.parametrize("form", [IN_HEADER, IN_WRAPPER], ids=["header", "wrapper"])


def pem(name: str) -> bytes:
    """A private key as others take it."""
    return SIGNERS[name].private.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )


def certificate(name: str) -> Any:
    """A certificate of a key, by itself."""
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    private: Any = SIGNERS[name].private
    return (
        x509.CertificateBuilder(subject, subject, private.public_key(), 4711)
        .not_valid_before(dt.datetime(2020, 1, 1, tzinfo=dt.UTC))
        .not_valid_after(dt.datetime(2200, 1, 1, tzinfo=dt.UTC))
        .sign(private, hashes.SHA256())
    )


def holder_in(root: Any, form: Form) -> Any:
    """Where a signature of the form is to stand."""
    if form is IN_WRAPPER:
        return root
    header = root.find("{*}AppHdr")
    return etree.SubElement(header, f"{{{etree.QName(header).namespace}}}Sgntr")


@each_name
@each_message
@each_form
def test_signxml_verifies_what_we_sign(form: Form, raw: bytes, name: str) -> None:
    """And finds that the same was signed."""
    signxml = pytest.importorskip("signxml")
    signed = sign(raw, SIGNERS[name], form)
    expected = signxml.SignatureConfiguration(expect_references=1, location=".//")
    found = signxml.XMLVerifier().verify(
        etree.fromstring(signed), x509_cert=certificate(name), expect_config=expected
    )
    bare = found.signed_data.replace(b"<Sgntr></Sgntr>", b"")
    assert bare == xml.exclusive(xml.parse(raw))


@pytest.mark.slow
@each_name
@each_message
@each_form
def test_we_verify_what_signxml_signs(form: Form, raw: bytes, name: str) -> None:
    """With the certificate in KeyInfo, which we do not read."""
    signxml = pytest.importorskip("signxml")
    root = etree.fromstring(raw)
    etree.SubElement(holder_in(root, form), f"{DSIG}Signature", Id="placeholder")
    signer = signxml.XMLSigner(
        signature_algorithm={"es": "ecdsa-sha256", "rs": "rsa-sha256"}[name],
        c14n_algorithm=EXCLUSIVE,
    )
    signed = etree.tostring(signer.sign(root, key=pem(name), cert=[certificate(name)]))
    found = verify(signed, KEYS, form)
    assert found.key_id == name
    assert xml.exclusive(found.root) == xml.exclusive(xml.parse(raw))


@each_name
@each_message
@each_form
def test_xmlsec_verifies_what_we_sign(form: Form, raw: bytes, name: str) -> None:
    """Until a letter of it is another."""
    xmlsec = pytest.importorskip("xmlsec")
    signed = sign(raw, SIGNERS[name], form)
    for each, fits in ((signed, True), (signed.replace(b"</To>", b" </To>"), False)):
        signature = etree.fromstring(each).find(f".//{DSIG}Signature")
        context = xmlsec.SignatureContext()
        context.key = xmlsec.Key.from_memory(pem(name), xmlsec.constants.KeyDataFormatPem)
        if fits or b"</To>" not in raw:
            context.verify(signature)
        else:
            with pytest.raises(xmlsec.Error):
                context.verify(signature)


@each_name
@each_message
@each_form
def test_we_verify_what_xmlsec_signs(form: Form, raw: bytes, name: str) -> None:
    """Which writes white space between the tags of SignedInfo."""
    xmlsec = pytest.importorskip("xmlsec")
    constants, template = xmlsec.constants, xmlsec.template
    root = etree.fromstring(raw)
    method = {"es": constants.TransformEcdsaSha256, "rs": constants.TransformRsaSha256}[name]
    signature = template.create(root, constants.TransformExclC14N, method, ns="ds")
    reference = template.add_reference(signature, constants.TransformSha256, uri="")
    template.add_transform(reference, constants.TransformEnveloped)
    template.add_transform(reference, constants.TransformExclC14N)
    holder_in(root, form).append(signature)
    context = xmlsec.SignatureContext()
    context.key = xmlsec.Key.from_memory(pem(name), constants.KeyDataFormatPem)
    context.sign(signature)
    signed = etree.tostring(root)
    assert b">\n<ds:SignatureMethod" in signed
    found = verify(signed, KEYS, form)
    assert found.key_id == name
    assert xml.exclusive(found.root) == xml.exclusive(xml.parse(raw))


@pytest.mark.parametrize("method", ["http://www.w3.org/TR/2001/REC-xml-c14n-20010315", "none"])
def test_what_signxml_signs_in_another_form_is_refused(method: str) -> None:
    """However right: made canonical otherwise, or by a longer digest."""
    signxml = pytest.importorskip("signxml")
    root = etree.fromstring(SMALL)
    etree.SubElement(holder_in(root, IN_HEADER), f"{DSIG}Signature", Id="placeholder")
    signer = (
        signxml.XMLSigner(c14n_algorithm=EXCLUSIVE, digest_algorithm="sha512")
        if method == "none"
        else signxml.XMLSigner(c14n_algorithm=method)
    )
    signed = etree.tostring(signer.sign(root, key=pem("rs"), cert=[certificate("rs")]))
    with pytest.raises(RemoteMessageError) as caught:
        verify(signed, KEYS, IN_HEADER)
    expected = "digest-method" if method == "none" else "canonicalization"
    assert caught.value.code == f"signature-{expected}"


def exclusive(element: Any) -> bytes:
    """The canonical form, by the library alone, of a document of this element."""
    whole = etree.fromstring(etree.tostring(element, with_tail=False))
    text: bytes = etree.tostring(whole, method="c14n", exclusive=True, with_comments=False)
    return text


def walked(raw: bytes, public: RSAPublicKey) -> list[str | None]:
    """The URIs of a signature of three references, whose digests and value fit."""
    root = etree.fromstring(raw)
    signature = root.find(f".//{DSIG}Signature")
    signed_info, key_info = signature.find(f"{DSIG}SignedInfo"), signature.find(f"{DSIG}KeyInfo")
    value = b64decode(signature.findtext(f"{DSIG}SignatureValue"))
    public.verify(value, exclusive(signed_info), PKCS1v15(), hashes.SHA256())
    parts: dict[str | None, bytes] = {f"#{key_info.get('Id')}": exclusive(key_info)}
    references = signed_info.findall(f"{DSIG}Reference")
    signature.getparent().remove(signature)
    parts[""] = exclusive(root.find("{*}AppHdr"))
    parts[None] = exclusive(root.find("{*}Document"))
    for reference in references:
        digest = b64decode(reference.findtext(f"{DSIG}DigestValue"))
        assert sha256(parts[reference.get("URI")]).digest() == digest
    return [reference.get("URI") for reference in references]


@each_message
def test_a_plain_walk_verifies_the_three_references(raw: bytes) -> None:
    """In the order of either system."""
    public = SIGNERS["rs"].private.public_key()
    assert isinstance(public, RSAPublicKey)
    first = walked(sign(raw, SIGNERS["rs"], KEY_HEADER_DOCUMENT, KEY_INFO), public)
    last = walked(sign(raw, SIGNERS["rs"], HEADER_DOCUMENT_KEY, KEY_INFO), public)
    assert (first, last) == (["#key-1", "", None], ["", None, "#key-1"])


def test_the_messages_are_what_they_are_taken_for() -> None:
    """The tricky one has what canonical forms stumble over."""
    assert b"&#xD;" in canonical(TRICKY)
    assert b"&#x9;" in canonical(TRICKY)
    assert b'xmlns=""' in xml.exclusive(xml.parse(TRICKY))
