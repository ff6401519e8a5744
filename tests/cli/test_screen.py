"""`tallystick screen` keeps its contract: one JSON object a line, exit codes to be trusted."""

import json
from pathlib import Path

import pytest

from tallystick.cli.exit_code import ExitCode
from tallystick.cli.group import root, run
from tallystick.screening.bundle import bundle_of, save
from tests.admission.messages import credit_transfer
from tests.admission.payloads import with_text
from tests.cli.calling import Call, call
from tests.screening.lists_at_hand import ADDRESSES, ALTERNATES, END, OWN, PRIMARY, UN
from tests.wire.ivms101.payloads import OF_2023

__all__ = ["call"]

MESSAGE = """<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pacs.008.001.08">
<FIToFICstmrCdtTrf><CdtTrfTxInf><IntrBkSttlmAmt Ccy="RUB">5</IntrBkSttlmAmt>
<Dbtr><Nm>{name}</Nm></Dbtr><CdtrAgt><FinInstnId><BICFI>{bic}</BICFI></FinInstnId></CdtrAgt>
</CdtTrfTxInf></FIToFICstmrCdtTrf></Document>"""


@pytest.fixture
def lists(tmp_path: Path) -> Path:
    """Return a folder of lists and of a file that is none."""
    folder = tmp_path / "lists"
    folder.mkdir()
    files = {"sdn.csv": PRIMARY + END, "alt.csv": ALTERNATES + END, "add.csv": ADDRESSES + END}
    for name, text in {**files, "own.csv": OWN, "README.md": "Lists.\n"}.items():
        (folder / name).write_bytes(text.encode())
    return folder


@pytest.fixture
def built(lists: Path, tmp_path: Path, call: Call) -> Path:
    """Return a built index."""
    at = tmp_path / "lists.index"
    assert call("build", "--lists", lists, "--out", at, "--json")[0] is ExitCode.GOOD
    return at


def test_an_index_is_built_from_any_number_of_paths(
    lists: Path, tmp_path: Path, call: Call
) -> None:
    """Lists and hash are told on standard output, what was left out on standard error."""
    (tmp_path / "un.xml").write_text(UN)
    code, (line,), errors = call(
        "build", "--lists", lists, tmp_path / "un.xml", "--out", tmp_path / "i", "--json"
    )

    assert code is ExitCode.GOOD
    assert [(each["list"], each["count"]) for each in line["lists"]] == [
        ("Harbour Bank list", 2),
        ("OFAC SDN", 3),
        ("UN Consolidated", 2),
    ]
    assert line["as_of"] == ""
    undated = "note: a list bears no date, and so the index; say --as-of\n"
    assert errors == f"{undated}no list, left out: {(lists / 'README.md').resolve()}\n"


def test_an_index_is_as_old_as_the_oldest_of_its_lists(
    lists: Path, tmp_path: Path, call: Call
) -> None:
    """A stale list does not look fresh beside another."""
    (tmp_path / "un.xml").write_text(UN)
    paths = ("--lists", lists / "own.csv", tmp_path / "un.xml", "--out", tmp_path / "i", "--json")
    _code, (line,), errors = call("build", *paths)
    assert (line["as_of"], errors) == ("2026-02-27", "")
    _code, (line,), _errors = call("build", "--as-of", "2026-03-05", *paths)
    assert line["as_of"] == "2026-03-05"


def test_the_same_lists_make_the_same_file(lists: Path, tmp_path: Path, call: Call) -> None:
    """In whatever order they are named, as of whatever day: the list version is one."""
    versions = [
        call("build", "--out", tmp_path / out, *words, "--json")[1][0]["list_version"]
        for out, words in (
            ("a", ("--lists", lists)),
            ("b", ("--lists", lists / "sdn.csv", "--lists", lists)),
            (
                "c",
                ("--as-of", "2026-03-05", "--lists", lists / "own.csv", lists / "alt.csv", lists),
            ),
        )
    ]
    assert len(set(versions)) == 1
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_lists_that_cannot_be_used_are_wrong_use(lists: Path, tmp_path: Path, call: Call) -> None:
    """Two editions, a broken row, no list at all: the rule is told, and nothing written."""
    edition, rows, empty = tmp_path / "sdn_new.csv", tmp_path / "bad.csv", tmp_path / "none"
    edition.write_text(PRIMARY)
    rows.write_text(OWN.replace("Ozzy,weak", "Ozzy,nick"))
    empty.mkdir()
    wrong = (
        ((lists, edition), "two-editions"),
        ((rows,), "field line 3, ref bad.csv) [kind]"),
        ((lists / "README.md",), "not-a-list"),
        ((empty,), "No list is there"),
    )
    for paths, words in wrong:
        code, lines, errors = call("build", "--out", tmp_path / "i", "--lists", *paths, "--json")
        assert (code, lines) == (ExitCode.WRONG_USE, [])
        assert words in errors
    assert not (tmp_path / "i").exists()


def test_names_are_screened_one_a_line(built: Path, tmp_path: Path, call: Call) -> None:
    """Each line is answered in order, and a hit makes the answer no."""
    (tmp_path / "names.txt").write_text("Jane Roe\r\nAldous Peverell DUNMORE\n\nThe Heron\n")
    words = ("names", "--index", built, "--input", tmp_path / "names.txt", "--json")
    code, lines, _errors = call(*words)

    assert code is ExitCode.NO
    assert [(line["name"], line["verdict"]) for line in lines] == [
        ("Jane Roe", "clear"),
        ("Aldous Peverell DUNMORE", "hit"),
        ("", "clear"),
        ("The Heron", "clear"),
    ]
    (hit,) = lines[1]["hits"]
    assert (hit["list"], hit["entity"], hit["matched"], hit["score"]) == (
        "OFAC SDN",
        "101",
        "DUNMORE, Aldous Peverell",
        0.97,
    )
    assert hit["evidence"][0]["query"] == ["aldous", "peverell", "dunmore"]
    assert len({line["list_version"] for line in lines}) == 1

    _code, lines, _errors = call(*words, "--threshold", "0.7")
    assert [line["verdict"] for line in lines] == ["clear", "hit", "clear", "hit"]


def test_names_of_nobody_listed_are_good(built: Path, tmp_path: Path, call: Call) -> None:
    """No hit is the good answer."""
    (tmp_path / "names.txt").write_text("Jane Roe")
    code, lines, _errors = call(
        "names", "--index", built, "--input", tmp_path / "names.txt", "--json"
    )
    assert (code, lines[0]["hits"]) == (ExitCode.GOOD, [])


def test_what_is_no_index_is_could_not_tell(lists: Path, tmp_path: Path, call: Call) -> None:
    """A damaged index answers neither clear nor hit."""
    (tmp_path / "names.txt").write_text("Jane Roe")
    code, lines, errors = call(
        "names", "--index", lists / "own.csv", "--input", tmp_path / "names.txt", "--json"
    )
    assert (code, lines) == (ExitCode.COULD_NOT_TELL, [])
    assert "no bundle of lists" in errors


def test_an_index_of_nothing_is_could_not_tell(tmp_path: Path, call: Call) -> None:
    """It would find nobody, which is not the same as clear."""
    save(bundle_of([]), tmp_path / "empty.index")
    (tmp_path / "names.txt").write_text("Jane Roe")
    code, lines, _errors = call(
        "names", "--index", tmp_path / "empty.index", "--input", tmp_path / "names.txt", "--json"
    )
    assert (code, lines) == (ExitCode.COULD_NOT_TELL, [])


def test_names_and_pairs_that_are_no_text_are_wrong_use(
    built: Path, tmp_path: Path, call: Call
) -> None:
    """Bytes that are not UTF-8 are nobody's name."""
    (tmp_path / "bytes").write_bytes(b"\xff\xfe\n")
    for words in (("names", "--index", built), ("pairs", "--columns", "x,y")):
        code, lines, _errors = call(*words, "--input", tmp_path / "bytes", "--json")
        assert (code, lines) == (ExitCode.WRONG_USE, [])


def test_what_a_list_lacks_is_told(tmp_path: Path, call: Call) -> None:
    """Aliases without their primary file are read, and told on standard error."""
    (tmp_path / "alt.csv").write_text(ALTERNATES)
    code, (line,), errors = call(
        "build", "--lists", tmp_path / "alt.csv", "--out", tmp_path / "i", "--json"
    )
    assert code is ExitCode.GOOD
    assert errors.startswith(f"note: {line['notes'][0]}\n")
    assert "bears no date" in errors


PAIRS = (
    ("Astralia AG", "AstraliaAG", ExitCode.GOOD, {"score": 0.97, "verdict": "match"}),
    ("Jane Roe", "ROE, Jane", ExitCode.GOOD, {"score": 1.0, "verdict": "match"}),
    ("Jane Roe", "Bernard Doe", ExitCode.NO, {"score": 0.2159, "verdict": "no"}),
)


@pytest.mark.parametrize(("first", "second", "answer", "line"), PAIRS)
def test_a_pair_is_scored(
    first: str, second: str, answer: ExitCode, line: dict[str, object], call: Call
) -> None:
    """One name against another, without any list."""
    code, lines, _errors = call("pair", first, second, "--json")
    assert (code, lines) == (answer, [line])


def test_a_pair_of_what_is_no_name_is_wrong_use(call: Call) -> None:
    long = " ".join(["Wrd", "Vrd"] * 2_000)

    code, _lines, errors = call("pair", "Adam", long)

    assert code is ExitCode.WRONG_USE
    assert "has 4000 words and 12000 letters and digits; a name has no more than 64" in errors


def test_pairs_are_scored_row_by_row(tmp_path: Path, call: Call) -> None:
    """By the names of two columns; one that does not match makes the answer no."""
    (tmp_path / "pairs.csv").write_text('x,y,z\nJane Roe,1,"Roe, Jane"\nJane,2,Bernard\n')
    code, lines, _errors = call(
        "pairs", "--input", tmp_path / "pairs.csv", "--columns", "x,z", "--json"
    )
    assert code is ExitCode.NO
    assert lines == [
        {"a": "Jane Roe", "b": "Roe, Jane", "score": 1.0, "verdict": "match"},
        {"a": "Jane", "b": "Bernard", "score": 0.0, "verdict": "no"},
    ]


@pytest.mark.parametrize("columns", ["x", "x,y,z", "x,w"])
def test_columns_that_are_not_there_are_wrong_use(
    tmp_path: Path, columns: str, call: Call
) -> None:
    """Two columns, and such as the file has."""
    (tmp_path / "pairs.csv").write_text("x,y,z\na,b,c\n")
    code, lines, _errors = call(
        "pairs", "--input", tmp_path / "pairs.csv", "--columns", columns, "--json"
    )
    assert (code, lines) == (ExitCode.WRONG_USE, [])


def test_messages_are_screened_field_by_field(built: Path, tmp_path: Path, call: Call) -> None:
    """Every screened field is told with its hits; a folder is read in sorted order."""
    folder = tmp_path / "messages"
    (folder / "deep").mkdir(parents=True)
    (folder / "deep/b.xml").write_text(MESSAGE.format(name="Jane Roe", bic="HARBRUMM"))
    (folder / "a.xml").write_text(MESSAGE.format(name="Dunmore, Aldous Peverell", bic="ASTRRUMM"))
    (folder / "notes.txt").write_text("no message")
    code, lines, _errors = call("message", "--index", built, "--json", folder)

    assert code is ExitCode.NO
    assert [(Path(line["file"]).name, line["verdict"]) for line in lines] == [
        ("a.xml", "hit"),
        ("b.xml", "clear"),
    ]
    transfer = "Document/FIToFICstmrCdtTrf/CdtTrfTxInf"
    assert [(each["path"], each["name"], len(each["hits"])) for each in lines[0]["fields"]] == [
        (f"{transfer}/CdtrAgt/FinInstnId/BICFI", "ASTRRUMM", 1),
        (f"{transfer}/Dbtr/Nm", "Dunmore, Aldous Peverell", 1),
    ]


def test_a_message_that_cannot_be_read_is_never_clear(
    built: Path, tmp_path: Path, call: Call
) -> None:
    """It is told as broken, and the answer is no."""
    (tmp_path / "m.xml").write_text("<Document>")
    code, (line,), _errors = call("message", "--index", built, "--json", tmp_path / "m.xml")
    assert (code, line["verdict"], line["fields"]) == (ExitCode.NO, "broken", [])


def test_a_travel_rule_payload_is_screened_as_a_message(
    built: Path, tmp_path: Path, call: Call
) -> None:
    """By its file's name; who is named whole in it is found, and what is no payload is broken."""
    payload = json.dumps(OF_2023)
    (tmp_path / "clear.json").write_text(payload)
    told = payload.replace("Fenwick", "Dunmore").replace("Dr Alice", "Aldous Peverell")
    (tmp_path / "hit.json").write_text(told)
    (tmp_path / "none.json").write_text("{}")
    paths = [tmp_path / f"{name}.json" for name in ("clear", "hit", "none")]
    code, lines, _errors = call("message", "--index", built, "--json", *paths)

    assert code is ExitCode.NO
    assert [line["verdict"] for line in lines] == ["clear", "hit", "broken"]
    (field,) = [each for each in lines[1]["fields"] if each["hits"]]
    assert (field["path"], field["name"]) == (
        "IVMS101/originator/originatorPerson[1]/naturalPerson/name/nameIdentifier[1]",
        "Dunmore, Aldous Peverell",
    )


def test_a_payload_within_a_message_is_screened_as_what_it_is(
    built: Path, tmp_path: Path, call: Call
) -> None:
    """Each of its names whole, and not as one long text."""
    told = json.dumps(OF_2023).replace("Fenwick", "Dunmore").replace("Dr Alice", "Aldous Peverell")
    path = tmp_path / "with.xml"
    path.write_bytes(with_text(credit_transfer(), told))
    code, (line,), _errors = call("message", "--index", built, "--json", path)

    assert code is ExitCode.NO
    (field,) = [each for each in line["fields"] if each["hits"]]
    assert field["name"] == "Dunmore, Aldous Peverell"
    assert "SplmtryData/Envlp/IVMS101/originator" in field["path"]


@pytest.mark.parametrize("threshold", ["0", "1.01", "high", "nan", "-1"])
def test_a_score_that_is_none_is_wrong_use(threshold: str, call: Call) -> None:
    """A threshold that everything or nothing would reach is refused."""
    code, _lines, _errors = call("pair", "a", "b", "--threshold", threshold)
    assert code is ExitCode.WRONG_USE


def test_people_are_told_in_words(
    built: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without `--json` a hit says who, by what and how surely."""
    (tmp_path / "names.txt").write_text("Astralia Lines\n")
    run(root(), ["screen", "names", "--index", str(built), "--input", str(tmp_path / "names.txt")])
    told = capsys.readouterr().out.splitlines()[-2:]
    assert told == ["hit Astralia Lines", "  OFAC SDN 102: ASTRALIA LINES 0.97 same-words"]
