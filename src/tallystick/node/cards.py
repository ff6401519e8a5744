"""Cards: what one operator gives to the other so that their nodes know each other.

A card is a TOML file with nothing secret in it: who the operator is, where its node is
reached, its certificates, and the keys that verify its envelopes. What it says is
believed for ever after, so people compare its fingerprint by another way than it came.
"""

import json
from hashlib import sha256
from pathlib import Path
from typing import Annotated

import msgspec
from cryptography import x509
from cryptography.exceptions import InvalidSignature

from tallystick.node.config import Name
from tallystick.node.key_files import certificate_in, certificate_pem
from tallystick.node.setting_rules import is_address
from tallystick.node.tables import Fault, read_tables, refuse, struct_from
from tallystick.terms.errors import SettingError

KeyText = Annotated[str, msgspec.Meta(pattern=r"\A[0-9a-f]{64}\Z")]


class CardKey(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A key that verifies envelopes."""

    id: Name
    hex: KeyText


class Card(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What an operator tells of its node; certificates are PEM."""

    operator_id: Name
    url: str
    authority: str
    certificate: str
    keys: tuple[CardKey, ...] = msgspec.field(name="key")


def write_card(card: Card) -> bytes:
    """Return the card as the bytes of its file."""
    keys = "".join(f'\n[[key]]\nid = "{key.id}"\nhex = "{key.hex}"\n' for key in card.keys)
    return (
        f"# The card of {card.operator_id}'s node, for the other operator. Nothing in it is\n"
        "# secret, but compare its fingerprint by telephone before you take it in.\n"
        f"operator_id = {quoted(card.operator_id)}\n"
        f"url = {quoted(card.url)}\n"
        f'authority = """\n{card.authority}"""\n'
        f'certificate = """\n{card.certificate}"""\n{keys}'
    ).encode()


def read_card(raw: bytes, ref: str) -> Card:
    """Return the card that a file holds; `ref` names the file in errors.

    Raises:
        SettingError: a key is wrong, or the authority did not issue the certificate.
    """
    card = struct_from(read_tables(raw, ref), Card, ref, Path())
    faults = [] if is_address(card.url) else [Fault("url", "it is https://host:port")]
    faults += [] if card.keys else [Fault("key", "no envelope can be verified without a key")]
    refuse(faults, ref)
    authority = certificate_in(card.authority.encode(), "authority", ref)
    certificate = certificate_in(card.certificate.encode(), "certificate", ref)
    if not _issued(certificate, authority):
        detail = "the card's authority did not issue its certificate"
        raise SettingError(detail, field="certificate", ref=ref)
    # Nothing that stood around the two certificates is kept.
    return msgspec.structs.replace(
        card,
        authority=certificate_pem(authority).decode(),
        certificate=certificate_pem(certificate).decode(),
    )


def card_print(raw: bytes) -> str:
    """Return a card's fingerprint, as people read it to each other."""
    digits = sha256(raw).hexdigest()
    return " ".join(digits[at : at + 4] for at in range(0, len(digits), 4))


def quoted(text: str) -> str:
    """Return a text as a TOML string."""
    return json.dumps(text, ensure_ascii=False)


def _issued(certificate: x509.Certificate, authority: x509.Certificate) -> bool:
    try:
        certificate.verify_directly_issued_by(authority)
    except (ValueError, TypeError, InvalidSignature):
        return False
    return True
