"""The keys by which parties sign their messages, from the node's settings."""

from collections.abc import Iterator, Mapping

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.asymmetric.types import PublicKeyTypes
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from tallystick.node.config import PartyKeySettings, Settings
from tallystick.node.key_files import ed25519_from, public_key_from, public_key_in
from tallystick.node.parties import Party, Role
from tallystick.terms.errors import LocalMessageError, SettingError
from tallystick.wire.signatures.keys import Algorithm, PublicKey, VerificationKey

# By whom a message may be signed: each party's keys by their names.
PartyKeys = Mapping[Party, Mapping[str, VerificationKey]]


def party_keys(settings: Settings, own: Ed25519PublicKey) -> PartyKeys:
    """Return the keys of every party that has any; a party's tables are taken together.

    `own` is the node's key, which is nobody else's.

    Raises:
        SettingError: a key cannot be read, is none of its algorithm, or stands for two.
    """
    keys: dict[Party, dict[str, VerificationKey]] = {}
    owners = {_octets(own): "this node"}
    for party, told, place in _listed(settings):
        found = _key(told, place)
        name = f"{party.role} {party.id}"
        owner = owners.setdefault(_octets(found.public), name)
        if owner != name:
            raise SettingError(f"the key of {name} is that of {owner}", field=place)
        keys.setdefault(party, {})[told.id] = found
    return keys


def silent_participants(settings: Settings, keys: PartyKeys) -> tuple[str, ...]:
    """Return the participants that can send nothing, since no key of theirs is listed."""
    if not settings.signatures.required:
        return ()
    parties = [Party(each.id, each.role) for each in settings.parties]
    silent = [each for each in parties if each.role is Role.PARTICIPANT and each not in keys]
    return tuple(dict.fromkeys(each.id for each in silent))


def _listed(settings: Settings) -> Iterator[tuple[Party, PartyKeySettings, str]]:
    for place, party in enumerate(settings.parties):
        for number, told in enumerate(party.keys):
            yield Party(party.id, party.role), told, f"party[{place}].key[{number}]"


def key_brought(pem: bytes, field: str) -> VerificationKey:
    """Return a public key that a party brings, for the algorithm of its kind.

    Raises:
        SettingError: it is no public key in PEM, or none of any algorithm here.
    """
    found = public_key_from(pem, field, "")
    if isinstance(found, Ed25519PublicKey):
        return _listed_for(Algorithm.ED25519, found, field, "")
    is_rsa = isinstance(found, RSAPublicKey)
    return _listed_for(Algorithm.PS256 if is_rsa else Algorithm.ES256, found, field, "")


def _key(told: PartyKeySettings, place: str) -> VerificationKey:
    algorithm = Algorithm(told.algorithm)
    if told.file is None:
        field = f"{place}.hex"
        return _listed_for(algorithm, ed25519_from(told.hex, field), field, "")
    field = f"{place}.file"
    return _listed_for(algorithm, public_key_in(told.file, field), field, str(told.file))


def _listed_for(
    algorithm: Algorithm, found: PublicKeyTypes, field: str, ref: str
) -> VerificationKey:
    if not isinstance(found, PublicKey):
        detail = "its key is neither Ed25519 nor P-256 nor RSA"
        raise SettingError(detail, field=field, ref=ref)
    try:
        return VerificationKey(algorithm, found)
    except LocalMessageError as unfit:
        raise SettingError(unfit.detail, field=field, ref=ref) from unfit


def _octets(key: PublicKey) -> bytes:
    return key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
