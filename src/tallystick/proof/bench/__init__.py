"""Benches: every claim of speed comes from here, with its samples and its machine.

A bench never fails because it is slow; it measures and says so.
"""
