"""A new node: its keys, its authority, its certificate, and settings that work at once.

Nothing is overwritten: if any file is there already, nothing is written at all. The
settings come last, so that where they are, everything that they name is too.
"""

from collections.abc import Sequence
from ipaddress import ip_address
from pathlib import Path
from string import Template
from typing import Final, NamedTuple

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tallystick.node.cards import Card, CardKey, quoted, write_card
from tallystick.node.certificates import (
    AUTHORITY_DAYS,
    CERTIFICATE_DAYS,
    Subject,
    issue,
    make_authority,
    new_key,
    validity,
)
from tallystick.node.config import read_settings
from tallystick.node.enrolment import File, write_all
from tallystick.node.entropy import Entropy
from tallystick.node.key_files import PRIVATE, certificate_pem, private_pem
from tallystick.node.parties import Role
from tallystick.terms.errors import SettingError
from tallystick.terms.instants import Instant

CARD: Final = "card.toml"
SIGNING_KEY_ID: Final = "envelopes-1"
FOLDERS: Final = ("agreements", "lists")


class Plan(NamedTuple):
    """What a new node is to be; paths are as they shall stand in its settings.

    `hosts` are the names and addresses by which others reach it, the first of them in its url;
    without any, it is `host`.
    """

    operator_id: str
    host: str = "127.0.0.1"
    port: int = 8443
    operations_port: int = 9443
    hosts: tuple[str, ...] = ()
    agreements: tuple[str, ...] = ()
    lists: tuple[str, ...] = ()
    as_of: str = ""
    on_hit: str = "hold"
    books: str = "books"

    @property
    def reached_at(self) -> tuple[str, ...]:
        """The names and addresses in its certificate."""
        return self.hosts or (self.host,)

    @property
    def url(self) -> str:
        """Where others reach it."""
        return f"https://{_in_url(self.reached_at[0])}:{self.port}"


class Prepared(NamedTuple):
    """The settings, the card for the other operator, and everything that was written."""

    config: Path
    card: Path
    written: tuple[Path, ...]


def prepare_operator(config: Path, plan: Plan, at: Instant, entropy: Entropy) -> Prepared:
    """Write a node's settings, and all that they name beside them.

    Raises:
        SettingError: a file is there already, or the plan makes no settings.
    """
    folder = config.resolve().parent
    text = settings_text(plan)
    read_settings(text.encode(), str(config), folder)
    files = _files(folder, plan, at, entropy)
    write_all([*files, File(config, text.encode())])
    for name in FOLDERS:
        (folder / name).mkdir(mode=0o700, exist_ok=True)
    return Prepared(config, folder / CARD, (*(file.path for file in files), config))


def _files(folder: Path, plan: Plan, at: Instant, entropy: Entropy) -> list[File]:
    """Make the keys, the authority, the certificate and the card."""
    signing = Ed25519PrivateKey.from_private_bytes(entropy.key())
    authority = make_authority(plan.operator_id, validity(at, AUTHORITY_DAYS))
    key, valid = new_key(), validity(at, CERTIFICATE_DAYS)
    subject = Subject(Role.PEER, plan.operator_id)
    certificate = issue(authority, subject, key.public_key(), valid, plan.reached_at)
    card = Card(
        plan.operator_id,
        plan.url,
        certificate_pem(authority.certificate).decode(),
        certificate_pem(certificate).decode(),
        (CardKey(SIGNING_KEY_ID, signing.public_key().public_bytes_raw().hex()),),
    )
    return [
        File(folder / "keys" / "signing.pem", private_pem(signing), PRIVATE),
        File(folder / "keys" / "master.key", _hex_line(entropy.key()), PRIVATE),
        File(folder / "keys" / "digest.key", _hex_line(entropy.key()), PRIVATE),
        File(folder / "authority" / "authority.pem", card.authority.encode()),
        File(folder / "authority" / "authority.key", private_pem(authority.key), PRIVATE),
        File(folder / "tls" / "node.pem", card.certificate.encode()),
        File(folder / "tls" / "node.key", private_pem(key), PRIVATE),
        File(folder / CARD, write_card(card)),
    ]


def settings_text(plan: Plan) -> str:
    """Return the settings of a new node, as people like to read them.

    Raises:
        SettingError: nobody could reach the node by what the plan says.
    """
    if not plan.hosts and _is_anywhere(plan.host):
        detail = f"nobody can call {plan.host}: name a host by which others reach the node"
        raise SettingError(detail, field="hosts")
    as_of = f"as_of = {quoted(plan.as_of)}" if plan.as_of else '# as_of = "2026-01-31"'
    return SETTINGS.substitute(
        operator_id=quoted(plan.operator_id),
        books=quoted(plan.books),
        agreements=_row(plan.agreements),
        host=quoted(plan.host),
        port=plan.port,
        operations_port=plan.operations_port,
        signing_key_id=quoted(SIGNING_KEY_ID),
        lists=_row(plan.lists),
        as_of=as_of,
        on_hit=quoted(plan.on_hit),
    )


def _row(texts: Sequence[str]) -> str:
    return f"[{', '.join(map(quoted, texts))}]"


def _hex_line(key: bytes) -> bytes:
    return f"{key.hex()}\n".encode()


def _is_anywhere(host: str) -> bool:
    try:
        return ip_address(host).is_unspecified
    except ValueError:
        return False


def _in_url(host: str) -> str:
    return f"[{host}]" if ":" in host else host


SETTINGS: Final = Template("""\
# A Tallystick node. Every setting is told in docs/reference/settings.md.
# Paths start from the folder of this file. A key that is not known here stops the start.

operator_id = $operator_id
folder = $books # the journal and the payment keys; back it up, and the folder `keys` elsewhere

# The agreements' files, the same bytes as the other operator's.
agreements = $agreements

# The country's rules of currency control; two people put them in force, by the digest of the text.
# currency_rules = "rules.toml"

# How long a turn waits for more to come, so that one commit serves many.
linger_ms = 3
snapshot_every = 100_000

[listen] # banks, providers, people and the other node come here, by certificate
host = $host
port = $port

[operations] # health and metrics, in plain HTTP, for this machine alone
host = "127.0.0.1"
port = $operations_port

[tls] # who the node is, and whose client certificates it looks at
certificate = "tls/node.pem"
key = "tls/node.key"
client_authorities = ["authority/authority.pem"]

[keys] # for the node's owner alone: mode 0600
signing_key = "keys/signing.pem"
signing_key_id = $signing_key_id
master_key = "keys/master.key" # lost, every name and message in the vault is lost
digest_key = "keys/digest.key" # changed, a message sent again is not known again

[authority] # issues certificates to parties; a running node does not need its key
certificate = "authority/authority.pem"
key = "authority/authority.key"

[screening] # without a list every payment is held, and until two people confirm the policy
lists = $lists
# The day on which you made sure that these editions are in force.
$as_of
max_age_days = 7 # older, and nothing is cleared
threshold = 8_500 # of 10_000
on_hit = $on_hit # a hit does this: "hold", "refuse" or "block"

# [[screening.rule]]
# list = "UN Consolidated"
# on_hit = "block"

# [[screening.country]]
# country = "ZZ"
# on_hit = "refuse"

[limits]
message_bytes_max = 524_288
in_flight_max = 64
inbox_max = 4_096
wait_seconds_max = 60

[clock] # past these, decisions stop until two people confirm the time
step_max_ms = 5_000
skew_max_ms = 2_000

[signatures] # of participants' messages, by the keys under [[party.key]]
required = true # false is for pilots alone
age_max_ms = 300_000

[log]
level = "info"

# Below stand the other nodes, the settlement systems and the parties.
# `tallystick node init --peer CARD` adds the first, `tallystick node certify` the last.

# [[settlement_system]]
# name = "RTGS"
# url = "https://rtgs.example:8444"
# authority = "systems/RTGS.authority.pem"
# certificates = ["systems/RTGS.pem"] # pinned; without it, the certificate must be of the host
""")
