"""The number of the rules by which commands are decided: an entry names its own.

A release that decides otherwise has a higher number and keeps the former rules for
replay. Rules switch at an entry and never back.
"""

from typing import Final

FIRST: Final = 1
# From here on a verdict must rest on the policy in force, and who refuses a hold is told.
POLICIES: Final = 2
# From here on a hold has one deadline, whatever it waits for in turn, an exemption must be
# one that the agreement names beside lists too, and takes no list away that it asks for. Another
# version has all that is pending screened again.
ONE_HOLD: Final = 3
# From here on a payment waits as long whatever it waits for, once and in turn: how long it may
# told a hold from a queue. What a list was missing for waits for the list, not for people.
ONE_WAIT: Final = 4
RULES: Final = ONE_WAIT
