"""The EU's consolidated list of financial sanctions, as CSV in its forms 1.0 and 1.1.

Cells stand between semicolons, and a header names them. A row tells one name, one address,
one birth date or one document of an entity, or several of them; an entity has as many rows
as it needs, known by its logical id.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from tallystick.screening.lists import Draft, Edition, EntityType, Regime
from tallystick.screening.readers import eu
from tallystick.screening.readers.births import birth_of
from tallystick.screening.readers.drafts import Drafts
from tallystick.screening.readers.rows import ListFile, Row, broken, first_cells, rows_of

_DELIMITER: Final = ";"

# The column for each attribute of the XML, in form 1.1 and in form 1.0.
_COLUMNS: Final[Sequence[Mapping[str, Mapping[str, str]]]] = (
    {
        "entity": {
            "date": "fileGenerationDate",
            "logicalId": "Entity_LogicalId",
            "euReferenceNumber": "Entity_EU_ReferenceNumber",
            "code": "Entity_SubjectType",
            "classificationCode": "Entity_SubjectType_ClassificationCode",
            "programme": "Entity_Regulation_Programme",
        },
        "nameAlias": {
            "wholeName": "NameAlias_WholeName",
            "firstName": "NameAlias_FirstName",
            "middleName": "NameAlias_MiddleName",
            "lastName": "NameAlias_LastName",
            "strong": "NameAlias_Strong",
            "logicalId": "NameAlias_LogicalId",
        },
        "address": {
            "street": "Address_Street",
            "poBox": "Address_PoBox",
            "place": "Address_Place",
            "city": "Address_City",
            "zipCode": "Address_ZipCode",
            "region": "Address_Region",
            "countryDescription": "Address_CountryDescription",
            "countryIso2Code": "Address_CountryIso2Code",
        },
        "birthdate": {
            "birthdate": "BirthDate_BirthDate",
            "year": "BirthDate_Year",
            "monthOfYear": "BirthDate_Month",
            "dayOfMonth": "BirthDate_Day",
            "yearRangeFrom": "BirthDate_YearRangeFrom",
            "yearRangeTo": "BirthDate_YearRangeTo",
            "circa": "BirthDate_Circa",
            "countryDescription": "BirthDate_CountryDescription",
            "countryIso2Code": "BirthDate_CountryIso2Code",
        },
        "identification": {
            "number": "Identification_Number",
            "identificationTypeCode": "Identification_TypeCode",
            "identificationTypeDescription": "Identification_TypeDescription",
        },
        "citizenship": {
            "countryDescription": "Citizenship_CountryDescription",
            "countryIso2Code": "Citizenship_CountryIso2Code",
        },
    },
    {
        "entity": {
            "date": "Date_file",
            "logicalId": "Entity_logical_id",
            "euReferenceNumber": "EU_ref_num",
            "code": "Subject_type",
            "programme": "Programme",
        },
        "nameAlias": {
            "wholeName": "Naal_wholename",
            "firstName": "Naal_firstname",
            "middleName": "Naal_middlename",
            "lastName": "Naal_lastname",
            "logicalId": "Naal_logical_id",
        },
        "address": {
            "number": "Addr_number",
            "street": "Addr_street",
            "city": "Addr_city",
            "zipCode": "Addr_zipcode",
            "other": "Addr_other",
            "countryDescription": "Addr_country",
        },
        "birthdate": {"birthdate": "Birt_date", "countryDescription": "Birt_country"},
        "identification": {"number": "Iden_number"},
        "citizenship": {"countryDescription": "Citi_country"},
    },
)


def is_list(file: ListFile) -> bool:
    """Tell whether the file's first record is the header of one of the forms."""
    return _form(first_cells(file.raw, _DELIMITER)) is not None


def read(file: ListFile) -> Edition:
    """Return the edition a file holds.

    Raises:
        RemoteMessageError: it is no CSV in UTF-8, or an entity has no id or no name.
    """
    header = [cell.strip() for cell in first_cells(file.raw, _DELIMITER)]
    form = _form(header)
    assert form is not None, "whoever reads it has looked at the header"
    drafts, entities = Drafts(file), _Entities()
    published: set[str] = set()
    for row in list(rows_of(file, len(header), _DELIMITER))[1:]:
        told = _told(header, form, row)
        published.add(told["entity"].get("date", ""))
        entities.take(file, row, told, drafts)
    for entity, place, draft in entities.drafts():
        if draft.type is EntityType.UNKNOWN:
            drafts.missed[eu.UNTYPED] += 1
        drafts.add(place, entity, draft)
    return drafts.edition(eu.NAME, _published_on(published), Regime.EU)


def _form(cells: Sequence[str]) -> Mapping[str, Mapping[str, str]] | None:
    there = {cell.strip() for cell in cells}
    needed = ((each["entity"]["logicalId"], each["nameAlias"]["wholeName"]) for each in _COLUMNS)
    fits = (form for form, names in zip(_COLUMNS, needed, strict=True) if there.issuperset(names))
    return next(fits, None)


def _told(
    header: Sequence[str], form: Mapping[str, Mapping[str, str]], row: Row
) -> dict[str, dict[str, str]]:
    cells: dict[str, str] = {}
    for name, cell in zip(header, row.cells, strict=True):
        cells.setdefault(name, cell.strip())  # form 1.0 has some columns twice
    return {
        group: {name: cells[column] for name, column in columns.items() if cells.get(column)}
        for group, columns in form.items()
    }


def _published_on(dates: set[str]) -> str:
    return max((birth_of(each) for each in dates), default="")


class _Entities:
    """The entities of a file by logical id, each with the line of its first row and its names."""

    def __init__(self) -> None:
        self._found: dict[str, tuple[int, Draft, dict[str, str]]] = {}
        self._names: dict[str, list[Mapping[str, str]]] = {}

    def take(
        self, file: ListFile, row: Row, told: Mapping[str, dict[str, str]], drafts: Drafts
    ) -> None:
        """Take a row.

        Raises:
            RemoteMessageError: it has no logical id, though it tells something.
        """
        entity = told["entity"]
        logical_id = entity.get("logicalId", "")
        if not logical_id:
            if any(told.values()):
                raise broken(file.name, row.line, "record", "the record has no logical id")
            return
        _line, draft, about = self._found.setdefault(logical_id, (row.line, Draft(), {}))
        about.update(entity)
        self._names.setdefault(logical_id, []).append(told["nameAlias"])
        draft.programme(entity.get("programme", ""))
        draft.country(eu.country_of(told["citizenship"]))
        eu.take_address(draft, told["address"])
        eu.take_birth(drafts, draft, told["birthdate"])
        eu.take_document(draft, told["identification"])

    def drafts(self) -> Iterator[tuple[str, str, Draft]]:
        """Yield each entity's id, the line it began on, and what is known of it."""
        for logical_id, (line, draft, about) in self._found.items():
            eu.take_names(draft, self._names[logical_id])
            codes = (about.get("code", ""), about.get("classificationCode", ""))
            known = (eu.type_of(code) for code in codes)
            draft.type = next(
                (each for each in known if each is not EntityType.UNKNOWN), draft.type
            )
            yield about.get("euReferenceNumber") or logical_id, f"line {line}", draft
