"""The journal: what a node did, durably, in order, and so that nobody can change it unseen.

One commit writes the entries of a batch, the vault rows that belong to them, the
effects that are to leave, and the closing records of payments that left the
state. Entries are chained by SHA-256; personal data lives in the vault alone,
under a key per payment, so that erasing a key leaves the books provable.
"""
