"""A stand-in for a country's law in the simulated world: currency control, and what must travel.

What a payment's message tells is drawn from its id, the same each time at one node. The two nodes
draw apart, since each looks at its own customer.
"""

from hashlib import sha256
from typing import Final

from tallystick.core.rule_sets import Facts, Rule, RuleSet
from tallystick.sandbox.chance import Chance
from tallystick.terms.disclosures import Channel, Disclosure, Period, PersonKind, Residence
from tallystick.terms.parties import Side
from tallystick.terms.reasons import StatusReason

PERSONS: Final = 2
# Of 256 payments from abroad, so many lack what must travel with them.
OBJECTED: Final = 6
_OBJECTIONS: Final = (
    StatusReason.MISSING_DEBTOR_NAME_OR_ADDRESS,
    StatusReason.MISSING_CREDITOR_NAME_OR_ADDRESS,
)
_COUNTRIES: Final = ("XA", "XB", "")
_PURPOSES: Final = ((), ("SALA",), ("GDDS",), ("GDDS", "TRAD"))
_CODES: Final = ((), ("20100",), ("30000",))
_CHANNELS: Final = (
    Channel.BANK_TRANSFER,
    Channel.BANK_TRANSFER,
    Channel.BANK_TRANSFER,
    Channel.QR,
)


class Jurisdiction:
    """One node's country: its rules by version, and what its customers' messages tell."""

    def __init__(self, name: str, currency: str, draw: Chance) -> None:
        """Take a name that facts are drawn by, and the currency that the rules count in."""
        self.name = name
        self.currency = currency
        self._draw = draw
        self.version = 0

    def facts(self, payment_id: str) -> Facts:
        """Return what the message of a payment tells at this node."""
        bits = sha256(f"{self.name}/{payment_id}".encode()).digest()
        person = sha256(f"{self.name}/person {bits[0] % PERSONS}".encode()).digest()
        return Facts(
            _CHANNELS[bits[1] % 4],
            person,
            (None, PersonKind.INDIVIDUAL, PersonKind.LEGAL_ENTITY)[bits[2] % 3],
            ("", "XA", "XB")[bits[3] % 3],
            _COUNTRIES[bits[4] % 3],
            _PURPOSES[bits[5] % 4],
            _CODES[bits[6] % 3],
            has_document=bits[7] % 3 > 0,
        )

    def objection(self, payment_id: str) -> StatusReason | None:
        """Return what this country's travel rule misses in the message of a payment, if anything.

        It is asked of what comes in from the other country; what goes out was refused at the door.
        """
        bits = sha256(f"{self.name}/travels with {payment_id}".encode()).digest()
        return _OBJECTIONS[bits[1] % len(_OBJECTIONS)] if bits[0] < OBJECTED else None

    def next_rules(self) -> tuple[RuleSet, bytes]:
        """Return a later version of the country's rules, and the digest of its text."""
        self.version += 1
        limit = self._draw.choice((1_500_000, 4_000_000, 20_000_000))
        rules = RuleSet("XA", self.currency, self.version, tuple(self._rules(limit)))
        return rules, sha256(f"{self.name}/rules {self.version}".encode()).digest()

    def _rules(self, limit: int) -> list[Rule]:
        basis = "an invented law"
        individuals = (PersonKind.INDIVIDUAL,)
        rules = []
        for side in Side:
            name = side.value
            rules += [
                Rule(f"{name}-purpose", basis, side, 1_500_000, requires=(Disclosure.PURPOSE,)),
                Rule(
                    f"{name}-monthly-transfers",
                    basis,
                    side,
                    limit,
                    Period.MONTH,
                    channels=(Channel.BANK_TRANSFER, Channel.CASH),
                    persons=individuals,
                    is_reported=True,
                ),
                Rule(
                    f"{name}-contracts",
                    basis,
                    side,
                    limit // 2,
                    Period.YEAR,
                    persons=(PersonKind.LEGAL_ENTITY,),
                    purposes=("GDDS",),
                    requires=(Disclosure.DOCUMENT, Disclosure.REPORTING),
                    codes=("20100",),
                    is_reported=True,
                ),
                Rule(
                    f"{name}-watched",
                    basis,
                    side,
                    500_000,
                    countries=("XB",),
                    residence=Residence.NON_RESIDENT,
                    is_report_only=True,
                    is_reported=True,
                ),
                Rule(f"{name}-daily", basis, side, 2 * limit, Period.DAY),
            ]
        return rules
