"""What an operator's authority issues is sound by RFC 5280, and says whose it is."""

from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID
from cryptography.x509.verification import PolicyBuilder, Store, VerificationError

from tallystick.node.certificates import (
    Authority,
    Subject,
    Validity,
    fingerprint,
    issue,
    make_authority,
    new_key,
    public_key_of,
    validity,
)
from tallystick.terms.errors import SettingError
from tallystick.terms.instants import DAY_MS
from tests.node.operators import START

VALID = validity(START, 100)
NODE = Subject("peer", "NORTH")
TODAY = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=START)


@pytest.fixture(scope="module")
def north() -> Authority:
    """The authority of an operator."""
    return make_authority("NORTH", VALID)


def issued(authority: Authority, *hosts: str, subject: Subject = NODE) -> x509.Certificate:
    """A certificate with a key that nobody keeps."""
    return issue(authority, subject, new_key().public_key(), VALID, hosts)


def verify(certificate: x509.Certificate, authority: Authority, host: str, days: int = 0) -> None:
    """Verify a server's certificate so many days after the start, by the rules of the web."""
    verifier = (
        PolicyBuilder()
        .store(Store([authority.certificate]))
        .time((TODAY + timedelta(days=days)).replace(tzinfo=None))
    )
    verifier.build_server_verifier(x509.DNSName(host)).verify(certificate, [])


def test_a_chain_verifies_for_its_host_and_its_time(north: Authority) -> None:
    """By another implementation, for the host named, while it is valid."""
    certificate = issued(north, "node.north.example")
    verify(certificate, north, "node.north.example")
    for host, days in (("node.south.example", 0), ("node.north.example", 101)):
        with pytest.raises(VerificationError):
            verify(certificate, north, host, days)


def test_another_authority_of_the_same_name_verifies_nothing(north: Authority) -> None:
    """A name is no key."""
    with pytest.raises(VerificationError):
        verify(issued(north, "host.example"), make_authority("NORTH", VALID), "host.example")


def test_it_says_whose_it_is(north: Authority) -> None:
    """As a URI, beside hosts and addresses."""
    certificate = issued(north, "127.0.0.1", "::1", "node.north.example")
    names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert names.get_values_for_type(x509.UniformResourceIdentifier) == [
        "urn:tallystick:peer:NORTH"
    ]
    assert [str(each) for each in names.get_values_for_type(x509.IPAddress)] == [
        "127.0.0.1",
        "::1",
    ]
    assert names.get_values_for_type(x509.DNSName) == ["node.north.example"]


def test_a_client_is_no_server(north: Authority) -> None:
    """Without hosts a certificate serves nobody; with them it may call others too."""
    usage = x509.ExtendedKeyUsage
    client = issued(north).extensions.get_extension_for_class(usage).value
    node = issued(north, "localhost").extensions.get_extension_for_class(usage).value
    assert list(client) == [ExtendedKeyUsageOID.CLIENT_AUTH]
    assert set(node) == {ExtendedKeyUsageOID.CLIENT_AUTH, ExtendedKeyUsageOID.SERVER_AUTH}


def test_only_an_authority_issues(north: Authority) -> None:
    """The extensions that a strict verifier asks for are there, critical where they must be."""
    for certificate, issues in ((north.certificate, True), (issued(north), False)):
        found = certificate.extensions
        limits = found.get_extension_for_class(x509.BasicConstraints)
        usage = found.get_extension_for_class(x509.KeyUsage)
        assert limits.critical
        assert usage.critical
        assert (limits.value.ca, limits.value.path_length) == (issues, 0 if issues else None)
        assert (usage.value.key_cert_sign, usage.value.digital_signature) == (issues, not issues)
        assert x509.SubjectKeyIdentifier.oid in [each.oid for each in found]
        assert x509.AuthorityKeyIdentifier.oid in [each.oid for each in found]


def test_a_certificate_ends_with_its_authority(north: Authority) -> None:
    """It begins an hour early, since clocks differ, and never outlives its issuer."""
    key = new_key().public_key()
    certificate = issue(north, NODE, key, validity(START, 10_000))
    assert certificate.not_valid_after_utc == north.certificate.not_valid_after_utc
    assert certificate.not_valid_before_utc == TODAY - timedelta(hours=1)


def test_a_fingerprint_is_of_the_der(north: Authority) -> None:
    """As a connection shows it."""
    certificate = issued(north)
    assert fingerprint(certificate) == sha256(certificate.public_bytes(Encoding.DER)).digest()


@pytest.mark.parametrize("name", ["", "A B", "a/../b", "x" * 65, "N\n", "-N", "\u041d"])
def test_a_name_that_cannot_stand_in_a_certificate_is_refused(north: Authority, name: str) -> None:
    """It also stands in paths and in settings."""
    with pytest.raises(SettingError, match="cannot stand in a certificate"):
        issued(north, subject=Subject("participant", name))
    with pytest.raises(SettingError, match="cannot stand in a certificate"):
        make_authority(name, VALID)


@pytest.mark.parametrize(
    "host", ["", "a b", "*.example", "-a", "http://a", "ä.example", "a..b", "a.-b"]
)
def test_a_host_that_is_none_is_refused(north: Authority, host: str) -> None:
    """No wildcard, no url."""
    with pytest.raises(SettingError, match="is no host"):
        issued(north, host)


def test_a_foreign_authority_may_issue(north: Authority) -> None:
    """One that counts its key's identifier in its own way, and names no organisation."""
    key = new_key()
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "A bank's own")])
    identifier = x509.SubjectKeyIdentifier(b"own way")
    builder = x509.CertificateBuilder(name, name, key.public_key(), 7, TODAY, TODAY)
    with_identifier = builder.add_extension(identifier, critical=False)
    authority = Authority(with_identifier.sign(key, hashes.SHA256()), key)
    told = issued(authority).extensions.get_extension_for_class(x509.AuthorityKeyIdentifier)
    assert told.value.key_identifier == b"own way"
    with pytest.raises(SettingError, match="no subject key identifier"):
        issued(Authority(builder.sign(key, hashes.SHA256()), key))
    assert north.certificate.subject != name


def request_of(key: ec.EllipticCurvePrivateKey | Ed25519PrivateKey) -> bytes:
    """A certificate signing request by a key."""
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "whoever")])
    algorithm = None if isinstance(key, Ed25519PrivateKey) else hashes.SHA256()
    request = x509.CertificateSigningRequestBuilder(name).sign(key, algorithm)
    return request.public_bytes(Encoding.PEM)


def test_of_a_request_only_the_key_counts() -> None:
    """Whatever name it asks for."""
    key = new_key()
    assert public_key_of(request_of(key), "bank.csr") == key.public_key()


def test_a_wrong_request_is_refused() -> None:
    """Another curve, another kind of key, another's signature, or no request at all."""
    other = request_of(ec.generate_private_key(ec.SECP384R1()))
    ed25519 = request_of(Ed25519PrivateKey.from_private_bytes(bytes(32)))
    der = bytearray(x509.load_pem_x509_csr(request_of(new_key())).public_bytes(Encoding.DER))
    der[-1] ^= 1
    broken = x509.load_der_x509_csr(bytes(der)).public_bytes(Encoding.PEM)
    for request in (other, ed25519, broken, b"", b"-----BEGIN CERTIFICATE REQUEST-----\n"):
        with pytest.raises(SettingError) as wrong:
            public_key_of(request, "bank.csr")
        assert wrong.value.ref == "bank.csr"


def test_validity_is_told() -> None:
    """Nothing here reads a clock."""
    assert validity(START, 1) == Validity(START - 3_600_000, START + DAY_MS)
