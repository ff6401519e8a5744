"""Certificates: an operator's own authority, and what it issues to nodes and parties.

Keys are on P-256, and every certificate keeps to RFC 5280 strictly enough for
X509_V_FLAG_X509_STRICT. Who a certificate is of stands in it as a URI,
`urn:tallystick:<role>:<id>`; but a party is known by the certificate's fingerprint
alone. Nothing here reads a clock: from when until when is told.
"""

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from ipaddress import ip_address
from typing import Final, NamedTuple

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.types import CertificatePublicKeyTypes
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from tallystick.node.parties import NAME_FORM
from tallystick.terms.errors import SettingError
from tallystick.terms.instants import DAY_MS, HOUR_MS, Instant

AUTHORITY_DAYS: Final = 3_650
CERTIFICATE_DAYS: Final = 825
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_LABEL: Final = "[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_HOST: Final = re.compile(rf"{_LABEL}(?:\.{_LABEL})*")
_ISSUES: Final = x509.BasicConstraints(ca=True, path_length=0)
_ISSUES_NONE: Final = x509.BasicConstraints(ca=False, path_length=None)
_ID: Final = re.compile(NAME_FORM)


class Authority(NamedTuple):
    """An operator's certificate authority."""

    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey


class Validity(NamedTuple):
    """From when until when a certificate is valid."""

    begins: Instant
    ends: Instant


class Subject(NamedTuple):
    """Whom a certificate is of: a role (`peer`, `participant`, ...), and an id in it."""

    role: str
    id: str

    @property
    def uri(self) -> str:
        """How the certificate says it."""
        return f"urn:tallystick:{self.role}:{self.id}"


def validity(at: Instant, days: int) -> Validity:
    """Return the time from an hour before an instant, as clocks differ, for so many days."""
    return Validity(at - HOUR_MS, at + days * DAY_MS)


def new_key() -> ec.EllipticCurvePrivateKey:
    """Return a fresh private key on P-256."""
    return ec.generate_private_key(ec.SECP256R1())


def make_authority(operator_id: str, valid: Validity) -> Authority:
    """Return a new authority of an operator; it may issue certificates, but no authorities."""
    key = new_key()
    name = _name(_checked(operator_id), "Tallystick authority")
    usage = _usage(signs=False, issues=True)
    builder = _builder(name, name, key.public_key(), valid)
    builder = builder.add_extension(_ISSUES, critical=True)
    builder = builder.add_extension(usage, critical=True)
    identifier = x509.AuthorityKeyIdentifier.from_issuer_public_key(key.public_key())
    builder = builder.add_extension(identifier, critical=False)
    return Authority(builder.sign(key, hashes.SHA256()), key)


def issue(
    authority: Authority,
    subject: Subject,
    public_key: ec.EllipticCurvePublicKey,
    valid: Validity,
    hosts: Sequence[str] = (),
) -> x509.Certificate:
    """Return a certificate of the subject: for clients, and for a server at the hosts, if any.

    It ends with its authority's at the latest.

    Raises:
        SettingError: the id or a host cannot stand in a certificate.
    """
    issuer = authority.certificate
    ends = min(valid.ends, _instant(issuer.not_valid_after_utc))
    name = _name(_operator_of(issuer), _checked(subject.id))
    builder = _builder(name, issuer.subject, public_key, Validity(valid.begins, ends))
    purposes = [ExtendedKeyUsageOID.CLIENT_AUTH]
    purposes += [ExtendedKeyUsageOID.SERVER_AUTH] if hosts else []
    names = [x509.UniformResourceIdentifier(subject.uri), *map(_host, hosts)]
    builder = builder.add_extension(_ISSUES_NONE, critical=True)
    builder = builder.add_extension(_usage(signs=True, issues=False), critical=True)
    builder = builder.add_extension(x509.ExtendedKeyUsage(purposes), critical=False)
    builder = builder.add_extension(x509.SubjectAlternativeName(names), critical=False)
    builder = builder.add_extension(_identifier_of(issuer), critical=False)
    return builder.sign(authority.key, hashes.SHA256())


def public_key_of(request: bytes, ref: str) -> ec.EllipticCurvePublicKey:
    """Return the key that a certificate signing request asks for; nothing else of it counts.

    Raises:
        SettingError: it is no request in PEM, not signed by its key, or not on P-256.
    """
    try:
        asked = x509.load_pem_x509_csr(request)
        key = asked.public_key()
        is_signed = asked.is_signature_valid
    except (ValueError, TypeError, InvalidSignature) as broken:
        raise SettingError("it is no certificate signing request in PEM", ref=ref) from broken
    if not is_signed:
        raise SettingError("the request is not signed by the key it asks for", ref=ref)
    if not isinstance(key, ec.EllipticCurvePublicKey) or key.curve.name != "secp256r1":
        raise SettingError("the request's key is not on P-256", ref=ref)
    return key


def fingerprint(certificate: x509.Certificate) -> bytes:
    """Return the SHA-256 of a certificate's DER."""
    return fingerprint_of(certificate.public_bytes(serialization.Encoding.DER))


def fingerprint_of(der: bytes) -> bytes:
    """Return the SHA-256 of DER bytes, as a connection shows them."""
    return sha256(der).digest()


def key_bytes(key: CertificatePublicKeyTypes) -> bytes:
    """Return a certificate's public key as DER: a renewed certificate may have the same."""
    spki = serialization.PublicFormat.SubjectPublicKeyInfo
    return key.public_bytes(serialization.Encoding.DER, spki)


def _builder(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey, valid: Validity
) -> x509.CertificateBuilder:
    """Return what every certificate has."""
    identifier = x509.SubjectKeyIdentifier.from_public_key(key)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(_time(valid.begins))
        .not_valid_after(_time(valid.ends))
        .add_extension(identifier, critical=False)
    )


def _usage(*, signs: bool, issues: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=signs,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=issues,
        crl_sign=issues,
        encipher_only=False,
        decipher_only=False,
    )


def _identifier_of(issuer: x509.Certificate) -> x509.AuthorityKeyIdentifier:
    """Return by what an issued certificate names its issuer's key; others count it otherwise."""
    try:
        own = issuer.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value
    except x509.ExtensionNotFound as missing:
        detail = "the authority's certificate has no subject key identifier"
        raise SettingError(detail, field="authority.certificate") from missing
    return x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(own)


def _name(operator_id: str, common_name: str) -> x509.Name:
    words = [(NameOID.ORGANIZATION_NAME, operator_id), (NameOID.COMMON_NAME, common_name)]
    return x509.Name([x509.NameAttribute(kind, word) for kind, word in words if word])


def _operator_of(issuer: x509.Certificate) -> str:
    named = issuer.subject.get_attributes_for_oid(NameOID.ORGANIZATION_NAME)
    return str(named[0].value) if named else ""


def _checked(name: str) -> str:
    if not _ID.fullmatch(name):
        detail = f"{name[:64]!r} cannot stand in a certificate: letters, digits and ._:- only"
        raise SettingError(detail, field="id")
    return name


def _host(host: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ip_address(host))
    except ValueError:
        if not _HOST.fullmatch(host):
            raise SettingError(f"{host[:80]!r} is no host", field="host") from None
        return x509.DNSName(host)


def _time(at: Instant) -> datetime:
    return _EPOCH + timedelta(milliseconds=at)


def _instant(at: datetime) -> Instant:
    return (at - _EPOCH) // timedelta(milliseconds=1)
