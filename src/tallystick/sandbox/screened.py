"""A stage under further lists: nobody of its people is on them, and some who are get payments.

Banks screen their own customers too, so whom a further list names is no customer any
more. Of the names that the lists have, some are drawn for payments that must be refused.
"""

from collections.abc import Iterable, Sequence
from typing import Final

from tallystick.sandbox.chance import chance
from tallystick.sandbox.customers import Clientele, Customer
from tallystick.sandbox.stage import Side, Stage
from tallystick.screening.bundle import bundle_of
from tallystick.screening.fields import FieldKind
from tallystick.screening.index import Index
from tallystick.screening.lists import ListVersion, NameKind
from tallystick.screening.particulars import NOTHING_KNOWN, Particulars
from tallystick.screening.score import THRESHOLD

NAMES_DRAWN: Final = 200
_NAME_MAX: Final = 140


def under(stage: Stage, lists: Sequence[ListVersion]) -> Stage:
    """Return the stage as it is when these lists are screened against besides its own."""
    if not lists:
        return stage
    index = Index(bundle_of(lists))
    first, second = (_cleared(side, index) for side in stage.sides)
    texts = tuple(each for each in stage.texts if not _hits(index, FieldKind.TEXT, each))
    return stage._replace(sides=(first, second), texts=texts, listed=_drawn(stage, lists, index))


def _cleared(side: Side, index: Index) -> Side:
    clienteles = {
        bic: Clientele(_clear(found.customers, index), _clear(found.silent, index), found.unknown)
        for bic, found in side.clienteles.items()
    }
    return side._replace(clienteles=clienteles)


def _clear(customers: Iterable[Customer], index: Index) -> tuple[Customer, ...]:
    return tuple(each for each in customers if not _is_listed(each, index))


def _is_listed(customer: Customer, index: Index) -> bool:
    """Tell whether a payment of the customer's would hit, with all that it says of them."""
    beside = Particulars(countries=(customer.country,))
    fields = (
        (FieldKind.ADDRESS, customer.street),
        (FieldKind.ADDRESS, customer.town),
        (FieldKind.ACCOUNT, customer.account),
    )
    is_named = _hits(index, FieldKind.NAME, customer.name, beside)
    return is_named or any(_hits(index, kind, text) for kind, text in fields)


def _hits(index: Index, kind: FieldKind, text: str, beside: Particulars = NOTHING_KNOWN) -> bool:
    return any(hit.score >= THRESHOLD for hit in index.hits(kind, text, beside))


def _drawn(stage: Stage, lists: Iterable[ListVersion], index: Index) -> tuple[str, ...]:
    """Draw names that stand on the lists and that a bank could write."""
    names = [
        name.text
        for each in lists
        for entry in each.entries
        for name in entry.names
        if name.kind is NameKind.PRIMARY
        and len(name.text) <= _NAME_MAX
        and name.text.isprintable()
    ]
    draw = chance(stage.seed, "listed")
    drawn = draw.sample(names, min(NAMES_DRAWN, len(names)))
    return tuple(each for each in drawn if _hits(index, FieldKind.NAME, each))
