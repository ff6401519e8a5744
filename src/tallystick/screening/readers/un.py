"""The consolidated list of the UN Security Council, as XML.

Names stand in up to four parts, `FIRST_NAME` to `FOURTH_NAME`; the name in its original
script is another name. An alias of quality `Low` is a weak one. An entity goes by its
reference number (`QDi.006`), which people cite, or by `DATAID` where it has none.
"""

from collections.abc import Iterator
from typing import Final

from tallystick.screening.identifiers import Identifier, IdentifierKind
from tallystick.screening.lists import (
    Draft,
    EntityType,
    ListVersion,
    NameKind,
    Regime,
    list_version,
    source_file,
)
from tallystick.screening.readers.rows import ListFile
from tallystick.terms.errors import RemoteMessageError
from tallystick.terms.instants import is_date
from tallystick.wire.unread import Limits
from tallystick.wire.xml import Element, parse

NAME: Final = "UN Consolidated"

# A list comes from its publisher by the operator's own hand, and is larger than any message.
LIMITS: Final = Limits(size=128 * 1024 * 1024, elements=5_000_000)

_ROOT: Final = "CONSOLIDATED_LIST"
_GROUPS: Final = {
    "INDIVIDUALS": ("INDIVIDUAL", EntityType.INDIVIDUAL),
    "ENTITIES": ("ENTITY", EntityType.ENTITY),
}
_NAME_PARTS: Final = ("FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME")
_WEAK: Final = "low"


def is_list(file: ListFile) -> bool:
    """Tell whether the file looks like this list."""
    return f"<{_ROOT}".encode() in file.raw[:4096]


def read(file: ListFile) -> ListVersion:
    """Return the edition a file holds.

    Raises:
        RemoteMessageError: it is not well-formed or bears no date, or an entity has no id,
            no name, or another's id.
    """
    root = _root(file)
    published_on = root.attrib.get("dateGenerated", "")[:10]
    if not is_date(published_on):
        raise _broken(file, _ROOT, "date", "the list does not say when it was generated")
    drafts: dict[str, Draft] = {}
    for group in root:
        name, kind = _GROUPS.get(group.tag, ("", EntityType.UNKNOWN))
        for number, element in enumerate(_children(group, name), start=1):
            _take(drafts, file, f"{name}[{number}]", _draft(element, kind), _id(element))
    files = [source_file("list", file.raw, len(drafts))]
    return list_version(NAME, published_on, files, drafts, Regime.UN)


def _root(file: ListFile) -> Element:
    try:
        root = parse(file.raw, LIMITS)
    except RemoteMessageError as error:
        raise RemoteMessageError(error.detail, code=error.code, ref=file.name) from error
    if root.tag != _ROOT:
        raise _broken(file, root.tag, "root", f"the document is no {_ROOT}")
    return root


def _take(drafts: dict[str, Draft], file: ListFile, place: str, draft: Draft, entity: str) -> None:
    if not entity or not draft.names:
        raise _broken(file, place, "record", "an entity has no id or no name")
    if entity in drafts:
        raise _broken(file, place, "entity-twice", f"entity {entity} is listed twice")
    drafts[entity] = draft


def _draft(element: Element, kind: EntityType) -> Draft:
    draft = Draft()
    draft.type = kind
    draft.name(NameKind.PRIMARY, " ".join(_text(element, part) for part in _NAME_PARTS))
    draft.name(NameKind.ALIAS, _text(element, "NAME_ORIGINAL_SCRIPT"))
    for alias in _children(element, f"{kind.upper()}_ALIAS"):
        is_weak = _text(alias, "QUALITY").lower() == _WEAK
        draft.name(NameKind.WEAK if is_weak else NameKind.ALIAS, _text(alias, "ALIAS_NAME"))
    for country in _below(element, "NATIONALITY", "VALUE"):
        draft.country(country)
    for country in _below(element, f"{kind.upper()}_ADDRESS", "COUNTRY"):
        draft.country(country)
    for number in filter(None, _below(element, "INDIVIDUAL_DOCUMENT", "NUMBER")):
        draft.identifiers.add(Identifier(IdentifierKind.DOCUMENT, number))
    return draft


def _id(element: Element) -> str:
    return _text(element, "REFERENCE_NUMBER") or _text(element, "DATAID")


def _children(element: Element, name: str) -> Iterator[Element]:
    return (child for child in element if child.tag == name)


def _below(element: Element, outer: str, inner: str) -> Iterator[str]:
    for child in _children(element, outer):
        yield from map(_words, _children(child, inner))


def _text(element: Element, name: str) -> str:
    return next((_words(child) for child in _children(element, name)), "")


def _words(element: Element) -> str:
    return " ".join((element.text or "").split())


def _broken(file: ListFile, place: str, rule: str, detail: str) -> RemoteMessageError:
    return RemoteMessageError(detail, code=rule, field=place, ref=file.name)
