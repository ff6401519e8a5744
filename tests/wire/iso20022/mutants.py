"""Messages broken on purpose, the same for the same seed: order, number, names, texts, marks."""

from collections.abc import Callable
from copy import deepcopy
from random import Random
from typing import Any

from lxml import etree

XSI = "http://www.w3.org/2001/XMLSchema-instance"
TEXTS = (
    *("", " ", "ZZZZ", "x", "X9X", "x" * 35, "x" * 36, "x" * 141, "é" * 140, "a\nb", "\ttab "),
    *("1", "0", "-1", "+1", "-0", "1.00000", "1.000000", "0.00001", ".5", "5.", "1e3", "NaN"),
    *("1" * 18, "1" * 19, "12345678901234.12345", "123456789012345.1234", " 12.50 ", "1,5"),
    *("true", "TRUE", "yes", "2026-11-22", "2026-02-30", "2026-11-22Z", "2026-11-22+08:00"),
    *("-0001-01-01", "2026-11-22T10:15:30", "2026-11-22T24:00:00", "2026-11-22T10:15:30.123Z"),
    *("10:15:30", "2026", "8a562c67-ca16-48ba-b074-65581be6f001", "SGVsbG8=", "not base64!"),
    *("8A562C67-CA16-48BA-B074-65581BE6F001", "AAAARUMM", "AAAARUMMXXX", "AAAARUMMXX", "RU", "R1"),
    *("CRED", "SLEV", "CLRG", "HIGH", "DE89370400440532013000", "+7-9161234567", "0000000"),
)
PIECES = (
    *(b"", b"&", b"<", b">", b"<!--", b"-->", b"]]>", b"<![CDATA[", b"&#x0;", b"&#13;", b'"'),
    *(
        b"\x00",
        b"\x01",
        b"\xff",
        b"\xc3\xa9",
        b' xmlns:a="urn:b"',
        b' xmlns=""',
        b"<?x?>",
        b"<x/>",
    ),
)


def mutant(chance: Random, original: Any) -> Any:
    """Return a copy of a document with one to three things changed."""
    root = deepcopy(original)
    for _ in range(chance.choice((1, 1, 1, 2, 3))):
        change = chance.choice(CHANGES)
        change(chance, chance.choice(list(root.iter(etree.Element))))
    return root


def broken_bytes(chance: Random, raw: bytes) -> bytes:
    """Return bytes with one to four things changed that need not leave XML behind."""
    changed = bytearray(raw)
    for _ in range(chance.randint(1, 4)):
        place = chance.randrange(len(changed))
        length = chance.choice((0, 0, 1, 20))
        changed[place : place + length] = chance.choice(PIECES)
    return bytes(changed)


def _swap(chance: Random, element: Any) -> None:
    parent = element.getparent()
    if parent is not None and len(parent) > 1:
        parent.insert(chance.randrange(len(parent)), element)


def _remove(_: Random, element: Any) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _repeat(chance: Random, element: Any) -> None:
    parent = element.getparent()
    if parent is not None:
        for _ in range(chance.choice((1, 1, 10))):
            element.addnext(deepcopy(element))


def _rename(chance: Random, element: Any) -> None:
    others = [each.tag for each in element.getroottree().iter(etree.Element)]
    element.tag = chance.choice([*others, f"{element.tag}x"])


def _other_namespace(chance: Random, element: Any) -> None:
    name = etree.QName(element).localname
    element.tag = chance.choice((name, f"{{urn:nobody}}{name}"))


def _borrow(chance: Random, element: Any) -> None:
    others = list(element.getroottree().iter(etree.Element))
    element.insert(
        chance.randrange(len(element) + 1), deepcopy(chance.choice(others[1:] or others))
    )


def _write(chance: Random, element: Any) -> None:
    leaves = [each for each in element.getroottree().iter(etree.Element) if not len(each)]
    chance.choice(leaves).text = chance.choice(TEXTS)


def _write_between(chance: Random, element: Any) -> None:
    element.text = chance.choice(("x", " ", "\n"))


def _mark(chance: Random, element: Any) -> None:
    name = chance.choice(
        ("Ccy", "id", f"{{{XSI}}}nil", "{urn:nobody}x", f"{{{XSI}}}schemaLocation")
    )
    element.set(name, chance.choice(("RUB", "X9X", "true", "urn:a b", "")))


def _unmark(_: Random, element: Any) -> None:
    for each in element.getroottree().iter(etree.Element):
        if each.attrib:
            each.attrib.clear()
            break


def _type(chance: Random, element: Any) -> None:
    name = chance.choice(("Max35Text", "Max140Text", "ISODate", "Document", "Nothing"))
    element.set(f"{{{XSI}}}type", name)


CHANGES: tuple[Callable[[Random, Any], None], ...] = (
    *(_swap, _remove, _repeat, _rename, _other_namespace, _borrow),
    *(_write, _write, _write, _write, _write_between, _mark, _unmark, _type),
)
