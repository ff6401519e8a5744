"""Readers: the bytes of one published format become parts of a list version, one file a format.

A reader says whether a file is its own, and reads it whole or refuses it with the
file, the line and the rule. Nothing is guessed: what is cut off or belongs to nobody
is told in the notes beside the list.
"""
