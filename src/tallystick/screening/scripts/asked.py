"""A name in another script made ready for kernels."""

from collections.abc import Sequence
from itertools import accumulate, pairwise

import numpy as np

from tallystick.screening.scripts.forms import form_of, form_of_letters
from tallystick.screening.scripts.shapes import COLUMNS, TEXTS, Longs
from tallystick.screening.scripts.units import Unit
from tallystick.screening.scripts.writings import writing_of


def asked_of(units: Sequence[Unit]) -> Longs:
    """Return a name of such units made ready."""
    forms = [form_of(unit.text) for unit in units]
    joined = [-1] * len(units)
    for place, (one, other) in enumerate(pairwise(units)):
        writing = writing_of(one.text)
        if writing is writing_of(other.text) and not writing.is_syllabic:
            joined[place] = len(forms)
            # That of two words comes together but once, and is not kept.
            forms.append(form_of_letters(one.text + other.text, writing))
    head = [len(units)]
    places = accumulate(map(len, forms), initial=TEXTS + len(forms) * COLUMNS)
    for unit, joint, place in zip(units, joined, places, strict=False):
        head += (place, unit.first, joint)
    for _, place in zip(forms[len(units) :], places, strict=False):
        head += (place, 0, -1)
    return np.concatenate([np.array(head, np.int64), *forms])
