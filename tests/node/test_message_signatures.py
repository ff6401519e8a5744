"""Whose messages a node takes by which keys is read from its settings, or the start is refused."""

from pathlib import Path
from typing import get_args

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP384R1, generate_private_key
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from tallystick.node.assembly import Assembly
from tallystick.node.certificates import new_key
from tallystick.node.config import PartyKeySettings, load_settings
from tallystick.node.enrolment import Asked, certify
from tallystick.node.identity import open_keyring
from tallystick.node.key_files import public_pem
from tallystick.node.message_signatures import Signatures
from tallystick.node.parties import Party, Role
from tallystick.node.party_keys import PartyKeys, party_keys
from tallystick.terms.errors import SettingError
from tallystick.wire.signatures import jws
from tallystick.wire.signatures.keys import SigningKey
from tests.node.operators import START, prepared
from tests.node.running import StandingClock
from tests.node.test_certificates import request_of
from tests.wire.signatures.signatories import SIGNERS, refusal

BANK, HOUSE = Party("NOBKRUMM", Role.PARTICIPANT), Party("FXHOUSE", Role.PROVIDER)
OTHER_BANK = Party("NOB2RUMM", Role.PARTICIPANT)
ED = SIGNERS["ed"]
DIGITS = ED.verification_key().public.public_bytes_raw().hex()  # type: ignore[union-attr]
JWS = [each for each in SIGNERS.values() if each.algorithm in jws.ALGORITHMS]


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """The settings of NORTH, with a bank that has a certificate and no key yet."""
    made = prepared(tmp_path).config
    certify(made, BANK, START, Asked(request_of(new_key())))
    return made


def listing(config: Path, *lines: str) -> Path:
    """Add a key to the last party of the settings."""
    config.write_text("\n".join((config.read_text(), "[[party.key]]", *lines, "")))
    return config


def read(config: Path) -> PartyKeys:
    """Return the keys as the node reads them at its start."""
    settings = load_settings(config)
    return party_keys(settings, open_keyring(settings).identity.key.public_key())


def fault(config: Path) -> SettingError:
    """Return what is wrong with the keys."""
    with pytest.raises(SettingError) as wrong:
        read(config)
    return wrong.value


@pytest.mark.parametrize("signer", JWS, ids=lambda each: each.algorithm)
def test_a_key_is_read_from_a_file(config: Path, signer: SigningKey) -> None:
    """Of every algorithm that signs messages here."""
    public = signer.verification_key()
    (config.parent / "bank.pem").write_bytes(public_pem(public.public))
    listing(config, 'id = "a"', f'algorithm = "{signer.algorithm}"', 'file = "bank.pem"')
    assert read(config)[BANK]["a"].algorithm is signer.algorithm
    assert read(config)[BANK]["a"].fits(signer.sign(b"message"), b"message")


def test_the_algorithms_of_the_settings_are_those_of_the_signatures() -> None:
    """None is left out, and none is listed that no signature may name."""
    kind = {field.name: field.type for field in msgspec.structs.fields(PartyKeySettings)}
    assert set(get_args(kind["algorithm"])) == jws.ALGORITHMS


def test_the_keys_of_a_party_s_tables_are_taken_together(config: Path) -> None:
    """As its certificates are."""
    listing(config, 'id = "a"', f'hex = "{DIGITS}"')
    certify(config, BANK, START)
    certify(config, HOUSE, START)
    assert {party: set(keys) for party, keys in read(config).items()} == {
        BANK: {"a", "2"},
        HOUSE: {"1"},
    }


HEX = f'hex = "{DIGITS}"'
WRONG: list[tuple[tuple[str, ...], str, str]] = [
    (('id = "a"',), "party[0].key[0]", "either file or hex"),
    (('id = "a"', HEX, 'file = "x"'), "party[0].key[0]", "either file or hex"),
    (('id = "a b"', HEX), "party[0].key[0].id", "regex"),
    (('id = "a"', HEX, 'algorithm = "RS256"'), "party[0].key[0].algorithm", "Invalid enum value"),
    (('id = "a"', HEX, 'algorithm = "none"'), "party[0].key[0].algorithm", "Invalid enum value"),
    (('id = "a"', HEX, 'algorithm = "ES256"'), "party[0].key[0].hex", "no key of that algorithm"),
    (('id = "a"', 'hex = "00"'), "party[0].key[0].hex", "64 hexadecimal digits"),
    (('id = "a"', 'file = "none.pem"'), "party[0].key[0].file", "cannot be read"),
    (('id = "a"', 'file = "node.toml"'), "party[0].key[0].file", "no public key in PEM"),
    (('id = "a"', 'file = "x25519.pem"'), "party[0].key[0].file", "neither Ed25519 nor P-256"),
    (
        ('id = "a"', 'file = "p384.pem"', 'algorithm = "ES256"'),
        "party[0].key[0].file",
        "no key of that algorithm",
    ),
    (("id = 'a'", HEX, "[[party.key]]", "id = 'a'", HEX), "party.key", "has the key a twice"),
]


@pytest.mark.slow
@pytest.mark.parametrize(("lines", "key", "rule"), WRONG)
def test_a_key_that_is_none_is_told(
    config: Path, lines: tuple[str, ...], key: str, rule: str
) -> None:
    """With the place of its table, before the node listens."""
    x25519, p384 = X25519PrivateKey.generate(), generate_private_key(SECP384R1())
    (config.parent / "x25519.pem").write_bytes(public_pem(x25519.public_key()))
    (config.parent / "p384.pem").write_bytes(public_pem(p384.public_key()))
    wrong = fault(listing(config, *lines))
    assert wrong.field == key
    assert rule in wrong.detail


def test_a_person_has_no_key(config: Path) -> None:
    """Nothing that a person says is a signed message."""
    certify(config, Party("anna", Role.OPERATOR), START)
    wrong = fault(listing(config, 'id = "a"', HEX))
    assert (wrong.field, wrong.detail) == ("party[1].key", "a person signs no messages")


def test_no_key_is_two_parties(config: Path) -> None:
    """Neither two banks', nor a bank's and the node's own."""
    settings = load_settings(config)
    own = open_keyring(settings).identity.key.public_key().public_bytes_raw().hex()
    text = config.read_text()
    assert "that of this node" in fault(listing(config, 'id = "a"', f'hex = "{own}"')).detail
    config.write_text(text)
    listing(config, 'id = "a"', HEX)
    certify(config, OTHER_BANK, START, Asked(request_of(new_key())))
    wrong = fault(listing(config, 'id = "b"', HEX))
    assert wrong.field == "party[1].key[0]"
    assert wrong.detail == "the key of participant NOB2RUMM is that of participant NOBKRUMM"


def test_only_the_party_s_own_keys_count() -> None:
    """Whatever name the others' have; and a key is one party's in one role."""
    keys = {BANK: {"ed": ED.verification_key()}}
    asked = Signatures("NORTH", keys, is_required=True, age_max_ms=10, ahead_max_ms=5)
    signature = jws.sign(b"message", ED, "NORTH", START)
    asked.verify(BANK, signature, b"message", START + 10)
    for party in (OTHER_BANK, HOUSE, Party(BANK.id, Role.PROVIDER)):
        code = refusal(lambda party=party: asked.verify(party, signature, b"message", START))  # type: ignore[misc]
        assert code == "signature-key"
    for now in (START + 11, START - 6):
        code = refusal(lambda now=now: asked.verify(BANK, signature, b"message", now))  # type: ignore[misc]
        assert code == "signature-time"


def test_a_pilot_without_signatures_is_said_loudly(
    config: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """At every start; where they are required, who has no key is told of instead."""
    Assembly(load_settings(config), StandingClock(START))
    told = capsys.readouterr().err
    assert "participant NOBKRUMM needs a signing key" in told
    assert "unsigned-messages-taken" not in told
    config.write_text(config.read_text().replace("required = true", "required = false", 1))
    assembly = Assembly(load_settings(config), StandingClock(START))
    (line,) = [each for each in capsys.readouterr().err.splitlines() if "unsigned" in each]
    assert '"level":"critical"' in line.replace(" ", "")
    assert not assembly.signatures.is_required


def test_what_the_settings_say_is_what_is_asked(config: Path) -> None:
    """For this operator, as old and as far ahead as they have it."""
    text = config.read_text().replace("age_max_ms = 300_000", "age_max_ms = 7", 1)
    config.write_text(text.replace("skew_max_ms = 2_000", "skew_max_ms = 3", 1))
    assembly = Assembly(load_settings(config), StandingClock(START))
    assert assembly.signatures == Signatures(
        "NORTH", {}, is_required=True, age_max_ms=7, ahead_max_ms=3
    )
