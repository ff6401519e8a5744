"""Tallystick: cross-border payment links whose two halves always match.

Two operators each run a node for their own country's payment system. Payments
between their banks are screened, converted, cleared, netted and settled; each
operator keeps its own complete books, trusts nobody else's, and can prove at
any moment that the two halves match. ARCHITECTURE.md names the rooms.
"""

__version__ = "0.1.0"
