"""Proof: whether the house keeps its promises, found out by others than those who made them.

The auditor is a second model of the core that keeps its own books and predicts
each answer; the checkers look at whole worlds; the catalogue of planted bugs
shows that both can find what they are there to find.
"""
