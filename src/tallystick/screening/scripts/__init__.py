"""Names in one script compared with the same names in another.

`readings` gives Latin readings of a name in any script; `across` compares a name in another
script with a Latin one, word by word, and tells which word stood for which; `skeleton` gives keys
that an Arabic spelling shares with its Latin ones, and `candidates` finds by them which of
many Latin names may be meant. The tables of letters say which Latin spellings are usual,
since lists and payments follow no one standard.
"""
