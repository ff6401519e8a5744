"""An XML signature of a fixed form gives back what was signed, and only that."""

import msgspec
import pytest

from tallystick.terms.errors import LocalMessageError, RemoteMessageError
from tallystick.wire import xml
from tallystick.wire.iso20022 import tree
from tallystick.wire.iso20022.messages import receive, received_in
from tallystick.wire.iso20022.parts import parts_of, version_of
from tallystick.wire.iso20022.roundtrip import round_trip
from tallystick.wire.signatures.changes import put_in, take_out
from tallystick.wire.signatures.key_naming import (
    IssuerSerial,
    KeyName,
    KeyNaming,
    Naming,
    SubjectKeyIdentifier,
)
from tallystick.wire.signatures.signed_part import DSIG
from tallystick.wire.signatures.xmldsig import (
    HEADER_DOCUMENT_KEY,
    IN_HEADER,
    IN_WRAPPER,
    KEY_HEADER_DOCUMENT,
    Form,
    sign,
    verify,
)
from tallystick.wire.unread import Limits
from tests.wire.signatures.signatories import (
    INPUTS,
    KEY_INFO,
    KEYS,
    MESSAGE,
    OTHER,
    SIGNERS,
    canonical,
)
from tests.wire.signatures.signatories import refusal as code_of

FORMS = {
    "header": IN_HEADER,
    "wrapper": IN_WRAPPER,
    "key first": KEY_HEADER_DOCUMENT,
    "key last": HEADER_DOCUMENT_KEY,
}
SMALL = (
    b'<W><AppHdr xmlns="urn:h"><To>A</To></AppHdr>'
    b'<Document xmlns="urn:d"><Amt Ccy="XTS">1.00</Amt></Document></W>'
)
each_form = pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)


def signed(raw: bytes = MESSAGE, form: Form = IN_HEADER, name: str = "ed") -> bytes:
    """A message signed by the north."""
    return sign(raw, SIGNERS[name], form, KEY_INFO)


def verified(raw: bytes, form: Form = IN_HEADER) -> bytes:
    """What was signed, in canonical form."""
    return xml.canonical(verify(raw, KEYS, form).root)


@each_form
@pytest.mark.parametrize("name", SIGNERS)
def test_what_was_signed_is_given_back(form: Form, name: str) -> None:
    """By whom, and the message without its signature."""
    raw = signed(form=form, name=name)
    key_id, root = verify(raw, {name: KEYS[name]}, form)
    assert key_id == name
    assert received_in(root) == receive(MESSAGE)
    assert xml.canonical(root) == canonical(MESSAGE)


@each_form
def test_a_signed_message_is_a_lawful_message(form: Form) -> None:
    """With its signature in it, it keeps its schema, and its views are the same."""
    assert receive(signed(form=form)) == receive(MESSAGE)


@each_form
def test_a_signed_message_lives_through_decode_and_encode(form: Form) -> None:
    """It comes back the same, and can still be verified."""
    raw = signed(form=form)
    assert round_trip(raw).same
    header, document = parts_of(root := xml.parse(raw))
    for part in (header, document):
        assert part is not None
        place = list(root).index(part)
        encoded = tree.encode(tree.decode(part, version_of(part))).partition(b"?>")[2]
        take_out(part)
        put_in(root, place, encoded.decode())
    again = xml.verbatim(root).encode()
    assert verified(again, form) == canonical(MESSAGE)


@each_form
def test_white_space_is_signed_as_it_is(form: Form) -> None:
    """Nothing is dropped before it is digested, and none is put in."""
    spaced = SMALL.replace(b"><", b">\n  <")
    raw = signed(spaced, form)
    for part, given in zip(
        parts_of(xml.parse(spaced)), parts_of(verify(raw, KEYS, form).root), strict=True
    ):
        assert part is not None
        assert given is not None
        assert xml.exclusive(part).split() == xml.exclusive(given).split()
    assert code_of(lambda: verify(raw.replace(b"\n  <Amt", b"\n <Amt"), KEYS, form))


@pytest.mark.parametrize("part", ["AppHdr", "Document"])
def test_a_part_alone_can_be_signed(part: str) -> None:
    """A header in itself, a document in its wrapper; what is not there is not signed."""
    begin, end = SMALL.index(f"<{part}".encode()), SMALL.index(f"</{part}>".encode())
    alone = SMALL[begin : end + len(part) + 3]
    form, raw = (IN_HEADER, alone) if part == "AppHdr" else (IN_WRAPPER, b"<W>%s</W>" % alone)
    assert verified(signed(raw, form), form) == canonical(raw)


def test_a_related_header_stays_behind_the_signature() -> None:
    """The schema has Sgntr before Rltd; what a related header was signed with is kept."""
    related = b"<Rltd><Sgntr><x/></Sgntr></Rltd>"
    raw = SMALL.replace(b"</To>", b"</To>" + related)
    assert b"</Sgntr><Rltd>" in (done := signed(raw))
    assert related in verified(done).replace(b"<x></x>", b"<x/>")


PREFIXES = (
    '<W xmlns:p="{0}"><AppHdr xmlns="urn:h" xmlns:q="{0}"/>{1}</W>',
    '<W xmlns:p="{0}" xmlns:q="{0}"><AppHdr xmlns="urn:h"/>{1}</W>',
    '<W xmlns="{0}" xmlns:q="{0}"><AppHdr xmlns="urn:h"/>{1}</W>',
    '<W xmlns="{0}"><h:AppHdr xmlns:h="urn:h"/>{1}</W>',
    '<h:W xmlns:h="{0}"><h:AppHdr xmlns:h="urn:h" xmlns:k="{0}"/>{1}</h:W>',
    '<W xmlns:p="{0}"><AppHdr xmlns="urn:h" xmlns:p="urn:z"/>{1}</W>',
    '<W xmlns:ds="urn:y"><ds:AppHdr xmlns:ds="urn:h"/>{1}</W>',
    '<W xmlns:ds="urn:y"><AppHdr/>{1}</W>',
)


@each_form
@pytest.mark.parametrize("text", PREFIXES)
def test_any_prefixes_can_be_in_force(text: str, form: Form) -> None:
    """Also the one usual for signatures for something else, or others for signatures."""
    raw = text.format(DSIG, '<Document xmlns="urn:d"/>').encode()
    root = verify(signed(raw, form), KEYS, form).root
    assert [*map(xml.exclusive, root)] == [*map(xml.exclusive, xml.parse(raw))]


def test_the_namespace_of_signatures_can_be_in_force_under_other_prefixes() -> None:
    """A signature is taken under the prefix it is written with."""
    raw = signed(SMALL)
    declared = b'<ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#"'
    for more in (b' xmlns:a="%s"', b' xmlns:a="%s" xmlns:z="%s"', b' xmlns="%s"'):
        names = more.replace(b"%s", DSIG.encode())
        assert verified(raw.replace(declared, declared + names)) == canonical(SMALL)
        around = raw.replace(b"<W>", b"<W%s>" % names.replace(b"xmlns=", b"xmlns:d="))
        root = verify(around, KEYS, IN_HEADER).root
        assert xml.exclusive(root) == canonical(SMALL)


@pytest.mark.parametrize(
    "naming", [KeyName("k & <1>"), IssuerSerial("CN=é", 0), SubjectKeyIdentifier(b"\x00\xff" * 10)]
)
@each_form
def test_a_key_can_be_named_in_several_ways(naming: Naming, form: Form) -> None:
    """What it is named is for others; the key is one of those passed in."""
    raw = sign(SMALL, SIGNERS["ed"], form, KeyNaming(naming, "9115a29c-1246-4de2"))
    assert verify(raw, KEYS, form).key_id == "ed"


@pytest.mark.parametrize("form", [IN_HEADER, IN_WRAPPER])
def test_a_key_need_not_be_named(form: Form) -> None:
    """Where KeyInfo is not signed, it may be left out."""
    raw = sign(SMALL, SIGNERS["ed"], form)
    assert b"KeyInfo" not in raw
    assert verify(raw, KEYS, form).key_id == "ed"


def test_the_key_that_fits_is_told() -> None:
    """While a sender changes from one key to the next, both are listed."""
    keys = {"old": OTHER.verification_key(), "new": KEYS["ed"]}
    assert verify(signed(), keys, IN_HEADER).key_id == "new"
    assert code_of(lambda: verify(signed(), {"old": keys["old"]}, IN_HEADER)) == "signature-value"
    assert code_of(lambda: verify(signed(), {}, IN_HEADER)) == "signature-algorithm"
    listed_for_another = {"rs": KEYS["rs"]}
    raw = signed(name="ps")
    assert code_of(lambda: verify(raw, listed_for_another, IN_HEADER)) == "signature-algorithm"


UNSIGNABLE: dict[str, tuple[Form, bytes, KeyNaming | None]] = {
    "no header": (IN_HEADER, b"<W><Document/></W>", None),
    "no header of three": (HEADER_DOCUMENT_KEY, b"<W><Document/></W>", KEY_INFO),
    "no wrapper": (IN_WRAPPER, b"<Document/>", None),
    "no document": (KEY_HEADER_DOCUMENT, b"<W><AppHdr/></W>", KEY_INFO),
    "no KeyInfo": (KEY_HEADER_DOCUMENT, SMALL, None),
    "an id that is there": (
        KEY_HEADER_DOCUMENT,
        SMALL.replace(b"<To>", b'<To k="key-1">'),
        KEY_INFO,
    ),
    "a signature": (IN_HEADER, signed(SMALL), None),
    "a signature in its wrapper": (IN_WRAPPER, signed(SMALL, IN_WRAPPER), None),
}


@pytest.mark.parametrize("name", UNSIGNABLE)
def test_what_cannot_be_signed_does_not_leave(name: str) -> None:
    """It is our own message that is wrong."""
    form, raw, key_info = UNSIGNABLE[name]
    with pytest.raises(LocalMessageError) as caught:
        sign(raw, SIGNERS["ed"], form, key_info)
    assert caught.value.code == "signature-message"


@pytest.mark.parametrize("name", ["", "a b", "a'b", 'a"', "é", "x" * 129])
def test_an_id_has_a_form(name: str) -> None:
    """So that it needs no escape in a reference."""
    with pytest.raises(LocalMessageError) as caught:
        KeyNaming(KeyName("k"), name)
    assert caught.value.code == "signature-id"


@pytest.mark.slow
@each_form
def test_a_change_of_any_byte_is_refused_or_changes_nothing(form: Form) -> None:
    """Every byte of a small message, changed in two ways, or left out."""
    raw, passed = signed(SMALL, form), 0
    for place, byte in enumerate(raw):
        for other in (bytes([byte ^ 1]), bytes([byte ^ 0x20]), b""):
            changed = raw[:place] + other + raw[place + 1 :]
            try:
                found = verified(changed, form)
            except RemoteMessageError:
                continue
            passed += 1
            assert found == canonical(SMALL) or _differs_around(found, form), changed
    assert passed < len(raw)


def _differs_around(found: bytes, form: Form) -> bool:
    """Whether, of three references, only what none covers is another: the wrapper is ours."""
    return len(form.targets) == 3 and found == canonical(SMALL).replace(b"W>", b"BusinessMessage>")


@pytest.mark.slow
@each_form
def test_whoever_widens_the_bounds_of_the_door_is_not_stopped_behind_it(form: Form) -> None:
    """What was digested is read anew within its own bounds."""
    rows = b"<a:R xmlns:a='urn:a'>x</a:R>" * 12_000 + b"t" * 300_000
    wide = SMALL.replace(b"1.00", rows)
    limits = Limits(elements=40_000, namespaces=20_000, namespace=100, text=400_000)
    raw = sign(wide, SIGNERS["ed"], form, KEY_INFO, limits)
    assert rows[-400_000:] in xml.verbatim(verify(raw, KEYS, form, limits).root).encode().replace(
        b'"', b"'"
    )
    assert code_of(lambda: verify(raw, KEYS, form)) == "xml-too-many-elements"


def test_a_message_that_would_grow_too_large_is_refused_unread() -> None:
    """A canonical form repeats names; what it could come to is told from the bytes."""
    wide = SMALL.replace(b"1.00", b'<a b="c"/>' * 9_000 + b"= " * 20_000)
    assert code_of(lambda: verify(wide, KEYS, IN_HEADER)) == "signature-too-large"
    limits = Limits(namespace=32)
    assert code_of(lambda: verify(wide, KEYS, IN_HEADER, limits)) == "signature-missing"
    assert code_of(lambda: verify(b"<W", KEYS, IN_HEADER)) == "xml-malformed"
    assert code_of(lambda: verify(b"<W/>", KEYS, IN_HEADER)) == "no-message"
    large = msgspec.structs.replace(Limits(), size=10)
    assert code_of(lambda: verify(SMALL, KEYS, IN_HEADER, large)) == "xml-too-large"


SAMPLES = {
    "head.001.001.02__prowide__header-with-signature.xml": "signature-place",
    "head.001.001.02__joaoabuenosi__sgntr-out-of-band.xml": "signature-digest",
}


@pytest.mark.parametrize("name", SAMPLES)
def test_a_sample_with_an_invented_signature_is_refused(name: str) -> None:
    """Headers of the field that have something where a signature belongs."""
    path = INPUTS / "messages" / "iso20022" / name
    if not path.is_file():
        pytest.skip("the sample messages are not at TALLYSTICK_TEST_DATA")
    assert code_of(lambda: verify(path.read_bytes(), KEYS, IN_HEADER)) == SAMPLES[name]
