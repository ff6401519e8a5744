"""The codes that ISO 20022 keeps outside its schemas: external code sets, dated.

`published` are our own tables, of the edition they name; `read_code_sets` reads a newer
edition from a file; `unknown_codes` finds in a message what the sets do not have.
What becomes of an unknown code is for the profile to say.
"""

from tallystick.wire.iso20022.code_sets.meanings import meaning_of
from tallystick.wire.iso20022.code_sets.reading import read_code_sets
from tallystick.wire.iso20022.code_sets.search import UnknownCode, unknown_codes
from tallystick.wire.iso20022.code_sets.sets import CodeSet, CodeSets, Validity, published

__all__ = [
    "CodeSet",
    "CodeSets",
    "UnknownCode",
    "Validity",
    "meaning_of",
    "published",
    "read_code_sets",
    "unknown_codes",
]
