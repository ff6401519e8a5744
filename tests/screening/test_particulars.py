"""What a message says of a party besides its name, and nothing of what it says of others."""

from hypothesis import given
from hypothesis import strategies as st

from tallystick.screening.fields import FieldKind, screened_fields
from tallystick.screening.lists import EntityType
from tallystick.screening.particulars import NOTHING_KNOWN, Particulars
from tallystick.wire.leaves import Leaf, leaves_of
from tallystick.wire.xml import parse
from tests.every import for_each

TRANSFER = "Document/FIToFICstmrCdtTrf/CdtTrfTxInf"
PERSON = Particulars(("1961-03-21",), ("RU",), EntityType.INDIVIDUAL)

MESSAGE = b"""<Document><FIToFICstmrCdtTrf><CdtTrfTxInf>
<Dbtr><Nm>Aldous Dunmore</Nm><PstlAdr><Ctry>CN</Ctry></PstlAdr>
<Id><PrvtId><DtAndPlcOfBirth><BirthDt>1961-03-21</BirthDt><CityOfBirth>Port Regal</CityOfBirth>
<CtryOfBirth>RU</CtryOfBirth></DtAndPlcOfBirth></PrvtId></Id><CtryOfRes>CN</CtryOfRes></Dbtr>
<DbtrAgt><FinInstnId><Nm>Harbour Bank</Nm><PstlAdr><Ctry>RU</Ctry></PstlAdr></FinInstnId></DbtrAgt>
<Cdtr><Nm>Astralia Lines</Nm><Id><OrgId><Othr><Id>77-1</Id></Othr></OrgId></Id></Cdtr>
<UltmtCdtr><Nm>Jane Roe</Nm><CtctDtls><Nm>Ann Other</Nm></CtctDtls></UltmtCdtr>
</CdtTrfTxInf></FIToFICstmrCdtTrf></Document>"""


def test_a_name_comes_with_what_is_said_of_its_party() -> None:
    """By the element around it; a contact person is somebody else, a bank is a company."""
    fields = screened_fields(leaves_of(parse(MESSAGE)))
    known = {each.text: each.particulars for each in fields if each.kind is FieldKind.NAME}
    assert known == {
        "Aldous Dunmore": Particulars(("1961-03-21",), ("CN", "RU"), EntityType.INDIVIDUAL),
        "Harbour Bank": Particulars((), ("RU",), EntityType.ENTITY),
        "Astralia Lines": Particulars((), (), EntityType.ENTITY),
        "Jane Roe": NOTHING_KNOWN,
        "Ann Other": NOTHING_KNOWN,
    }


SAID = (
    ("Id/PrvtId/DtAndPlcOfBirth/BirthDt", "1961-03-21", ("1961-03-21",), ()),
    ("Id/PrvtId/DtAndPlcOfBirth/BirthDt", "1961-03-21Z", ("1961-03-21",), ()),
    ("Id/PrvtId/DtAndPlcOfBirth/BirthDt", "in spring", (), ()),
    ("Id/PrvtId/DtAndPlcOfBirth/BirthDt", "1961-02-30", (), ()),
    ("Id/PrvtId/DtAndPlcOfBirth/CtryOfBirth", " RU ", (), ("RU",)),
    ("PstlAdr/Ctry", "ZZ", (), ()),
    ("CtryOfRes", "Ruritania", (), ()),
)


@for_each(("place", "text", "births", "countries"), SAID)
def test_only_what_has_its_form_is_known(
    place: str, text: str, births: tuple[str, ...], countries: tuple[str, ...]
) -> None:
    """Words where a date or a code belongs tell nothing, and are screened as words."""
    leaves = [Leaf(f"{TRANSFER}/Dbtr/Nm", "Jane Roe"), Leaf(f"{TRANSFER}/Dbtr/{place}", text)]
    known = screened_fields(leaves)[0].particulars
    assert (known.births, known.countries) == (births, countries)


def test_a_party_that_is_two_things_is_neither() -> None:
    """A message that says both, person and company, proves neither."""
    leaves = [
        Leaf("Cdtr/Nm", "Jane Roe"),
        Leaf("Cdtr/Id/PrvtId/Othr/Id", "1"),
        Leaf("Cdtr/Id/OrgId/Othr/Id", "2"),
    ]
    assert screened_fields(leaves)[0].particulars.type is EntityType.UNKNOWN


LEAVES = st.lists(
    st.sampled_from(
        [
            Leaf("A/Dbtr/Nm", "Jane Roe"),
            Leaf("A/Dbtr/Id/PrvtId/DtAndPlcOfBirth/BirthDt", "1961-03-21"),
            Leaf("A/Dbtr/CtryOfRes", "RU"),
            Leaf("A/Cdtr/Nm", "John Doe"),
        ]
    ),
    unique_by=lambda leaf: leaf.path,
)


@given(LEAVES.flatmap(lambda leaves: st.tuples(st.just(leaves), st.permutations(leaves))))
def test_the_order_of_the_leaves_does_not_matter(
    orders: tuple[list[Leaf], list[Leaf]],
) -> None:
    """Nor is anything said of one party known of another."""
    first, second = (sorted(screened_fields(leaves)) for leaves in orders)
    assert first == second
    assert all(each.particulars == NOTHING_KNOWN for each in first if "Cdtr" in each.path)
