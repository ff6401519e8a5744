"""Admission: a message becomes a command. Who sent it, is it whole, may it pass?

Stateless: whatever it must know it is given, so it can run in any number of
processes. It never decides about money; it says no only to what cannot be a
command, and lets everything else come to the core with its verdict.
"""
