"""Taking others in: a party gets a certificate, another node its table, a system its own.

Each adds a table to the end of the settings' file and leaves the rest as people wrote
it. The file is read again, changed, before anything is written: what would not load is
not written.
"""

import stat
from collections.abc import Iterable, Sequence
from itertools import count
from pathlib import Path
from typing import Final, NamedTuple

from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey

from tallystick.node.cards import quoted, read_card
from tallystick.node.certificates import (
    AUTHORITY_DAYS,
    CERTIFICATE_DAYS,
    Authority,
    Subject,
    issue,
    key_bytes,
    make_authority,
    new_key,
    public_key_of,
    validity,
)
from tallystick.node.config import Settings, load_settings, read_settings
from tallystick.node.identity import refuse_the_key_of_another
from tallystick.node.key_files import (
    PRIVATE,
    PUBLIC,
    certificate_pem,
    private_pem,
    public_pem,
    read_certificate,
    read_private_key,
    read_public,
    write_new,
)
from tallystick.node.parties import Party, Role
from tallystick.node.party_keys import key_brought
from tallystick.terms.errors import SettingError
from tallystick.terms.instants import Instant
from tallystick.wire.signatures.keys import Algorithm, PublicKey

PARTIES, PEERS, SYSTEMS = "parties", "peers", "systems"
_ENDS: Final = ("pem", "key", "signing.key", "signing.pem")


class Issued(NamedTuple):
    """The files of a certificate, and of a signing key if one was made.

    `key` and `signing_key` are None where their owner kept them; `signing_key_id` is by what
    name the key is listed, "" if none was, and `operator_id` for whom its owner signs.
    """

    authority: Path
    certificate: Path
    key: Path | None
    signing_key: Path | None = None
    signing_key_id: str = ""
    operator_id: str = ""


class File(NamedTuple):
    """A file still to be written."""

    path: Path
    content: bytes
    mode: int = PUBLIC


class Asked(NamedTuple):
    """What a party brings, as PEM: a certificate signing request, its public signing key."""

    request: bytes | None = None
    signing_key: bytes | None = None


NOTHING_ASKED: Final = Asked()


def certify(
    config: Path,
    party: Party,
    at: Instant,
    asked: Asked = NOTHING_ASKED,
    days: int = CERTIFICATE_DAYS,
) -> Issued:
    """Issue a certificate to a party, list its signing key, and let it in by the settings.

    With a certificate signing request the party keeps its keys: only the public key of the
    request counts, and a signing key is listed if its public half is brought. Without one, keys
    are made. A person has no signing key. A party may have several certificates and keys, the
    old and the new.

    Raises:
        SettingError: a file is wrong, the id is none for the role, it is another node's role,
            or the key is another party's.
    """
    settings = load_settings(config)
    authority = authority_of(settings)
    key = new_key() if asked.request is None else None
    public_key = (
        key.public_key() if key is not None else public_key_of(asked.request or b"", "request")
    )
    refuse_the_key_of_another(settings, party, key_bytes(public_key))
    subject = Subject(party.role, party.id)
    certificate = issue(authority, subject, public_key, validity(at, days))
    place = _free(config.resolve().parent / PARTIES, f"{party.role}-{party.id}")
    signing = _signing(party, asked, place)
    files = [File(place.certificate, certificate_pem(certificate)), *signing.files]
    files += [File(place.key, private_pem(key), PRIVATE)] if key is not None else []
    _extend(config, _party_table(party, place.certificate.name) + signing.table, files)
    assert settings.authority is not None, "an authority was found in the settings"
    return Issued(
        settings.authority.certificate,
        place.certificate,
        place.key if key is not None else None,
        place.signing_key if signing.is_made else None,
        place.number if signing.table else "",
        settings.operator_id,
    )


def take_card(config: Path, card_at: Path) -> str:
    """Take in the other operator's card as a peer; return the operator's id.

    Raises:
        SettingError: a file is wrong, or the peer is there already.
    """
    card = read_card(read_public(card_at, "card"), str(card_at))
    name = card.operator_id
    folder = config.resolve().parent / PEERS
    keys = [
        f"\n[[peer.key]]\nid = {quoted(key.id)}\nhex = {quoted(key.hex)}\n" for key in card.keys
    ]
    table = (
        f"\n[[peer]]\noperator_id = {quoted(name)}\nurl = {quoted(card.url)}\n"
        f"certificates = [{quoted(f'{PEERS}/{name}.pem')}]\n"
        f"authority = {quoted(f'{PEERS}/{name}.authority.pem')}\n{''.join(keys)}"
    )
    files = [
        File(folder / f"{name}.pem", card.certificate.encode()),
        File(folder / f"{name}.authority.pem", card.authority.encode()),
    ]
    _extend(config, table, files)
    return name


def add_settlement_system(
    config: Path, name: str, url: str, authority: bytes, certificate: bytes = b""
) -> None:
    """Add a settlement system by its authority, and its certificate if that is to be pinned; PEM.

    Raises:
        SettingError: the url or a file is wrong, or the system is there already.
    """
    folder = config.resolve().parent / SYSTEMS
    table = (
        f"\n[[settlement_system]]\nname = {quoted(name)}\nurl = {quoted(url)}\n"
        f"authority = {quoted(f'{SYSTEMS}/{name}.authority.pem')}\n"
    )
    files = [File(folder / f"{name}.authority.pem", authority)]
    if certificate:
        table += f"certificates = [{quoted(f'{SYSTEMS}/{name}.pem')}]\n"
        files += [File(folder / f"{name}.pem", certificate)]
    _extend(config, table, files)


def prepare_server(folder: Path, subject: Subject, hosts: Sequence[str], at: Instant) -> Issued:
    """Make an authority and a server's certificate in a folder of their own, for a system.

    Raises:
        SettingError: a file is there already, or the name or a host cannot stand in a certificate.
    """
    authority = make_authority(subject.id, validity(at, AUTHORITY_DAYS))
    key = new_key()
    valid = validity(at, CERTIFICATE_DAYS)
    certificate = issue(authority, subject, key.public_key(), valid, hosts)
    issued = Issued(folder / "authority.pem", folder / "server.pem", folder / "server.key")
    write_all(
        [
            File(issued.authority, certificate_pem(authority.certificate)),
            File(issued.certificate, certificate_pem(certificate)),
            File(folder / "server.key", private_pem(key), PRIVATE),
        ]
    )
    return issued


def authority_of(settings: Settings) -> Authority:
    """Return the operator's own authority.

    Raises:
        SettingError: the settings name none, its key is not at hand, or is another's.
    """
    told = settings.authority
    if told is None:
        raise SettingError("no authority is in the settings to issue by", field="authority")
    certificate = read_certificate(told.certificate, "authority.certificate")
    key = read_private_key(told.key, "authority.key")
    if (
        not isinstance(key, EllipticCurvePrivateKey)
        or key.public_key() != certificate.public_key()
    ):
        detail = "it is not the key of authority.certificate"
        raise SettingError(detail, field="authority.key", ref=str(told.key))
    return Authority(certificate, key)


def write_all(files: Iterable[File]) -> None:
    """Write files that are not there yet: if one of them is, none is written.

    Raises:
        SettingError: one is there already, or cannot be written.
    """
    wanted = list(files)
    for file in wanted:
        if file.path.exists():
            detail = "it is there already, and nothing is overwritten"
            raise SettingError(detail, code="file-there", ref=str(file.path))
    for file in wanted:
        write_new(file.path, file.content, file.mode)


def _extend(config: Path, table: str, files: Iterable[File]) -> None:
    """Write the files and add the table to the settings, if these then still load."""
    raw = read_public(config, "config")
    longer = raw + (b"" if raw.endswith(b"\n") else b"\n") + table.encode()
    read_settings(longer, str(config), config.resolve().parent)
    write_all(files)
    _replace(config, longer)


def _replace(path: Path, content: bytes) -> None:
    # Whole or not at all: a node that starts meanwhile reads the one or the other.
    beside = path.with_name(f"{path.name}.part")
    write_new(beside, content, stat.S_IMODE(path.stat().st_mode))
    beside.replace(path.resolve())


class _Place(NamedTuple):
    """Where a party's next files go; their number is the name of its signing key too."""

    number: str
    certificate: Path
    key: Path
    signing_key: Path
    signing_public: Path


def _free(folder: Path, name: str) -> _Place:
    places = (_Place(str(n), *(folder / f"{name}.{n}.{end}" for end in _ENDS)) for n in count(1))
    return next(place for place in places if not any(each.exists() for each in place[1:]))


class _Signing(NamedTuple):
    """A party's signing key as the settings list it, and the files to be written of it."""

    table: str = ""
    files: tuple[File, ...] = ()
    is_made: bool = False


def _signing(party: Party, asked: Asked, place: _Place) -> _Signing:
    """Take the key that is brought, or make one where the other key is made too."""
    head = f"\n[[party.key]]\nid = {quoted(place.number)}\n"
    if party.role is Role.OPERATOR:
        if asked.signing_key is not None:
            raise SettingError("a person signs no messages", field="signing-key")
        return _Signing()
    if asked.signing_key is not None:
        brought = key_brought(asked.signing_key, "signing-key")
        table, file = _listed(head, brought.algorithm, brought.public, place)
        return _Signing(table, (file,))
    if asked.request is not None:
        return _Signing()
    # Whichever library a bank has knows P-256, and a node verifies it in two thirds of the time.
    made = new_key()
    private = File(place.signing_key, private_pem(made), PRIVATE)
    table, public = _listed(head, Algorithm.ES256, made.public_key(), place)
    return _Signing(table, (private, public), is_made=True)


def _listed(head: str, algorithm: Algorithm, public: PublicKey, place: _Place) -> tuple[str, File]:
    """Return the table that lists a key, and the file with the key."""
    file = File(place.signing_public, public_pem(public))
    at = f"{PARTIES}/{file.path.name}"
    return f"{head}algorithm = {quoted(algorithm)}\nfile = {quoted(at)}\n", file


def _party_table(party: Party, certificate: str) -> str:
    if party.role is Role.PEER:
        raise SettingError("another node is taken in by its card", field="role")
    return (
        f"\n[[party]]\nid = {quoted(party.id)}\nrole = {quoted(party.role)}\n"
        f"certificates = [{quoted(f'{PARTIES}/{certificate}')}]\n"
    )
