"""A day with its times: a realistic day whose bundles arrive between opening and close."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from tallystick.clearing.chance import Chance, chance
from tallystick.clearing.instance.instance import Amounts
from tallystick.clearing.study.core import core_market
from tallystick.clearing.study.known import Study
from tallystick.clearing.study.options import Options

_SECONDS_AN_HOUR: Final = 3600
# Of the bundles so many arrive about these parts of the opening; the rest at any time.
_MORNING: Final = (0.35, 0.2)
_AFTERNOON: Final = (0.4, 0.75)
_WIDTH: Final = 0.07


def day(options: Options) -> Study:
    """Return a realistic day with the second at which each bundle arrives."""
    draws = chance(options.seed)
    instance = core_market(options, draws).instance()
    seconds = arrivals(draws, options.bundles, options.hours * _SECONDS_AN_HOUR)
    return Study(instance, seconds=seconds)


def arrivals(draws: Chance, bundles: int, opening: int) -> Amounts:
    """Return a second of the opening, from 0 and before `opening`, for each bundle, in order.

    The order of the queue is that of arrival, as bundles are numbered when they come.
    """
    kind = draws.random(bundles)
    peak = np.where(kind < _MORNING[0], _MORNING[1], _AFTERNOON[1])
    share: NDArray[np.float64] = peak + _WIDTH * draws.standard_normal(bundles)
    is_anywhere = (kind >= _MORNING[0] + _AFTERNOON[0]) | (share < 0) | (share >= 1)
    share[is_anywhere] = draws.random(int(is_anywhere.sum()))
    seconds: Amounts = np.sort((share * opening).astype(np.int64))
    return seconds
