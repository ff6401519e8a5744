"""Screening: lists and names go in, a verdict with its evidence comes out.

Readers turn the bytes of a published list into an immutable list version; list
versions make a bundle, whose hash rides in every verdict. An index over a bundle
finds whom a field may name, a policy says what a hit means for one leg, and
the evidence tells, byte for byte the same each time, why a payment was cleared or
not. Nothing here knows the time, decides a payment or keeps anything: the core
binds the verdict, the vault keeps the evidence.

Where a list is missing, damaged or too old the answer is never "clear".
"""
