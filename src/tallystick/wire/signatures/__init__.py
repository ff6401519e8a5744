"""Signatures of messages: who wrote these bytes, and that nobody changed them.

`jws` signs the exact bytes of any message, apart from it. `xmldsig` signs elements of an
ISO 20022 message within it. `lau` checks the local authentication of SWIFT's interfaces.
Each takes exactly one form; what is written otherwise is refused, however right its
mathematics. Keys are passed in: nothing here keeps one, fetches one or takes one out of
what it reads.
"""
