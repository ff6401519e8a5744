"""Others are taken in whole or not at all, and what people wrote in the settings stays."""

import ssl
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP384R1, generate_private_key
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from tallystick.node import enrolment
from tallystick.node.cards import read_card, write_card
from tallystick.node.certificates import Subject, fingerprint, new_key
from tallystick.node.config import load_settings
from tallystick.node.enrolment import (
    Asked,
    add_settlement_system,
    certify,
    prepare_server,
    take_card,
)
from tallystick.node.identity import open_keyring, parties_by_fingerprint
from tallystick.node.init import Plan, prepare_operator
from tallystick.node.key_files import (
    private_pem,
    public_pem,
    read_certificate,
    read_private_key,
)
from tallystick.node.parties import Party, Role
from tallystick.node.party_keys import PartyKeys, party_keys
from tallystick.node.tls import client_context, client_tls, server_context
from tallystick.terms.errors import SettingError
from tallystick.wire.signatures.keys import Algorithm, SigningKey
from tests.node.operators import START, CountedEntropy, prepared
from tests.node.test_certificates import request_of
from tests.wire.signatures.signatories import SIGNERS

pytestmark = pytest.mark.slow

SOUTH = Plan("SOUTH", port=8543, operations_port=9543)
BANK = Party("NOBKRUMM", Role.PARTICIPANT)


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """NORTH's settings."""
    return prepared(tmp_path).config


@pytest.fixture
def card(tmp_path: Path) -> Path:
    """SOUTH's card."""
    return prepared(tmp_path, SOUTH).card


def files_below(folder: Path) -> dict[Path, bytes]:
    """Every file and what is in it."""
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_plan_s_words_are_in_the_settings(tmp_path: Path) -> None:
    """As they stand, with quotes in them too."""
    plan = Plan(
        "NORTH",
        "0.0.0.0",
        18_443,
        19_443,
        ("node.north.example", "10.1.2.3"),
        ('a "quoted" name.toml',),
        ("lists",),
        "2026-03-01",
        "refuse",
        "books of north",
    )
    made = prepared(tmp_path, plan)
    settings = load_settings(made.config)
    assert settings.agreements[0].name == 'a "quoted" name.toml'
    assert settings.screening.as_of == "2026-03-01"
    assert settings.screening.on_hit == "refuse"
    assert settings.folder == made.config.parent / "books of north"
    assert (settings.listen.port, settings.operations.port) == (18_443, 19_443)
    assert read_card(made.card.read_bytes(), "").url == "https://node.north.example:18443"


@pytest.mark.parametrize("host", ["0.0.0.0", "::"])
def test_a_node_that_nobody_could_call_is_not_prepared(tmp_path: Path, host: str) -> None:
    """Where it listens everywhere, a name must be told."""
    with pytest.raises(SettingError, match="nobody can call"):
        prepared(tmp_path, Plan("NORTH", host))
    assert files_below(tmp_path) == {}


def test_an_address_of_the_sixth_kind_is_in_brackets(tmp_path: Path) -> None:
    """In the url, not in the certificate."""
    made = prepared(tmp_path, Plan("NORTH", "::1"))
    assert read_card(made.card.read_bytes(), "").url == "https://[::1]:8443"


@pytest.mark.parametrize(
    "plan",
    [Plan("NO RTH"), Plan("NORTH", port=9_443), Plan("NORTH", hosts=("a b",)), Plan("N", port=-1)],
)
def test_a_plan_that_makes_no_settings_writes_nothing(tmp_path: Path, plan: Plan) -> None:
    """Not even a key."""
    with pytest.raises(SettingError):
        prepare_operator(tmp_path / "node.toml", plan, START, CountedEntropy())
    assert files_below(tmp_path) == {}


def test_nothing_is_overwritten(config: Path) -> None:
    """Whichever of the files is there: none is written then."""
    before = files_below(config.parent)
    for path in before:
        left = files_below(config.parent)
        for other in left.keys() - {path}:
            other.unlink()
        with pytest.raises(SettingError, match="nothing is overwritten") as wrong:
            prepare_operator(config, Plan("NORTH"), START, CountedEntropy(90))
        assert wrong.value.code == "file-there"
        assert files_below(config.parent) == {path: before[path]}
        for other, content in before.items():
            other.write_bytes(content)


def test_secrets_are_their_owner_s_alone(config: Path) -> None:
    """Every private key, and nothing that others must read."""
    certify(config, BANK, START)
    modes = {path.name: path.stat().st_mode & 0o777 for path in files_below(config.parent)}
    private = {name for name, mode in modes.items() if mode == 0o600}
    assert private == {
        "signing.pem",
        "master.key",
        "digest.key",
        "authority.key",
        "node.key",
        "participant-NOBKRUMM.1.key",
        "participant-NOBKRUMM.1.signing.key",
    }


def test_a_card_says_what_the_other_needs(config: Path, card: Path) -> None:
    """A card written again is the same card."""
    raw = card.read_bytes()
    told = read_card(raw, "card.toml")
    assert write_card(told) == raw
    assert (told.operator_id, told.url) == ("SOUTH", "https://127.0.0.1:8543")
    assert take_card(config, card) == "SOUTH"
    settings = load_settings(config)
    peer = settings.peers[0]
    assert peer.url == told.url
    assert [(key.id, key.hex) for key in peer.keys] == [(key.id, key.hex) for key in told.keys]
    node = card.parent / "tls" / "node.pem"
    assert fingerprint(read_certificate(peer.certificates[0], "")) == fingerprint(
        read_certificate(node, "")
    )
    assert not client_tls(settings, peer).check_hostname


def test_what_people_wrote_stays(config: Path, card: Path) -> None:
    """The table is added at the end, after a file that ends without a line's end too."""
    text = config.read_text() + "# our own remark"
    config.write_text(text)
    config.chmod(0o640)
    take_card(config, card)
    certify(config, BANK, START)
    assert config.read_text().startswith(text + "\n")
    assert config.stat().st_mode & 0o777 == 0o640
    assert load_settings(config).parties[0].id == "NOBKRUMM"


def test_a_peer_is_taken_in_once(config: Path, card: Path) -> None:
    """A new certificate of it is the settings' affair."""
    take_card(config, card)
    before = files_below(config.parent)
    with pytest.raises(SettingError, match="SOUTH is there twice"):
        take_card(config, card)
    assert files_below(config.parent) == before


def test_one_s_own_card_is_refused(config: Path) -> None:
    """A node is no peer of its own."""
    with pytest.raises(SettingError, match="no peer of its own"):
        take_card(config, config.parent / "card.toml")


WRONG_CARDS = (
    ('operator_id = "SOUTH"', 'operator_id = "../SOUTH"', "operator_id"),
    ('operator_id = "SOUTH"', "", "operator_id"),
    ("https", "http", "url"),
    ('hex = "', 'hex = "0', "key[0].hex"),
    ("[[key]]", "[[more]]", "more"),
    ("certificate = ", "certificates = ", "certificates"),
    ("-----BEGIN CERTIFICATE-----", "-----BEGIN TRUSTED CERTIFICATE-----", "authority"),
)


@pytest.mark.parametrize(("said", "instead", "key"), WRONG_CARDS)
def test_a_wrong_card_changes_nothing(
    config: Path, card: Path, said: str, instead: str, key: str
) -> None:
    """Its key is named."""
    card.write_text(card.read_text().replace(said, instead, 1))
    before = files_below(config.parent)
    with pytest.raises(SettingError) as wrong:
        take_card(config, card)
    assert (wrong.value.field, wrong.value.ref) == (key, str(card))
    assert files_below(config.parent) == before


def test_a_card_of_two_authorities_is_refused(tmp_path: Path, config: Path, card: Path) -> None:
    """Its authority must have issued its certificate."""
    east = read_card(prepared(tmp_path, Plan("EAST")).card.read_bytes(), "")
    south = read_card(card.read_bytes(), "")
    card.write_text(card.read_text().replace(south.authority, east.authority))
    with pytest.raises(SettingError, match="did not issue"):
        take_card(config, card)


def test_nothing_comes_along_with_a_card_s_certificates(config: Path, card: Path) -> None:
    """Text around them is not kept: TLS would read more of it than we do."""
    hidden = "-----BEGIN X509 CRL-----\nAAAA\n-----END X509 CRL-----\n"
    text = card.read_text().replace('authority = """\n', f'authority = """\n{hidden}', 1)
    card.write_text(text)
    take_card(config, card)
    written = load_settings(config).peers[0].authority.read_text()
    assert "CRL" not in written
    assert written.startswith("-----BEGIN CERTIFICATE-----")


@pytest.mark.parametrize(
    ("party", "rule"),
    [
        (Party("NOBK", Role.PARTICIPANT), "a participant is a BIC"),
        (Party("", Role.OPERATOR), "cannot stand in a certificate"),
        (Party("../anna", Role.OPERATOR), "cannot stand in a certificate"),
        (Party('a"\n[x]', Role.PROVIDER), "cannot stand in a certificate"),
        (Party("SOUTH", Role.PEER), "another node is taken in by its card"),
    ],
)
def test_a_party_that_is_none_gets_no_certificate(config: Path, party: Party, rule: str) -> None:
    """And nothing is written."""
    before = files_below(config.parent)
    with pytest.raises(SettingError, match=rule):
        certify(config, party, START)
    assert files_below(config.parent) == before


def test_a_party_may_keep_its_key(config: Path) -> None:
    """It asks with a request; no key is written here."""
    key = new_key()
    issued = certify(config, BANK, START, Asked(request_of(key)), days=10)
    assert (issued.key, issued.signing_key, issued.signing_key_id) == (None, None, "")
    certificate = read_certificate(issued.certificate, "")
    assert certificate.public_key() == key.public_key()
    known = parties_by_fingerprint(load_settings(config))
    assert known == {fingerprint(certificate): BANK}
    assert not list(issued.certificate.parent.glob("*.key"))


def listed(config: Path) -> PartyKeys:
    """Return the keys by which the node verifies messages."""
    settings = load_settings(config)
    return party_keys(settings, open_keyring(settings).identity.key.public_key())


def test_a_signing_key_is_made_and_listed(config: Path) -> None:
    """The old one stays beside the new; a provider has one, a person none."""
    house, anna = Party("FXHOUSE", Role.PROVIDER), Party("anna", Role.OPERATOR)
    made = [certify(config, party, START) for party in (BANK, BANK, house, anna)]
    assert [each.signing_key_id for each in made] == ["1", "2", "1", ""]
    assert made[3].signing_key is None
    assert {each.operator_id for each in made} == {"NORTH"}
    keys = listed(config)
    assert keys.keys() == {BANK, house}
    for issued, party in zip(made[:3], (BANK, BANK, house), strict=True):
        assert issued.signing_key is not None
        private = read_private_key(issued.signing_key, "")
        signature = SigningKey("", Algorithm.ES256, private).sign(b"message")
        assert keys[party][issued.signing_key_id].fits(signature, b"message")


@pytest.mark.parametrize("name", ["es", "ed", "ps"])
@pytest.mark.parametrize("request_pem", [None, request_of(new_key())], ids=["made", "asked"])
def test_a_party_may_bring_its_signing_key(
    config: Path, name: str, request_pem: bytes | None
) -> None:
    """Of each algorithm; it is listed as it is, and nothing private of it is here."""
    key = SIGNERS[name]
    public = key.verification_key().public
    issued = certify(config, BANK, START, Asked(request_pem, public_pem(public)))
    assert (issued.signing_key, issued.signing_key_id) == (None, "1")
    assert listed(config)[BANK]["1"].fits(key.sign(b"message"), b"message")
    assert listed(config)[BANK]["1"].algorithm == key.algorithm


def test_a_signing_key_that_is_none_is_refused(config: Path) -> None:
    """Another kind of key, a private one, a person's: nothing is written then."""
    before = files_below(config.parent)
    curve = public_pem(generate_private_key(SECP384R1()).public_key())
    wrong = (
        (BANK, curve, "is no key of that algorithm"),
        (BANK, public_pem(X25519PrivateKey.generate().public_key()), "neither Ed25519 nor"),
        (BANK, private_pem(new_key()), "no public key in PEM"),
        (Party("anna", Role.OPERATOR), public_pem(new_key().public_key()), "a person signs no"),
    )
    for party, pem, why in wrong:
        with pytest.raises(SettingError, match=why) as refused:
            certify(config, party, START, Asked(None, pem))
        assert refused.value.field == "signing-key"
    assert files_below(config.parent) == before


def test_a_number_in_a_clearing_system_is_a_participant_s_id(config: Path) -> None:
    """With its colon, in the path and in the certificate."""
    issued = certify(config, Party("RUCBC:044525225", Role.PARTICIPANT), START)
    assert issued.certificate.name == "participant-RUCBC:044525225.1.pem"
    context = client_context(issued.certificate, issued.key or Path(), issued.authority)
    assert context.verify_mode is ssl.CERT_REQUIRED


def test_without_its_authority_nobody_is_certified(config: Path) -> None:
    """None in the settings, its key kept elsewhere, or a key of another."""
    key = config.parent / "authority" / "authority.key"
    kept = key.read_bytes()
    key.write_bytes(private_pem(new_key()))
    with pytest.raises(SettingError, match=r"not the key of authority\.certificate"):
        certify(config, BANK, START)
    key.unlink()
    with pytest.raises(SettingError, match="cannot be read") as wrong:
        certify(config, BANK, START)
    assert wrong.value.field == "authority.key"
    key.write_bytes(kept)
    text = config.read_text()
    start = text.index("[authority]")
    config.write_text(text[:start] + text[text.index("[screening]") :])
    with pytest.raises(SettingError, match="no authority is in the settings"):
        certify(config, BANK, START)


def test_a_settlement_system_is_added(tmp_path: Path, config: Path) -> None:
    """With its own authority; pinned where its certificate is given."""
    subject = Subject("settlement-system", "RTGS")
    issued = prepare_server(tmp_path / "rtgs", subject, ("127.0.0.1",), START)
    authority, certificate = issued.authority.read_bytes(), issued.certificate.read_bytes()
    add_settlement_system(config, "RTGS", "https://127.0.0.1:8444", authority, certificate)
    add_settlement_system(config, "TOKEN", "https://token.example/v1", authority)
    settings = load_settings(config)
    pinned, by_host = (client_tls(settings, each) for each in settings.settlement_systems)
    assert (pinned.check_hostname, by_host.check_hostname) == (False, True)
    served = server_context(issued.certificate, issued.key or Path(), [issued.authority])
    assert served.verify_mode is ssl.CERT_REQUIRED
    with pytest.raises(SettingError, match="RTGS is there twice"):
        add_settlement_system(config, "RTGS", "https://127.0.0.1:8444", authority)
    with pytest.raises(SettingError, match="nothing is overwritten"):
        prepare_server(tmp_path / "rtgs", subject, ("127.0.0.1",), START)


def test_settings_that_would_not_load_are_not_written(config: Path) -> None:
    """A table that people wrote in another way cannot be added to; it is left as it is."""
    text = config.read_text().replace("\n[listen]", "\nparty = []\n[listen]", 1)
    config.write_text(text)
    with pytest.raises(SettingError, match="not TOML"):
        certify(config, BANK, START)
    assert config.read_text() == text
    assert not (config.parent / enrolment.PARTIES).exists()
