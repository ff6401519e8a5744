"""A node's keys come from files that nobody else may read; its parties from their certificates."""

from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key

from tallystick.node import enrolment
from tallystick.node.certificates import fingerprint, new_key
from tallystick.node.config import Settings, load_settings
from tallystick.node.identity import open_keyring, parties_by_fingerprint
from tallystick.node.init import Plan
from tallystick.node.key_files import private_pem, public_pem, read_certificate
from tallystick.node.parties import Party, Role
from tallystick.node.tls import server_tls
from tallystick.terms.errors import SettingError
from tallystick.wire.seal import Cover, seal, unseal
from tests.node.operators import START, prepared
from tests.node.test_certificates import request_of

NORTH_BANK = Party("NOBKRUMM", Role.PARTICIPANT)
ANNA = Party("anna", Role.OPERATOR)


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """The settings of NORTH, with SOUTH as its peer."""
    north = prepared(tmp_path).config
    south = prepared(tmp_path, Plan("SOUTH", port=8543, operations_port=9543))
    enrolment.take_card(north, south.card)
    return north


def refusal(settings: Settings) -> SettingError:
    """What is wrong with the keys."""
    with pytest.raises(SettingError) as wrong:
        open_keyring(settings)
    return wrong.value


def test_each_node_reads_what_the_other_seals(config: Path) -> None:
    """By the key on its card."""
    north = open_keyring(load_settings(config))
    south = open_keyring(load_settings(config.parents[1] / "SOUTH" / "node.toml"))
    cover = Cover(
        "SOUTH",
        "NORTH",
        bytes(32),
        0,
        bytes(32),
        (0, bytes(32)),
        START,
        "envelopes-1",
        bytes(16),
        bytes(16),
        0,
        0,
    )
    raw = seal(cover, [], south.identity.key)
    assert unseal(raw, "NORTH", north.peer_keys).cover == cover
    assert south.identity.key_id == "envelopes-1"


def test_the_vault_opens_again(config: Path) -> None:
    """With the same master key after each start, and with no other operator's."""
    first, again = (open_keyring(load_settings(config)) for _ in range(2))
    wrapped = first.vault.wrap("payment", bytes(32))
    assert again.vault.unwrap("payment", wrapped) == bytes(32)
    assert first.digest_key == again.digest_key


PRIVATE = ("signing.pem", "master.key", "digest.key")


@pytest.mark.slow
@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o602, 0o610, 0o644, 0o777])
@pytest.mark.parametrize("name", PRIVATE)
def test_a_key_that_others_may_read_is_no_key(config: Path, name: str, mode: int) -> None:
    """Or write, or run."""
    path = config.parent / "keys" / name
    path.chmod(mode)
    wrong = refusal(load_settings(config))
    assert f"its mode is {mode:04o}" in wrong.detail
    assert wrong.ref == str(path)
    assert wrong.field == f"keys.{name.split('.', maxsplit=1)[0]}_key"


def test_the_certificate_s_key_is_nobody_else_s_either(config: Path) -> None:
    """TLS asks the same of its key."""
    (config.parent / "tls" / "node.key").chmod(0o644)
    with pytest.raises(SettingError, match="others may read it") as wrong:
        server_tls(load_settings(config))
    assert wrong.value.field == "tls.key"


@pytest.mark.slow
@pytest.mark.parametrize("name", PRIVATE)
@pytest.mark.parametrize("content", [None, b"", b"\xff\xfe\x00", b"00" * 31, b"00" * 2_000_000])
def test_what_is_no_key_is_told(config: Path, name: str, content: bytes | None) -> None:
    """A file that is not there, is empty, is of something else, or has no end."""
    path = config.parent / "keys" / name
    path.unlink()
    if content is not None:
        path.write_bytes(content)
        path.chmod(0o600)
    wrong = refusal(load_settings(config))
    assert wrong.ref == str(path)
    assert wrong.field == f"keys.{name.split('.', maxsplit=1)[0]}_key"


def test_another_kind_of_key_signs_no_envelope(config: Path) -> None:
    """The certificate's key is none, and no key with a password is read."""
    path = config.parent / "keys" / "signing.pem"
    path.write_bytes(private_pem(generate_private_key(SECP256R1())))
    assert "no Ed25519 key" in refusal(load_settings(config)).detail


def test_no_key_has_two_uses(config: Path) -> None:
    """Digests are made by a key that opens nothing."""
    keys = config.parent / "keys"
    (keys / "digest.key").write_bytes((keys / "master.key").read_bytes())
    wrong = refusal(load_settings(config))
    assert (wrong.field, "is the master key" in wrong.detail) == ("keys.digest_key", True)


def test_a_peer_s_key_may_be_a_file(config: Path) -> None:
    """It is the same key as its digits tell."""
    by_digits = open_keyring(load_settings(config)).peer_keys["SOUTH", "envelopes-1"]
    (config.parent / "south.pub").write_bytes(public_pem(by_digits))
    digits = by_digits.public_bytes_raw().hex()
    text = config.read_text().replace(f'hex = "{digits}"', 'file = "south.pub"')
    config.write_text(text)
    by_file = open_keyring(load_settings(config)).peer_keys["SOUTH", "envelopes-1"]
    assert by_file.public_bytes_raw() == by_digits.public_bytes_raw()


@pytest.mark.parametrize("line", ['hex = "00"', 'hex = "zz"', 'file = "card.toml"', 'file = "no"'])
def test_a_peer_s_key_that_is_none_is_told(config: Path, line: str) -> None:
    """With the place of its table."""
    text = config.read_text()
    start = text.index("hex = ")
    config.write_text(text[:start] + line + text[text.index("\n", start) :])
    wrong = refusal(load_settings(config))
    assert wrong.field == f"peer[0].key[0].{line.split(maxsplit=1)[0]}"


def test_parties_are_known_by_their_certificates(config: Path) -> None:
    """The peer by the one on its card; a bank by its old one and its new one."""
    issued = [enrolment.certify(config, party, START) for party in (NORTH_BANK, NORTH_BANK, ANNA)]
    settings = load_settings(config)
    certificates = [each.certificate for each in issued] + list(settings.peers[0].certificates)
    prints = [fingerprint(read_certificate(path, "")) for path in certificates]
    whose = [NORTH_BANK, NORTH_BANK, ANNA, Party("SOUTH", Role.PEER)]
    assert parties_by_fingerprint(settings) == dict(zip(prints, whose, strict=True))
    assert len(set(prints)) == 4


def test_no_certificate_stands_for_two(config: Path) -> None:
    """Neither for two parties nor for a party and another node."""
    bank = enrolment.certify(config, NORTH_BANK, START)
    text = config.read_text()
    for certificate in (bank.certificate, "peers/SOUTH.pem"):
        table = f'[[party]]\nid = "x"\nrole = "provider"\ncertificates = ["{certificate}"]\n'
        config.write_text(f"{text}\n{table}")
        with pytest.raises(SettingError, match=r"the certificate of .* is that of") as wrong:
            parties_by_fingerprint(load_settings(config))
        assert wrong.value.field.endswith("].certificates")


def test_no_key_stands_for_two(config: Path) -> None:
    """One person with two certificates would release alone what takes two."""
    key = new_key()
    asked = enrolment.Asked(request_of(key))
    first, renewed = (enrolment.certify(config, ANNA, START, asked) for _ in range(2))
    assert len(parties_by_fingerprint(load_settings(config))) == 3
    bo = Party("bo", Role.OPERATOR)
    before = config.read_bytes()
    with pytest.raises(SettingError, match="the key of the certificate of operator anna is"):
        enrolment.certify(config, bo, START, asked)
    assert config.read_bytes() == before
    config.write_text(before.decode().replace('id = "anna"', 'id = "bo"', 1))
    with pytest.raises(SettingError, match="of operator bo is that of operator anna") as wrong:
        parties_by_fingerprint(load_settings(config))
    assert wrong.value.ref == str(renewed.certificate)
    assert first.certificate != renewed.certificate


@pytest.mark.parametrize("content", [b"", b"nothing", b"\xff", None])
def test_a_certificate_that_is_none_is_told(config: Path, content: bytes | None) -> None:
    """A file without one, with two, or not there."""
    path = config.parent / "peers" / "SOUTH.pem"
    twice = path.read_bytes() * 2
    path.write_bytes(twice if content is None else content)
    with pytest.raises(SettingError, match="holds") as wrong:
        parties_by_fingerprint(load_settings(config))
    assert (wrong.value.field, wrong.value.ref) == ("peer[0].certificates", str(path))
    path.unlink()
    with pytest.raises(SettingError, match="cannot be read"):
        parties_by_fingerprint(load_settings(config))
