"""What is known of an invented instance beforehand, and why it is so."""

from fractions import Fraction
from typing import NamedTuple

from tallystick.clearing.instance.instance import Amounts, Instance


class Known(NamedTuple):
    """What is known: whoever proposes a solution can be held to it.

    `optimum` is the most value that can settle, in the reference currency, and `settled` how
    many bundles that is in the solution that was planted. `upper_bound` is a value that none
    can pass. `never` names bundles that no solution settles. `bound_by` names participants: the
    certificate with their accounts' multipliers at the rate, and all others at 0, proves the
    optimum. No bundle is urgent where an optimum is told, so a weight changes nothing.
    """

    why: str
    optimum: Fraction | None = None
    settled: int | None = None
    upper_bound: Fraction | None = None
    never: tuple[str, ...] = ()
    bound_by: tuple[str, ...] = ()


class Study(NamedTuple):
    """An invented instance, what is known of it, and when its bundles arrive, if it says so.

    `seconds` are counted from the opening, by bundle of the instance.
    """

    instance: Instance
    known: Known | None = None
    seconds: Amounts | None = None
