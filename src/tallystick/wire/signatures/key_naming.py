"""KeyInfo, by which an XML signature names its key: written for others, never believed.

It may name a key, or bring its certificate, which is not read. A bare key in it, or a
place to fetch one from, is refused: nobody honest needs either here.
"""

import re
from base64 import b64encode
from typing import Final, TypeAlias

import msgspec

from tallystick.terms.errors import LocalMessageError
from tallystick.wire import xml
from tallystick.wire.signatures.keys import refused
from tallystick.wire.signatures.signed_part import DSIG, alone, whole

_ID: Final = re.compile(r"[A-Za-z0-9._-]{1,128}")
_NAMING: Final = frozenset(
    f"{{{DSIG}}}{name}"
    for name in (
        "KeyInfo",
        "KeyName",
        "X509Certificate",
        "X509Data",
        "X509IssuerName",
        "X509IssuerSerial",
        "X509SKI",
        "X509SerialNumber",
        "X509SubjectName",
    )
)


class KeyName(msgspec.Struct, frozen=True):
    """A key by the name it is listed by."""

    name: str


class IssuerSerial(msgspec.Struct, frozen=True):
    """A key by its certificate: who issued that (a name as RFC 4514 has it), and its number."""

    issuer: str
    serial: int


class SubjectKeyIdentifier(msgspec.Struct, frozen=True):
    """A key by the identifier in its certificate (RFC 5280, 4.2.1.2)."""

    identifier: bytes


Naming: TypeAlias = KeyName | IssuerSerial | SubjectKeyIdentifier


class KeyNaming(msgspec.Struct, frozen=True):
    """How a signature names its key, and the id by which a reference names that in turn.

    The id is of letters, digits, dots, dashes and underscores, and no other attribute of
    the file has it as its value.

    Raises:
        LocalMessageError: the id is not of that form.
    """

    naming: Naming
    id: str

    def __post_init__(self) -> None:
        if not _ID.fullmatch(self.id):
            detail = f"{self.id!r} is no id of a KeyInfo."
            raise LocalMessageError(detail, code="signature-id")


def key_naming_text(key_info: KeyNaming, prefix: str) -> str:
    """Return the element in exclusive canonical form.

    Raises:
        LocalMessageError: a name holds a character that no XML may hold.
    """
    inner = _naming_text(key_info.naming, prefix)
    return alone(prefix, "KeyInfo", inner, f' Id="{key_info.id}"')


def _naming_text(naming: Naming, prefix: str) -> str:
    match naming:
        case KeyName(name):
            return whole(prefix, "KeyName", xml.escaped(name))
        case IssuerSerial(issuer, serial):
            both = whole(prefix, "X509IssuerName", xml.escaped(issuer))
            both += whole(prefix, "X509SerialNumber", str(serial))
            return whole(prefix, "X509Data", whole(prefix, "X509IssuerSerial", both))
        case SubjectKeyIdentifier(identifier):
            text = b64encode(identifier).decode()
            return whole(prefix, "X509Data", whole(prefix, "X509SKI", text))


def id_of(key_info: xml.Element, root: xml.Element) -> str:
    """Return the id of a signature's KeyInfo.

    Raises:
        RemoteMessageError: it has none, one of another form, or one that is somewhere else too.
    """
    name = key_info.get("Id") or ""
    if not _ID.fullmatch(name):
        raise refused("id", "its KeyInfo has no Id, or one of another form")
    if xml.values_alike(root, name) != 1:
        raise refused("id", "the Id of its KeyInfo is there more than once")
    return name


def refuse_bare_key(key_info: xml.Element) -> None:
    """Refuse a KeyInfo that does more than name a key.

    Raises:
        RemoteMessageError: it does.
    """
    for each in key_info.iter():
        names = [name for name, _ in each.items()]
        if each.tag not in _NAMING or names not in ([], ["Id"] if each is key_info else []):
            detail = f"its KeyInfo does more than name a key ({xml.local_name(each)[:40]})"
            raise refused("key-info", detail)
