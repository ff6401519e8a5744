"""`tallystick node init` and `certify` write what works, and never over what is there."""

import ssl
from pathlib import Path

import pytest

from tallystick.cli.exit_code import ExitCode
from tallystick.cli.group import root, run
from tallystick.node.cards import card_print
from tallystick.node.certificates import fingerprint_of, new_key
from tallystick.node.config import load_settings
from tallystick.node.identity import open_keyring, parties_by_fingerprint
from tallystick.node.key_files import private_pem, public_pem
from tallystick.node.parties import Party, Role
from tallystick.node.tls import client_context, client_tls, server_tls
from tests.node.test_certificates import request_of


def tallystick(*arguments: object) -> ExitCode:
    """Run a command line."""
    return run(root(), [str(each) for each in arguments])


@pytest.fixture
def north(tmp_path: Path) -> Path:
    """NORTH's settings, made from the command line, with SOUTH as its peer and back."""
    north, south = (tmp_path / name / "node.toml" for name in ("north", "south"))
    init = ("node", "init", "--config")
    assert tallystick(*init, north, "--operator", "NORTH") is ExitCode.GOOD
    other_ports = ("--port", 8543, "--operations-port", 9543)
    assert tallystick(*init, south, "--operator", "SOUTH", *other_ports) is ExitCode.GOOD
    for config, card in ((north, south), (south, north)):
        taken = tallystick(*init, config, "--peer", card.parent / "card.toml")
        assert taken is ExitCode.GOOD
    return north


def shake_hands(client: ssl.SSLContext, server: ssl.SSLContext, host: str) -> bytes:
    """Let the two meet without a wire; return the client's certificate as the server sees it."""
    to_server, to_client = ssl.MemoryBIO(), ssl.MemoryBIO()
    caller = client.wrap_bio(to_client, to_server, server_hostname=host)
    called = server.wrap_bio(to_server, to_client, server_side=True)
    done: list[ssl.SSLObject] = []
    while len(done) < 2:
        for side in (caller, called):
            try:
                side.do_handshake()
                done.append(side)
            except ssl.SSLWantReadError:
                continue
    return called.getpeercert(binary_form=True) or b""


def test_two_nodes_from_the_command_line_know_each_other(north: Path) -> None:
    """Each calls the other and is known there as the peer it is."""
    settings = load_settings(north)
    other = load_settings(north.parents[1] / "south" / "node.toml")
    for caller, called in ((settings, other), (other, settings)):
        context = client_tls(caller, caller.peers[0])
        shown = shake_hands(context, server_tls(called), "127.0.0.1")
        party = parties_by_fingerprint(called)[fingerprint_of(shown)]
        assert party == Party(caller.operator_id, Role.PEER)
    assert ("SOUTH", "envelopes-1") in open_keyring(settings).peer_keys


def test_a_certified_bank_comes_in(north: Path) -> None:
    """By the files that the command names."""
    known = ("node", "certify", "--config", north, "--role")
    assert tallystick(*known, "participant", "--id", "NOBKRUMM") is ExitCode.GOOD
    folder = north.parent
    pem, key = (folder / "parties" / f"participant-NOBKRUMM.1.{end}" for end in ("pem", "key"))
    bank = client_context(pem, key, folder / "authority" / "authority.pem")
    settings = load_settings(north)
    shown = shake_hands(bank, server_tls(settings), "127.0.0.1")
    party = parties_by_fingerprint(settings)[fingerprint_of(shown)]
    assert party == Party("NOBKRUMM", Role.PARTICIPANT)


def test_it_says_what_it_wrote_and_what_to_do(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every file, the card's fingerprint, and the commands to follow."""
    config = tmp_path / "node.toml"
    tallystick("node", "init", "--config", config, "--operator", "NORTH")
    told = capsys.readouterr().out
    for path in tmp_path.rglob("*"):
        assert not path.is_file() or str(path) in told
    assert card_print((tmp_path / "card.toml").read_bytes()) in told
    for command in ("init --config", "certify --config", "run --config"):
        assert f"tallystick node {command} {config}" in told


def test_both_sides_are_told_the_same_fingerprint(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whoever made the card, and whoever took it in."""
    configs = [tmp_path / name / "node.toml" for name in ("north", "south")]
    for config in configs:
        tallystick("node", "init", "--config", config, "--operator", config.parent.name)
    card = configs[1].parent / "card.toml"
    tallystick("node", "init", "--config", configs[0], "--peer", card)
    assert capsys.readouterr().out.count(card_print(card.read_bytes())) == 2


def test_a_card_may_be_taken_in_at_once(tmp_path: Path, north: Path) -> None:
    """With new settings."""
    card = north.parent / "card.toml"
    config = tmp_path / "east" / "node.toml"
    made = tallystick("node", "init", "--config", config, "--operator", "EAST", "--peer", card)
    assert made is ExitCode.GOOD
    assert load_settings(config).peers[0].operator_id == "NORTH"


def test_a_party_s_request_is_taken(
    tmp_path: Path, north: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Then there is no key to be given."""
    request = tmp_path / "bank.csr"
    request.write_bytes(request_of(new_key()))
    certify = ("node", "certify", "--config", north, "--role", "participant", "--id", "NOBKRUMM")
    signing = tmp_path / "signing.pem"
    signing.write_bytes(public_pem(new_key().public_key()))
    assert tallystick(*certify, "--request", request, "--days", 30) is ExitCode.GOOD
    told = capsys.readouterr().out
    assert "private key" not in told
    assert "It signs as" not in told
    brought = ("--request", request, "--signing-key", signing)
    assert tallystick(*certify, *brought) is ExitCode.GOOD
    told = capsys.readouterr().out
    assert "private key" not in told
    assert "It signs as key 2, for NORTH." in told
    assert tallystick(*certify) is ExitCode.GOOD
    told = capsys.readouterr().out
    assert "last two are private keys" in told
    assert "It signs as key 3, for NORTH." in told
    person = ("node", "certify", "--config", north, "--role", "operator", "--id", "anna")
    assert tallystick(*person) is ExitCode.GOOD
    assert "last one is its private key" in capsys.readouterr().out


def test_wrong_use_says_why(
    tmp_path: Path, north: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit code 2 and one sentence; nothing is changed."""
    no_request = tmp_path / "no.csr"
    no_request.write_bytes(private_pem(new_key()))
    settings = north.read_text()
    init, certify = ("node", "init", "--config"), ("node", "certify", "--config", north, "--role")
    wrong: list[tuple[tuple[object, ...], str]] = [
        ((*init, tmp_path / "new.toml"), "whose node it is"),
        ((*init, north), "whose node it is"),
        ((*init, north, "--operator", "NORTH"), "nothing is overwritten"),
        ((*init, tmp_path / "new.toml", "--operator", "N ORTH"), "operator_id"),
        (
            (*init, tmp_path / "new.toml", "--operator", "N", "--host", "0.0.0.0"),
            "nobody can call",
        ),
        ((*init, tmp_path / "new.toml", "--operator", "N", "--port", 0), "'--port'"),
        ((*init, north, "--peer", north.parent / "card.toml"), "no peer of its own"),
        ((*init, north, "--peer", no_request), "not TOML"),
        ((*certify, "king", "--id", "x"), "'king' is not one of"),
        ((*certify, "peer", "--id", "x"), "'peer' is not one of"),
        ((*certify, "participant", "--id", "x"), "a participant is a BIC"),
        ((*certify, "operator", "--id", "anna", "--request", no_request), "signing request"),
        ((*certify, "provider", "--id", "x", "--signing-key", no_request), "no public key in PEM"),
    ]
    capsys.readouterr()
    for arguments, why in wrong:
        assert tallystick(*arguments) is ExitCode.WRONG_USE
        assert why in capsys.readouterr().err
    assert north.read_text() == settings
    assert not (tmp_path / "new.toml").exists()
