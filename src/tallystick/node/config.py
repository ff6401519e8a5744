"""A node's settings: one TOML file, read whole or not at all.

Each class is a table of the file and each of its fields a key; what is written below a
field is what docs/reference/settings.md says of it. Relative paths start from the
file's folder. Nothing here opens a key or a certificate: what the files named hold is
judged where it is used.
"""

from pathlib import Path
from typing import Annotated, Literal

import msgspec

from tallystick.node.parties import NAME_FORM, Role
from tallystick.node.setting_rules import faults_of
from tallystick.node.tables import read_tables, refuse, struct_from
from tallystick.screening.exemptions import ExemptionForm
from tallystick.screening.policy import CountryRule, ListRule
from tallystick.screening.score import SCORE_MAX, THRESHOLD
from tallystick.screening.travel_rule import Asked
from tallystick.terms.errors import SettingError
from tallystick.terms.verdicts import Outcome
from tallystick.wire.ivms101.requirements import Edition

Name = Annotated[str, msgspec.Meta(pattern=NAME_FORM)]
Port = Annotated[int, msgspec.Meta(ge=0, le=65_535)]
Count = Annotated[int, msgspec.Meta(ge=1, le=10**9)]
Milliseconds = Annotated[int, msgspec.Meta(ge=0, le=86_400_000)]
Score = Annotated[int, msgspec.Meta(ge=1, le=SCORE_MAX)]


class Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A table of the settings' file: every key is known, or an error."""


class ListenSettings(Table, frozen=True):
    """`[listen]`: where banks, providers, people and other nodes come to, over mutual TLS."""

    host: Annotated[str, msgspec.Meta(min_length=1)] = "127.0.0.1"
    """The address to listen at."""
    port: Port = 8443
    """The port; 0 takes any that is free."""


class OperationsSettings(Table, frozen=True):
    """`[operations]`: where health and metrics are told, in plain HTTP, on this machine alone."""

    host: Annotated[str, msgspec.Meta(min_length=1)] = "127.0.0.1"
    """An address of the loopback, in figures: `127.0.0.1` or `::1`. No other is taken."""
    port: Port = 9443
    """The port; 0 takes any that is free."""
    cpu_sampling: bool = False
    """Whether the metrics say which part of the node uses the CPU; it costs next to nothing."""


class TlsSettings(Table, frozen=True):
    """`[tls]`: by what the node shows who it is, and whose certificates it looks at."""

    certificate: Path
    """The node's own certificate, PEM: it serves by it and calls others by it."""
    key: Path
    """The private key of the certificate, PEM; nobody but its owner may read the file."""
    client_authorities: tuple[Path, ...] = ()
    """Authorities whose client certificates may connect, PEM. The other nodes' come by `peer`."""


class KeysSettings(Table, frozen=True):
    """`[keys]`: the node's own keys. Nobody but their owner may read these files."""

    signing_key: Path
    """The Ed25519 key that signs envelopes to other nodes and messages to participants, PEM."""
    signing_key_id: Name
    """By what name the other nodes and the participants know that key."""
    master_key: Path
    """The key that wraps every payment's key, 64 hexadecimal digits. Lost, names are lost."""
    digest_key: Path
    """The key of digests of messages, 64 hexadecimal digits. Changed, repetitions are missed."""


class AuthoritySettings(Table, frozen=True):
    """`[authority]`: the operator's own certificate authority; a running node does not need it."""

    certificate: Path
    """The authority's certificate, PEM; it goes on the card for the other operator."""
    key: Path
    """Its private key, PEM. Only `node certify` needs it; keep it elsewhere if you like."""


class PublicKeySettings(Table, frozen=True):
    """`[[peer.key]]`: a key by which another node's envelopes are verified."""

    id: Name
    """The key's name, as the other operator gave it."""
    file: Path | None = None
    """A file with the Ed25519 public key, PEM."""
    hex: str = ""
    """Or the key itself, 64 hexadecimal digits."""


class PeerSettings(Table, frozen=True):
    """`[[peer]]`: another operator's node."""

    operator_id: Name
    """The other operator's id, as agreements name it."""
    url: str
    """Where its node is reached: `https://host:port`."""
    certificates: tuple[Path, ...]
    """Its node's certificate, PEM; while it is being replaced, the old and the new one."""
    authority: Path
    """The authority that issued them, PEM: a certificate must be both pinned and issued."""
    keys: tuple[PublicKeySettings, ...] = msgspec.field(name="key")
    """The keys of its envelopes."""


class SettlementSystemSettings(Table, frozen=True):
    """`[[settlement_system]]`: where money is held, released and paid out."""

    name: Name
    """The system's name, as agreements give it."""
    url: str
    """Where it is reached: `https://host:port/path`."""
    authority: Path
    """The authority that issued its certificate, PEM."""
    certificates: tuple[Path, ...] = ()
    """Its certificate, pinned, PEM; without one, the certificate must be of the url's host."""


class PartyKeySettings(Table, frozen=True):
    """`[[party.key]]`: a key by which the messages of a participant or provider are verified."""

    id: Name
    """The key's name, as it stands in the signatures (`kid`)."""
    algorithm: Literal["ES256", "EdDSA", "Ed25519", "PS256"] = "Ed25519"
    """The one algorithm that the key signs by (`alg`)."""
    file: Path | None = None
    """A file with the public key, PEM."""
    hex: str = ""
    """Or the key itself, if it is an Ed25519 key: 64 hexadecimal digits."""


class PartySettings(Table, frozen=True):
    """`[[party]]`: somebody who may come in, by certificate. One may have several tables."""

    id: Name
    """A participant's BIC, number in a clearing system, or LEI; a provider's or person's name."""
    role: Role
    """A bank, an exchange provider, or a person of this operator."""
    certificates: tuple[Path, ...]
    """Its certificates, PEM; while one is being replaced, the old and the new one."""
    keys: tuple[PartyKeySettings, ...] = msgspec.field(name="key", default=())
    """The keys of its messages; a person has none."""
    supervisor: bool = False
    """Whether a person may be the one whose word an escalated hold needs."""


class SignaturesSettings(Table, frozen=True):
    """`[signatures]`: what is asked of the signatures of participants' messages."""

    required: bool = True
    """Whether a message without a signature is refused; `false` is for pilots alone."""
    age_max_ms: Milliseconds = 300_000
    """How old a signature may be. Ahead of our clock it may be by `clock.skew_max_ms`."""


class LegSettings(Table, frozen=True):
    """`[[screening.leg]]`: how one agreement's payments are screened here, if not by all lists."""

    agreement_id: Name
    """The agreement."""
    lists: tuple[str, ...] = ()
    """The lists to screen against: at least those that the agreement names for our end."""
    exemption: str = ""
    """The exemption to rest on, if any; the agreement must name it, with its legal basis."""
    exemption_form: ExemptionForm = ExemptionForm.WHOLE_LEG
    """Its form: `whole-leg`, or `intra-eu-instant` for what Regulation (EU) 260/2012 says."""
    exempt_lists: tuple[str, ...] = ()
    """The lists that it is from; for a form that depends on the payment, of those above."""


class TravelRuleSettings(Table, frozen=True):
    """`[[screening.travel_rule]]`: what must travel with the digital assets of an agreement."""

    agreement_id: Name
    """The agreement."""
    edition: Edition
    """Which edition of FATF Recommendation 16 the law follows."""
    legal_basis: str
    """The law that says so."""
    payments: Asked = Asked.WALLET
    """Of which payments: those with a wallet (a proxy `EWAL`) at either end, or every one."""
    threshold: Annotated[int, msgspec.Meta(ge=0)] = 0
    """From which amount on all is asked, in minor units of `currency`; 0: always."""
    currency: str = ""
    """The currency of the threshold. Of a payment in another currency all is asked."""


class ListSignerSettings(Table, frozen=True):
    """`[[screening.signer]]`: somebody who answers, by signing them, for the lists of a file."""

    id: Name
    """The name of the key, as `screen sign` was told it."""
    file: Path | None = None
    """A file with the Ed25519 public key, PEM."""
    hex: str = ""
    """Or the key itself, 64 hexadecimal digits."""


class ScreeningSettings(Table, frozen=True):
    """`[screening]`: the lists, how old they may be, and what a hit does."""

    lists: tuple[Path, ...] = ()
    """Files and folders of published lists; or one file that `screen build` wrote."""
    as_of: str = ""
    """The date on which you made sure that these editions are in force, `YYYY-MM-DD`."""
    max_age_days: Annotated[int, msgspec.Meta(ge=1, le=366)] = 7
    """How old the lists may be before nothing is cleared any more."""
    signers: tuple[ListSignerSettings, ...] = msgspec.field(name="signer", default=())
    """Who may sign, under `[[screening.signer]]`. With any, `lists` is one file that is signed."""
    signatures_min: Annotated[int, msgspec.Meta(ge=1, le=16)] = 1
    """How many of them must have signed it; else nothing is loaded and every payment is held."""
    threshold: Score = THRESHOLD
    """From which score on a name is a hit, in ten-thousandths."""
    on_hit: Outcome = Outcome.HOLD
    """What a hit does to the payment."""
    rules: tuple[ListRule, ...] = msgspec.field(name="rule", default=())
    """A `list` with an `on_hit` and a `threshold` of its own, under `[[screening.rule]]`."""
    countries: tuple[CountryRule, ...] = msgspec.field(name="country", default=())
    """A `country` (ISO 3166) and the `on_hit` of its mention, under `[[screening.country]]`."""
    legs: tuple[LegSettings, ...] = msgspec.field(name="leg", default=())
    """Agreements whose payments are not screened against every list."""
    travel_rules: tuple[TravelRuleSettings, ...] = msgspec.field(name="travel_rule", default=())
    """What must travel with a digital asset, under `[[screening.travel_rule]]`."""


class LimitsSettings(Table, frozen=True):
    """`[limits]`: what anybody may cost. Whatever is over a limit is refused, and not kept."""

    message_bytes_max: Annotated[int, msgspec.Meta(ge=1_024, le=921_600)] = 524_288
    """The largest message that a party may send."""
    bulk_bytes_max: Annotated[int, msgspec.Meta(ge=1_024, le=1_073_741_824)] = 268_435_456
    """The largest file of many payments that a party may send."""
    bulks_max: Annotated[int, msgspec.Meta(ge=1, le=64)] = 4
    """How many such files may be on their way in at once."""
    in_flight_max: Count = 64
    """How many requests of one party are worked on at once."""
    inbox_max: Count = 4_096
    """How many commands may wait for their turn."""
    wait_seconds_max: Annotated[int, msgspec.Meta(ge=0, le=300)] = 60
    """How long a question may wait for news before it is answered with none."""


class ClockSettings(Table, frozen=True):
    """`[clock]`: how far time may be wrong before decisions stop and two people are asked."""

    step_max_ms: Milliseconds = 5_000
    """How far the clock may jump between two looks at it."""
    skew_max_ms: Milliseconds = 2_000
    """How far the other node's clock may be from ours."""


class LogSettings(Table, frozen=True):
    """`[log]`: what is logged, as one JSON object a line on standard error."""

    level: Literal["debug", "info", "warning", "error"] = "info"
    """The least that is told: `debug` tells of every request, `info` of those refused."""


class Settings(Table, frozen=True):
    """The file's own keys, which stand before its tables, and the tables."""

    operator_id: Name
    """Whose node this is, as agreements name the operator."""
    folder: Path
    """The folder of the books: the journal and the payment keys."""
    tls: TlsSettings
    """Its certificate, and whose it trusts."""
    keys: KeysSettings
    """Its keys."""
    agreements: tuple[Path, ...] = ()
    """The agreements' files, the same bytes as the other operator's."""
    currency_rules: Path | None = None
    """The file of the country's rules of currency control; two people put them in force."""
    linger_ms: Annotated[int, msgspec.Meta(ge=0, le=1_000)] = 3
    """How long a turn waits for more to come, so that one commit serves many."""
    snapshot_every: Count = 100_000
    """After how many entries the state is kept whole, so that the next start is short."""
    listen: ListenSettings = ListenSettings()
    """Where the node listens."""
    operations: OperationsSettings = OperationsSettings()
    """Where it tells how it is."""
    authority: AuthoritySettings | None = None
    """The operator's certificate authority."""
    peers: tuple[PeerSettings, ...] = msgspec.field(name="peer", default=())
    """The other nodes."""
    settlement_systems: tuple[SettlementSystemSettings, ...] = msgspec.field(
        name="settlement_system", default=()
    )
    """The settlement systems."""
    parties: tuple[PartySettings, ...] = msgspec.field(name="party", default=())
    """Who may come in."""
    signatures: SignaturesSettings = SignaturesSettings()
    """What is asked of the signatures of participants' messages."""
    screening: ScreeningSettings = ScreeningSettings()
    """The lists and what a hit does."""
    limits: LimitsSettings = LimitsSettings()
    """What anybody may cost."""
    clock: ClockSettings = ClockSettings()
    """How far time may be wrong."""
    log: LogSettings = LogSettings()
    """What is logged."""


def load_settings(path: Path) -> Settings:
    """Return the settings of a file.

    Raises:
        SettingError: the file cannot be read, or anything in it is wrong; all is told at once.
    """
    try:
        raw = path.read_bytes()
    except OSError as unwell:
        detail = f"the settings cannot be read: {unwell.strerror}"
        raise SettingError(detail, ref=str(path)) from unwell
    return read_settings(raw, str(path), path.resolve().parent)


def read_settings(raw: bytes, ref: str, folder: Path) -> Settings:
    """Return the settings that bytes tell; `ref` names the file in errors.

    Raises:
        SettingError: anything in it is wrong; all is told at once.
    """
    settings = struct_from(read_tables(raw, ref), Settings, ref, folder)
    refuse(list(faults_of(settings)), ref)
    return settings
