"""Trees drawn from the tables: any elements a version allows, with texts its types allow."""

from random import Random

from hypothesis import strategies as st

from tallystick.wire.iso20022.grammar import (
    Child,
    Group,
    Marked,
    Message,
    Text,
    Type,
    Wildcard,
    namespace_of,
    root_of,
    types_of,
)
from tallystick.wire.iso20022.tree import PLAIN, Branch, Foreign, Leaf, Part, Spelling, Tree

SEEDS = st.integers(0, 2**32)
# What a text may hold that a careless writer would spoil.
LETTERS = "abcXYZ019 -/?:().,'+&<>\"]\t\n\r éßЖ中\U0001f600\u0085\u2028"
LONGEST = 60
FOREIGN = (
    '<x:a xmlns:x="urn:x" k="&quot;&lt;&#10;"> text <b xmlns=""> <c/>]]&gt;</b>\n</x:a>',
    '<plain xmlns=""><n>1</n></plain>',
    '<q xmlns="urn:q" xmlns:y="urn:y" y:k="v"/>',
)
SIGNATURE = (
    '<Signature xmlns="http://www.w3.org/2000/09/xmldsig#"><SignedInfo/></Signature>',
    '<ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#">&amp;</ds:Signature>',
)
EXAMPLES = {
    "[A-Z]{3,3}": ("RUB", "CNY", "JPY"),
    "[A-Z]{2,2}": ("RU", "CN"),
    "[a-z]{2,2}": ("ru",),
    "[A-Z0-9]{4,4}[A-Z]{2,2}[A-Z0-9]{2,2}([A-Z0-9]{3,3}){0,1}": ("AAAARUMM", "BBBBCNBJXXX"),
    "[A-Z]{6,6}[A-Z2-9][A-NP-Z0-9]([A-Z0-9]{3,3}){0,1}": ("AAAARUMM", "BBBBCNBJXXX"),
    "[A-Z0-9]{18,18}[0-9]{2,2}": ("253400AAAAAAAAAAAA12",),
    "[A-Z]{2,2}[A-Z0-9]{9,9}[0-9]{1,1}": ("RU0007661625",),
    "[A-Z]{2,2}[0-9]{2,2}[a-zA-Z0-9]{1,30}": ("RU0304452522540817810538091310419",),
    "[BEOVW]{1,1}[0-9]{2,2}|DUM": ("B07", "DUM"),
    "[0-9]": ("0", "9"),
    "[0-9]{2}": ("07",),
    "[0-9]{3}": ("123",),
    "[0-9]{2,3}": ("12", "123"),
    "[0-9]{3,4}": ("123", "1234"),
    "[0-9]{1,3}": ("1", "123"),
    "[0-9]{1,5}": ("1", "12345"),
    "[0-9]{8,28}": ("12345678", "1" * 28),
    "[0-9]{1,15}": ("1", "000000000000042"),
    r"[\+]{0,1}[0-9]{1,15}": ("+1", "000000000000042"),
    "[a-zA-Z0-9]{4}": ("aB19",),
    "[a-zA-Z0-9]{1,4}": ("a", "aB19"),
    "[0-9a-fA-F]+": ("00fF",),
    ".*Z": ("2026-11-22T10:15:30Z", "2026-11-22T10:15:30.123Z"),
    r"\+[0-9]{1,3}-[0-9()+\-]{1,30}": ("+7-(916)123-45",),
    "([0-9A-F][0-9A-F]){32}": ("0A" * 32,),
    "[a-f0-9]{8}-[a-f0-9]{4}-4[a-f0-9]{3}-[89ab][a-f0-9]{3}-[a-f0-9]{12}": (
        "8a562c67-ca16-48ba-b074-65581be6f001",
    ),
}
PLAIN_TEXTS = {
    "boolean": ("true", "false", "1", " 0 "),
    "date": ("2026-11-22", "2026-11-22+08:00", "2026-11-22Z"),
    "dateTime": ("2026-11-22T10:15:30", "2026-11-22T10:15:30.123456Z"),
    "time": ("10:15:30", "24:00:00Z"),
    "gYear": ("2026",),
    "gYearMonth": ("2026-11", "2026-11Z"),
    "base64Binary": ("SGVsbG8=", "SGVs bG8="),
}


def grown(message: Message, seed: int) -> Tree:
    """Return a tree of a version, small or large, with or without a prefix, by its seed."""
    chance = Random(seed)
    space = namespace_of(message)
    spelling = chance.choice((PLAIN, Spelling("d", (("d", space), ("u", "urn:unused")))))
    inner = PLAIN if spelling is PLAIN else Spelling("d")
    grower = _Grower(types_of(message), chance, inner, chance.choice((0.05, 0.3, 0.8)))
    root = grower.part(root_of(message))
    assert isinstance(root, Branch)
    return Tree(message, Branch(root.name, root.type, root.parts, (), spelling))


class _Grower:
    """One document's worth of choices."""

    def __init__(
        self, types: dict[str, Type], chance: Random, spelling: Spelling, fullness: float
    ) -> None:
        self.types = types
        self.chance = chance
        self.spelling = spelling
        self.fullness = fullness

    def part(self, child: Child) -> Part:
        """One element."""
        kind = self.types[child.type]
        match kind:
            case Text():
                return Leaf(child.name, child.type, self.text(kind), (), self.spelling)
            case Marked():
                marks = ((kind.attribute, self.text(self.types[kind.attribute_type])),)
                text = self.text(self.types[kind.text])
                return Leaf(child.name, child.type, text, marks, self.spelling)
            case Wildcard():
                texts = SIGNATURE if "xmldsig" in kind.namespace else FOREIGN
                return self.branch(child, (Foreign(self.chance.choice(texts)),))
            case Group():
                return self.branch(child, tuple(self.part(each) for each in self.chosen(kind)))

    def branch(self, child: Child, parts: tuple[Part, ...]) -> Branch:
        """An element of elements."""
        return Branch(child.name, child.type, parts, (), self.spelling)

    def chosen(self, group: Group) -> list[Child]:
        """The elements of a group, each as often as it happens to be there."""
        if group.is_choice:
            return [self.chance.choice(group.children)]
        return [each for each in group.children for _ in range(self.times(each))]

    def times(self, child: Child) -> int:
        """How often an element is there."""
        if self.chance.random() >= self.fullness:
            return child.least
        most = 2 if child.most is None else min(child.most, 2)
        return self.chance.randint(max(child.least, 1), most)

    def text(self, kind: Type) -> str:
        """A text of a type."""
        assert isinstance(kind, Text)
        if kind.codes:
            return self.chance.choice(kind.codes)
        if kind.pattern:
            return self.chance.choice(EXAMPLES[kind.pattern])
        if kind.primitive == "decimal":
            return self.number(kind)
        if kind.primitive in PLAIN_TEXTS:
            return self.chance.choice(PLAIN_TEXTS[kind.primitive])
        shortest, longest = map(int, kind.length or ("0", "35"))
        count = self.chance.randint(shortest, min(longest, LONGEST))
        return "".join(self.chance.choice(LETTERS) for _ in range(count))

    def number(self, kind: Text) -> str:
        """A decimal of a type, written in one of many ways."""
        assert kind.digits is not None
        total, fraction = map(int, kind.digits)
        decimals = self.chance.randint(0, min(fraction, total - 1))
        whole = self.chance.randint(1, total - decimals)
        digits = "".join(self.chance.choice("0123456789") for _ in range(whole + decimals))
        sign = self.chance.choice(("", "+") if kind.least else ("", "+", "-"))
        return f"{sign}{digits[:whole]}.{digits[whole:]}" if decimals else f"{sign}{digits}"
