"""The leaves of a payload: every text of it, to be screened, none left out.

A person's name comes whole, as `Smith, Alice`: neither part of it names anybody. An
account number that has the check digits of an IBAN stands as one, so that its country
is seen.
"""

from collections.abc import Iterator
from typing import Final

from tallystick.terms.identifiers import iban_country
from tallystick.wire.ivms101.elements import Element, elements
from tallystick.wire.ivms101.model import Payload
from tallystick.wire.leaves import Leaf

ROOT: Final = "IVMS101"
_FIRST: Final = "primaryIdentifier"
_SECOND: Final = "secondaryIdentifier"
_COMPANY: Final = "legalPersonName"
_ACCOUNT: Final = "accountNumber"


def leaves(payload: Payload, root: str = ROOT) -> list[Leaf]:
    """Return the leaves in the order of the standard, with paths in the model's names.

    `root` is the path of the payload itself, where it stands within something else.
    """
    return list(_leaves(elements(payload, root)))


def _leaves(found: Iterator[Element]) -> Iterator[Leaf]:
    first = ""
    for element in found:
        path, text = element.path, str(element.value)
        place = path.rpartition("/")[0]
        if element.name == _FIRST:
            first = text
            continue
        if first:
            yield Leaf(place, f"{first}, {text}" if element.name == _SECOND else first)
            first = ""
        if element.name == _COMPANY:
            yield Leaf(place, text)
        elif element.name == _ACCOUNT:
            yield Leaf(f"{path}/IBAN" if _is_iban(text) else path, text)
        elif element.name != _SECOND:
            yield Leaf(path, text)


def _is_iban(text: str) -> bool:
    return iban_country("".join(text.split()).upper()) != ""
