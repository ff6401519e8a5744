"""What a published schema says, as rows in the notation of the tables, without its annotations.

A construct that the notation cannot say stops the reading, so that nothing is lost in silence.
"""

from tallystick.wire.xml import Element, local_name


def read_schema(schema: Element) -> tuple[str, dict[str, str]]:
    """Return what a schema's document is, and the row of every type it defines.

    The document's own type has one name and a different content in each version, so
    it is told with the message and not among the types.
    """
    root = ""
    rows: dict[str, str] = {}
    for definition in schema:
        name = definition.attrib["name"]
        match local_name(definition):
            case "element":
                root = f"{name} {definition.attrib['type']}"
            case "simpleType":
                rows[name] = simple_row(one(definition))
            case "complexType":
                rows[name] = complex_row(one(definition))
            case other:
                raise ValueError(f"no notation for {other} {name}")
    if "Document" in rows:
        root = f"Document {rows.pop('Document')}"
    return root, rows


def one(element: Element) -> Element:
    """Return the only child."""
    assert len(element) == 1, f"{element.attrib} has {len(element)} parts"
    return element[0]


def simple_row(restriction: Element) -> str:
    """Return a simple type: its primitive and facets."""
    facets: dict[str, list[str]] = {}
    for facet in restriction:
        facets.setdefault(local_name(facet), []).append(facet.attrib["value"])
    values = facets.pop("enumeration", [])
    assert not any(" " in value for value in values), f"a code with a blank in {values}"
    single = {name: alone for name, (alone,) in facets.items()}
    words = [restriction.attrib["base"].removeprefix("xs:")]
    if "maxLength" in single:
        words.append(f"{single.pop('minLength')}..{single.pop('maxLength')}")
    if "totalDigits" in single:
        words.append(f"{single.pop('totalDigits')}.{single.pop('fractionDigits')}")
    if "minInclusive" in single:
        words.append(f">= {single.pop('minInclusive')}")
    if values:
        words.append(f"= {' '.join(values)}")
    if "pattern" in single:
        words.append(f"~ {single.pop('pattern')}")
    assert not single, f"no notation for {single}"
    return " ".join(words)


def complex_row(content: Element) -> str:
    """Return a complex type: a sequence, a choice, a text with an attribute, or a wildcard."""
    kind = local_name(content)
    if kind == "simpleContent":
        extension = one(content)
        attribute = one(extension)
        assert attribute.attrib["use"] == "required", "only required attributes"
        held = f"@{attribute.attrib['name']} {attribute.attrib['type']}"
        return f"{extension.attrib['base']} {held}"
    assert kind in {"sequence", "choice"}, f"no notation for {kind}"
    assert not content.attrib, "a group has no occurrence of its own"
    if local_name(content[0]) == "any":
        wildcard = one(content).attrib
        assert set(wildcard) == {"namespace", "processContents"}, f"no notation for {wildcard}"
        assert wildcard["processContents"] in {"lax", "skip"}, "no strict wildcards"
        return f"any {wildcard['namespace']} {wildcard['processContents']}"
    assert kind == "sequence" or len(content) > 1, "a choice of one"
    joint = ", " if kind == "sequence" else " | "
    return joint.join(element_words(each) for each in content)


def element_words(element: Element) -> str:
    """Return an element of a group: its name, how often it occurs, its type."""
    words = dict(element.attrib)
    least, most = words.pop("minOccurs", "1"), words.pop("maxOccurs", "1")
    assert set(words) == {"name", "type"}, f"no notation for {words}"
    assert len(element) == 0, "only named types"
    return f"{words['name']}{occurrence(least, most)} {words['type']}"


def occurrence(least: str, most: str) -> str:
    """Return how often an element occurs, as patterns say it."""
    marks = {
        ("1", "1"): "",
        ("0", "1"): "?",
        ("0", "unbounded"): "*",
        ("1", "unbounded"): "+",
    }
    assert (least, most) in marks or most != "unbounded", f"no notation for {least}..{most}"
    return marks.get((least, most), f"{{{least},{most}}}")
