"""A name in another script made ready for kernels."""

from collections.abc import Sequence
from itertools import accumulate, pairwise

import numpy as np

from tallystick.screening.scripts.forms import form_of
from tallystick.screening.scripts.shapes import COLUMNS, KIND, SYLLABLE, TEXTS, WRITING, Longs
from tallystick.screening.scripts.units import Unit


def asked_of(units: Sequence[Unit]) -> Longs:
    """Return a name of such units made ready."""
    forms = [form_of(unit.text) for unit in units]
    joined = [-1] * len(units)
    for place, (one, other) in enumerate(pairwise(units)):
        mine = forms[place]
        if mine[KIND] != SYLLABLE and mine[WRITING] == forms[place + 1][WRITING]:
            joined[place] = len(forms)
            forms.append(form_of(one.text + other.text))
    head = [len(units)]
    places = accumulate(map(len, forms), initial=TEXTS + len(forms) * COLUMNS)
    for unit, joint, place in zip(units, joined, places, strict=False):
        head += (place, unit.first, joint)
    for place in places:
        head += (place, 0, -1)
    # Behind the last form nothing begins.
    return np.concatenate([np.array(head[: TEXTS + len(forms) * COLUMNS], np.int64), *forms])
