"""Every text of a payload with its place: what the constraints and the leaves go over."""

from collections.abc import Iterator
from typing import NamedTuple

import msgspec

from tallystick.wire.ivms101.model import Payload, Person


class Element(NamedTuple):
    """One text, number or code of a payload: its path in the model's names, and its value."""

    path: str
    name: str
    value: str | int


class Placed(NamedTuple):
    """A person of a payload, where it stands, and whether it sends."""

    path: str
    person: Person
    is_originator: bool = False


def elements(value: object, path: str) -> Iterator[Element]:
    """Yield the elements below a struct of the model, in the standard's order.

    What may stand there several times has its position: `addressLine[2]`.
    """
    if not isinstance(value, msgspec.Struct):
        return
    names = zip(value.__struct_fields__, value.__struct_encode_fields__, strict=True)
    for name, encoded in names:
        below = getattr(value, name)
        if below is not None:
            yield from _below(below, f"{path}/{encoded}")


def _below(value: object, path: str) -> Iterator[Element]:
    if isinstance(value, tuple):
        for at, each in enumerate(value, start=1):
            yield from _below(each, f"{path}[{at}]")
    elif isinstance(value, str | int):
        name = path.rpartition("/")[2].partition("[")[0]
        yield Element(path, name, value)
    else:
        yield from elements(value, path)


def persons(payload: Payload) -> Iterator[Placed]:
    """Yield everybody in a payload: who sends, who receives, and the service providers."""
    if payload.originator:
        for at, each in enumerate(payload.originator.originator_person, start=1):
            yield Placed(f"originator/originatorPerson[{at}]", each, is_originator=True)
    if payload.beneficiary:
        for at, each in enumerate(payload.beneficiary.beneficiary_person, start=1):
            yield Placed(f"beneficiary/beneficiaryPerson[{at}]", each)
    if payload.originating_vasp and payload.originating_vasp.originating_vasp:
        vasp = payload.originating_vasp.originating_vasp
        yield Placed("originatingVASP/originatingVASP", vasp)
    if payload.beneficiary_vasp and payload.beneficiary_vasp.beneficiary_vasp:
        yield Placed("beneficiaryVASP/beneficiaryVASP", payload.beneficiary_vasp.beneficiary_vasp)
    between = payload.transfer_path.transfer_path if payload.transfer_path else ()
    for at, step in enumerate(between, start=1):
        yield Placed(f"transferPath/transferPath[{at}]/intermediaryVASP", step.intermediary_vasp)
