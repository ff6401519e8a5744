"""Profiles: what a message must keep beyond its schema, as a community of users agreed.

A profile is a name, the versions it takes, and its rules. A rule has an id that does not
change, the status reason to refuse with, and a function that finds every place where a
message breaks it. `reading` makes plain nodes of a message for the rules to look at;
`rules` says what a rule is and runs them; the other modules hold the rules by subject.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from tallystick.wire.iso20022.profiles.addresses import ADDRESS_RULES
from tallystick.wire.iso20022.profiles.answers import ANSWER_RULES
from tallystick.wire.iso20022.profiles.headers import HEADER_RULES
from tallystick.wire.iso20022.profiles.nexus import NEXUS_RULES
from tallystick.wire.iso20022.profiles.rules import Profile
from tallystick.wire.iso20022.profiles.settlement import SETTLEMENT_RULES
from tallystick.wire.iso20022.profiles.sums import SUM_RULES
from tallystick.wire.iso20022.profiles.texts import TEXT_RULES
from tallystick.wire.iso20022.profiles.transfers import TRANSFER_RULES
from tallystick.wire.iso20022.profiles.values import VALUE_RULES

CBPR_2026: Final = Profile(
    "cbpr+2026",
    "The usage rules for cross-border payments and reporting over correspondent banks, in force "
    "since 14 November 2026.",
    (
        "camt.029.001.09",
        "camt.052.001.08",
        "camt.053.001.08",
        "camt.054.001.08",
        "camt.056.001.08",
        "pacs.002.001.10",
        "pacs.004.001.09",
        "pacs.008.001.08",
        "pacs.009.001.08",
        "pacs.010.001.03",
        "pacs.028.001.03",
        "pain.001.001.09",
    ),
    ("head.001.001.02",),
    (
        *HEADER_RULES,
        *TRANSFER_RULES,
        *SETTLEMENT_RULES,
        *ANSWER_RULES,
        *ADDRESS_RULES,
        *TEXT_RULES,
        *VALUE_RULES,
        *SUM_RULES,
    ),
)
NEXUS: Final = Profile(
    "nexus",
    "Release 1 of Nexus, between instant payment systems.",
    ("acmt.023.001.04", "acmt.024.001.04", "pacs.002.001.13", "pacs.008.001.11"),
    ("head.001.001.01", "head.001.001.02", "head.001.001.03", "head.001.001.04"),
    (*NEXUS_RULES, *VALUE_RULES, *SUM_RULES),
)

# By the name a user gives; the schema alone, `iso`, is no profile here.
PROFILES: Final[Mapping[str, Profile]] = MappingProxyType(
    {profile.name: profile for profile in (CBPR_2026, NEXUS)}
)
