"""Every command of the command-line contract, built or not, in one table.

A command that is built names its function as `module:function`; that module
is imported when the command is asked for and not before. A command without
one answers that it is not built yet. The order is the contract's.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final


@dataclass(frozen=True, slots=True)
class Listing:
    """One command: its words after `tallystick`, its promise, and where it is built."""

    name: str
    promise: str
    built_at: str | None = None

    @property
    def is_built(self) -> bool:
        """Whether the command does what it promises today."""
        return self.built_at is not None


LISTINGS: Final = (
    Listing(
        "message check",
        "Judge ISO 20022 messages against schema and profile.",
        "tallystick.cli.message:check",
    ),
    Listing(
        "message roundtrip",
        "Decode messages, encode them again and compare.",
        "tallystick.cli.message:roundtrip",
    ),
    Listing(
        "message translate",
        "Make another version of messages, and tell what is lost.",
        "tallystick.cli.message:translate",
    ),
    Listing(
        "message list",
        "List every supported message version and direction.",
        "tallystick.cli.message:list_messages",
    ),
    Listing(
        "message describe",
        "Print what a message version may hold, element by element.",
        "tallystick.cli.message:describe",
    ),
    Listing(
        "message codes",
        "List the external code sets of ISO 20022, or the codes of one.",
        "tallystick.cli.codes:codes",
    ),
    Listing(
        "screen build",
        "Build an index from sanctions lists.",
        "tallystick.cli.screen:build",
    ),
    Listing(
        "screen show",
        "Show what an index holds, and who signed it.",
        "tallystick.cli.lists:show_index",
    ),
    Listing(
        "screen diff",
        "Tell what changed from one index to another.",
        "tallystick.cli.lists:diff",
    ),
    Listing(
        "screen sign",
        "Sign an index: its lists and their date.",
        "tallystick.cli.lists:sign",
    ),
    Listing(
        "screen names",
        "Screen names, one a line, against an index.",
        "tallystick.cli.screen:names",
    ),
    Listing(
        "screen pair",
        "Score one name against another.",
        "tallystick.cli.screen:pair",
    ),
    Listing(
        "screen pairs",
        "Score the pairs of names in a CSV file.",
        "tallystick.cli.screen:pairs",
    ),
    Listing(
        "screen message",
        "Screen every screened field of messages.",
        "tallystick.cli.screen:message",
    ),
    Listing(
        "screen customers",
        "Screen customers on file, whole or by what changed.",
        "tallystick.cli.screen_customers:customers",
    ),
    Listing(
        "screen ownership",
        "List who counts as listed because listed ones hold enough in it.",
        "tallystick.cli.ownership:ownership",
    ),
    Listing(
        "screen reproduce",
        "Decide a payment again by what a node has kept, and compare.",
        "tallystick.cli.screen_reproduce:reproduce",
    ),
    Listing(
        "optimise",
        "Settle the most value under limits, with a certificate.",
        "tallystick.cli.optimise:optimise",
    ),
    Listing(
        "study generate",
        "Generate settlement instances for a study.",
        "tallystick.cli.study:generate_instance",
    ),
    Listing(
        "study run",
        "Run a day under several rules and levels of liquidity.",
        "tallystick.cli.study_run:run_study",
    ),
    Listing("qr decode", "Decode payment QR payloads of any known scheme."),
    Listing("card decode", "Decode ISO 8583 card messages."),
    Listing("card roundtrip", "Decode card messages, encode them again and compare."),
    Listing(
        "node init",
        "Write a new node's settings, keys and certificates; take in the other's card.",
        "tallystick.cli.node:init",
    ),
    Listing(
        "node certify",
        "Issue a certificate to a bank, a provider or a person, and let it in.",
        "tallystick.cli.node:certify",
    ),
    Listing("node run", "Run a node.", "tallystick.cli.node_run:run"),
    Listing(
        "demo",
        "Run two countries on one machine, settle and reconcile.",
        "tallystick.cli.demo:demo",
    ),
    Listing("verify", "Replay a store and prove its books.", "tallystick.cli.verify:prove_store"),
    Listing(
        "reconcile",
        "Compare two stores and name every difference.",
        "tallystick.cli.reconcile:compare_stores",
    ),
    Listing("audit", "Write or verify the audit pack of one payment."),
    Listing(
        "simulate",
        "Run seeds of the simulated world and check every step.",
        "tallystick.cli.simulate:simulate",
    ),
    Listing(
        "chaos",
        "Kill nodes under load and see that nothing is lost or done twice.",
        "tallystick.cli.chaos:chaos",
    ),
    Listing(
        "bench",
        "Measure core, messages, screening, optimiser or the whole road.",
        "tallystick.cli.bench:bench",
    ),
)

GROUPS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "message": "Check and convert ISO 20022 messages.",
        "screen": "Screen names and messages against lists.",
        "study": "Compare settlement models and liquidity needs.",
        "qr": "Read payment QR codes.",
        "card": "Read ISO 8583 card messages.",
        "node": "Prepare and run a node.",
    }
)
