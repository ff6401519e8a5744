"""A node's settings are read whole or not at all, and everything wrong is told by its key."""

from pathlib import Path

import pytest

from tallystick.node.agreement_text import load_agreements
from tallystick.node.config import ListenSettings, Settings, load_settings, read_settings
from tallystick.node.identity import open_keyring, parties_by_fingerprint
from tallystick.node.legs import load_lists, policies_of
from tallystick.node.parties import Role
from tallystick.node.tls import server_tls
from tallystick.screening.travel_rule import Asked
from tallystick.terms.errors import SettingError
from tallystick.terms.verdicts import Outcome
from tallystick.wire.ivms101.requirements import Edition
from tests.every import for_each
from tests.node.operators import START, prepared

NEEDED = """
operator_id = "NORTH"
folder = "books"
[tls]
certificate = "node.pem"
key = "node.key"
[keys]
signing_key = "signing.pem"
signing_key_id = "1"
master_key = "master.key"
digest_key = "digest.key"
"""
PEER = """
[[peer]]
operator_id = "SOUTH"
url = "https://node.south.example:8443"
certificates = ["south.pem"]
authority = "south.authority.pem"
[[peer.key]]
id = "1"
hex = "00"
"""


def read(more: str = "", needed: str = NEEDED) -> Settings:
    """Read the settings that must be there, and more."""
    return read_settings((needed + more).encode(), "node.toml", Path("/etc/tallystick"))


def fault(more: str = "", needed: str = NEEDED) -> SettingError:
    """Return what is wrong with settings."""
    with pytest.raises(SettingError) as wrong:
        read(more, needed)
    assert wrong.value.ref == "node.toml"
    return wrong.value


def test_what_must_be_there_is_enough() -> None:
    """All else has a default; paths start from the folder of the file."""
    settings = read()
    assert settings.folder == Path("/etc/tallystick/books")
    assert settings.tls.key == Path("/etc/tallystick/node.key")
    assert settings.listen == ListenSettings("127.0.0.1", 8443)
    assert (settings.linger_ms, settings.peers, settings.agreements) == (3, (), ())
    assert settings.screening.on_hit is Outcome.HOLD


def test_an_absolute_path_stays(tmp_path: Path) -> None:
    """Only relative ones start from the folder."""
    needed = NEEDED.replace('"books"', f'"{tmp_path}"')
    assert read(needed=needed).folder == tmp_path


def test_every_table_is_read() -> None:
    """Each under the name that the file gives it."""
    settings = read(
        PEER
        + """
        [[settlement_system]]
        name = "RTGS"
        url = "https://rtgs.example/v2"
        authority = "rtgs.pem"
        [[party]]
        id = "NOBKRUMM"
        role = "participant"
        certificates = ["old.pem", "new.pem"]
        [screening]
        lists = ["lists"]
        as_of = "2026-03-01"
        [[screening.rule]]
        list = "Own"
        on_hit = "block"
        [[screening.country]]
        country = "ZW"
        [[screening.leg]]
        agreement_id = "A-B"
        lists = ["Own"]
        [[screening.travel_rule]]
        agreement_id = "A-B"
        edition = "fatf-r16-2025"
        legal_basis = "Digital Assets Act, s. 9"
        payments = "every"
        threshold = 100000
        currency = "EUR"
        [limits]
        inbox_max = 1
        [clock]
        step_max_ms = 0
        [log]
        level = "debug"
        """
    )
    assert settings.peers[0].keys[0].hex == "00"
    assert settings.settlement_systems[0].certificates == ()
    assert settings.parties[0].role is Role.PARTICIPANT
    assert settings.parties[0].certificates[1] == Path("/etc/tallystick/new.pem")
    assert settings.screening.rules[0].on_hit is Outcome.BLOCK
    assert settings.screening.legs[0].lists == ("Own",)
    (travel_rule,) = settings.screening.travel_rules
    assert (travel_rule.edition, travel_rule.payments) == (Edition.R16_2025, Asked.EVERY)
    assert settings.log.level == "debug"


WRONG: list[tuple[str, str, str]] = [
    ("[listen]\nport = 65536", "listen.port", "<= 65535"),
    ("[listen]\nport = true", "listen.port", "Expected `int`"),
    ("[listen]\nport = '8443'", "listen.port", "Expected `int`"),
    ("[listen]\nhost = ''", "listen.host", "length >= 1"),
    ("[listen]\nprot = 1", "listen.prot", "is it port?"),
    ("[[listen]]\nport = 1", "listen", "Expected a table"),
    ("[operations]\nhost = '0.0.0.0'", "operations.host", "this machine alone"),
    ("[operations]\nhost = '10.0.0.1'", "operations.host", "this machine alone"),
    ("[operations]\nhost = 'localhost'", "operations.host", "this machine alone"),
    ("[operations]\nhost = '::'", "operations.host", "this machine alone"),
    ("[operations]\nport = 8443", "operations.port", "the port of listen"),
    ("[limits]\ninbox_max = 0", "limits.inbox_max", ">= 1"),
    ("[limits]\nmessage_bytes_max = 1000000000", "limits.message_bytes_max", "<= 921600"),
    ("[limits]\nwait_seconds_max = 1.5", "limits.wait_seconds_max", "Expected `int`"),
    ("[clock]\nskew_max_ms = -1", "clock.skew_max_ms", ">= 0"),
    ("[log]\nlevel = 'loud'", "log.level", "Invalid enum value"),
    (
        "[[screening.travel_rule]]\nagreement_id = 'a'\nedition = 'r17'\nlegal_basis = 'b'",
        "screening.travel_rule[0].edition",
        "Invalid enum value",
    ),
    (
        "[[screening.travel_rule]]\nagreement_id = 'a'\nedition = 'fatf-r16-2012'",
        "screening.travel_rule[0].legal_basis",
        "",
    ),
    (
        "[[screening.travel_rule]]\nagreement_id = 'a'\nedition = 'fatf-r16-2012'\n"
        "legal_basis = 'b'\n" * 2,
        "screening.travel_rule",
        "a is there twice",
    ),
    ("[signatures]\nrequired = 0", "signatures.required", "Expected `bool`"),
    ("[signatures]\nage_max_ms = 86400001", "signatures.age_max_ms", "<= 86400000"),
    ("[unheard]\nof = 1", "unheard", "is not known here"),
    (PEER + PEER, "peer", "SOUTH is there twice"),
    (PEER.replace("SOUTH", "NORTH"), "peer[0].operator_id", "no peer of its own"),
    (PEER.replace("https", "http"), "peer[0].url", "https"),
    (PEER.replace(":8443", ":8443?x=1"), "peer[0].url", "https"),
    (PEER.replace(":8443", ":99999"), "peer[0].url", "https"),
    (PEER.replace("//node", "//me:secret@node"), "peer[0].url", "https"),
    (PEER.replace("https://node.south.example:8443", "https://[::1"), "peer[0].url", "https"),
    (PEER.replace('["south.pem"]', "[]"), "peer[0].certificates", "pinned"),
    (PEER.replace('["south.pem"]', '"south.pem"'), "peer[0].certificates", "array"),
    (PEER.replace('["south.pem"]', '["a", 3]'), "peer[0].certificates[1]", "path"),
    (PEER.replace('["south.pem"]', '[""]'), "peer[0].certificates[0]", "path"),
    (PEER.replace('hex = "00"', ""), "peer[0].key[0]", "either file or hex"),
    (PEER.replace('hex = "00"', 'hex = "0"\nfile = "f"'), "peer[0].key[0]", "either file or hex"),
    (PEER.partition("[[peer.key]]")[0] + "key = []", "peer[0].key", "no envelope can be verified"),
    (PEER.partition("[[peer.key]]")[0] + "key = 3", "peer[0].key", "Expected tables"),
    (PEER + '[[peer.key]]\nid = "1"\nhex = "01"', "peer[0].key", "1 is there twice"),
    (
        "[[settlement_system]]\nname = 'a'\nurl = 'https://a'\nauthority = 'a'\n" * 2,
        "settlement_system",
        "a is there twice",
    ),
    (
        "[[settlement_system]]\nname = 'a'\nurl = 'ftp://a'\nauthority = 'a'",
        "settlement_system[0].url",
        "https",
    ),
    (
        "[[party]]\nid = 'NOBK'\nrole = 'participant'\ncertificates = ['a']",
        "party[0].id",
        "a participant is a BIC",
    ),
    ("[[party]]\nid = 'S'\nrole = 'peer'\ncertificates = ['a']", "party[0].role", "[[peer]]"),
    (
        "[[party]]\nid = 'FX'\nrole = 'provider'\ncertificates = ['a']\nsupervisor = true",
        "party[0].supervisor",
        "only a person of the operator",
    ),
    ("[[party]]\nid = 'S'\nrole = 'king'\ncertificates = ['a']", "party[0].role", "enum value"),
    (
        "[[party]]\nid = 'anna'\nrole = 'operator'\ncertificates = []",
        "party[0].certificates",
        "no",
    ),
    ("[screening]\nas_of = '2026-02-30'", "screening.as_of", "YYYY-MM-DD"),
    ("[screening]\nas_of = 2026-02-03", "screening.as_of", "Expected `str`"),
    ("[screening]\nthreshold = 0", "screening.threshold", ">= 1"),
    ("[screening]\non_hit = 'clear'", "screening.on_hit", "a hit holds"),
    ("[screening]\nmax_age_days = 0", "screening.max_age_days", ">= 1"),
    ("[[screening.rule]]\nlist = 'a'\nthreshold = 0", "screening.rule[0].threshold", "1 to 10000"),
    ("[[screening.rule]]\nlist = 'a'\non_hit = 'clear'", "screening.rule[0].on_hit", "a hit"),
    *(
        (
            "".join(
                f"[[party]]\nid = '{name}'\nrole = 'operator'\ncertificates = ['{name}.pem']\n"
                for name in ("anna.b", other)
            ),
            "party[1].id",
            f"{other} and anna.b read as one person",
        )
        for other in ("Anna.B", "annab", "anna-b", "anna.b.", "ANNA_B")
    ),
    ("[[screening.rule]]\nlist = 'a'\n" * 2, "screening.rule", "a is there twice"),
    ("[[screening.country]]\ncountry = 'QQ'", "screening.country[0].country", "ISO 3166"),
    (
        "[[screening.country]]\ncountry = 'ZW'\non_hit = 'clear'",
        "screening.country[0].on_hit",
        "a hit",
    ),
    ("[[screening.leg]]\nagreement_id = 'a'\n" * 2, "screening.leg", "a is there twice"),
]


@for_each(("more", "key", "rule"), WRONG)
def test_what_is_wrong_is_named(more: str, key: str, rule: str) -> None:
    """File, key and rule."""
    wrong = fault(more)
    assert wrong.field == key
    assert rule in wrong.detail


@pytest.mark.parametrize("name", ["", "a b", "../north", "N\n", "x" * 65, ".hidden"])
def test_an_operator_has_a_name(name: str) -> None:
    """One that can stand in paths and certificates."""
    escaped = name.replace("\n", "\\n")
    assert fault(needed=NEEDED.replace('"NORTH"', f'"{escaped}"')).field == "operator_id"


def test_everything_wrong_is_told_at_once() -> None:
    """With the first key as the error's own."""
    wrong = fault("linger_ms = 3\n[lisen]\n[clock]\nskew_max_ms = 'x'", needed="folder = 3\n")
    first, *lines = wrong.detail.splitlines()
    assert first == "6 settings are wrong:"
    told = [line.split(":")[0].strip() for line in lines]
    assert told == ["lisen", "operator_id", "folder", "tls", "keys", "clock.skew_max_ms"]
    assert wrong.field == "lisen"


@pytest.mark.parametrize(
    ("raw", "rule"),
    [
        (b"\xff\xfe", "UTF-8"),
        (b"operator_id = ", "not TOML"),
        (b"a = 1\na = 2", "not TOML"),
        (b"a = " + b"[" * 100_000, "not TOML"),
    ],
)
def test_what_is_no_toml_is_told(raw: bytes, rule: str) -> None:
    """Before anything else."""
    with pytest.raises(SettingError, match=rule):
        read_settings(raw, "node.toml", Path("/etc"))


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    """By its path."""
    with pytest.raises(SettingError, match="cannot be read: No such file") as wrong:
        load_settings(tmp_path / "none.toml")
    assert wrong.value.ref == str(tmp_path / "none.toml")


def test_a_fresh_node_opens(tmp_path: Path) -> None:
    """Without peer, agreement and lists; and without lists nothing is cleared."""
    settings = load_settings(prepared(tmp_path).config)
    keyring = open_keyring(settings)
    lists = load_lists(settings.screening, START)
    assert keyring.identity.operator_id == "NORTH"
    assert keyring.peer_keys == {}
    assert parties_by_fingerprint(settings) == {}
    assert load_agreements(settings.agreements, settings.operator_id) == ()
    assert policies_of(settings.screening, (), "NORTH", lists.bundle.names) == {}
    assert (lists.bundle.lists, lists.valid_until) == ((), 0)
    assert server_tls(settings).get_ca_certs()


def test_a_fresh_node_s_settings_say_the_defaults(tmp_path: Path) -> None:
    """What the file says in figures is what holds without them."""
    fresh, bare = load_settings(prepared(tmp_path).config), read()
    first = ("linger_ms", "snapshot_every", "listen", "operations", "signatures")
    for name in (*first, "screening", "limits", "clock", "log"):
        assert getattr(fresh, name) == getattr(bare, name)
