"""A name of any script has Latin readings, by the rules of its script."""

from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallystick.screening.names import normalise
from tallystick.screening.scripts import alphabets, syllables
from tallystick.screening.scripts.readings import READINGS_MAX, latin, readings, word_readings
from tallystick.screening.scripts.units import letters
from tallystick.screening.scripts.writings import (
    ARMENIAN,
    CYRILLIC,
    GEORGIAN,
    GREEK,
    HEBREW,
    Writing,
)
from tests.every import for_each

ALPHABETS = (
    # Russian, Ukrainian, Belarusian, Serbian, Macedonian, Kazakh.
    (CYRILLIC, "абвгдеёжзийклмнопрстуфхцчшщъыьэюяґєіїўђјљњћџѓѕќәғқңөұүһ"),
    (GREEK, "αβγδεζηθικλμνξοπρσςτυφχψω"),
    (HEBREW, "אבגדהוזחטיכךלמםנןסעפףצץקרשת"),
    (GEORGIAN, "აბგდევზთიკლმნოპჟრსტუფქღყშჩცძწჭხჯჰ"),
    (ARMENIAN, "աբգդեզէըթժիլխծկհձղճմյնշոչպջռսվտրցւփքօֆև"),
)
ARABIC = "ابتثجحخدذرزسشصضطظعغفقكلمنهويىةء"
PERSIAN_URDU_PASHTO_KURDISH = "پچژگکیٹڈڑںےہھټډړږښځڅڼېۍګڤۆێڵڕە"

READ = (
    ("Иван Щербаков", "ivan shcherbakov"),
    ("Юлия", "yuliya"),
    ("Пётр", "pyotr"),
    ("Григорій", "hryhoriy"),
    ("Слободан Милошевић", "slobodan milosevic"),
    ("Νικόλαος Μπακογιάννης", "nikolaos bakogiannis"),
    ("მიხეილ სააკაშვილი", "mikheil saakashvili"),
    ("Սերժ Սարգսյան", "serzh sargsyan"),
    ("한국", "hanguk"),
    ("서울", "seoul"),
    ("たなか はなこ", "tanaka hanako"),
    ("トヨタ", "toyota"),
    ("きょうと", "kyoto"),
    ("マッチャ", "matcha"),
    ("李明", "li ming"),
    ("欧阳修", "ou yangxiu"),
    ("محمد", "muhammad"),
    ("عبد الله", "abdullah"),
    ("بن لادن", "bin ladan"),
    ("Łukasz O'Brien", "lukasz obrien"),
    ("№ 7", "no 7"),
    ("", ""),
    ("!!", ""),
)


@for_each(("text", "reading"), READ)
def test_a_name_is_read(text: str, reading: str) -> None:
    assert latin(text) == reading


@for_each(("writing", "alphabet"), ALPHABETS)
def test_every_letter_of_an_alphabet_is_known_and_read(writing: Writing, alphabet: str) -> None:
    for letter in alphabet:
        assert len(writing.letters(letter)) == 1, letter
        reading = latin(f"{letter}{letter}")
        assert reading.isascii(), letter
        assert reading or letter in "ъьאע", letter


@pytest.mark.parametrize("letter", ARABIC + PERSIAN_URDU_PASHTO_KURDISH)
def test_every_letter_of_arabic_script_is_known(letter: str) -> None:
    assert len(letters(letter)) == 1
    assert latin(f"ب{letter}ب").isascii()


def test_the_table_of_an_alphabet_has_each_letter_once() -> None:
    tables = (
        alphabets.CYRILLIC,
        alphabets.GREEK,
        alphabets.GEORGIAN,
        alphabets.ARMENIAN,
        alphabets.HEBREW,
        syllables.HANGUL,
        syllables.HAN,
    )
    for table in tables:
        rows = [line.split()[0] for line in table.strip().splitlines()]
        assert len(rows) == len(set(rows))


def test_every_syllable_of_hangul_is_read() -> None:
    for code in range(0xAC00, 0xD7A4):
        reading = latin(chr(code))
        assert reading.isascii(), chr(code)
        assert reading.isalpha(), chr(code)


def test_every_kana_is_read() -> None:
    for code in (*range(0x3041, 0x3097), *range(0x30A1, 0x30FB)):
        reading = latin(f"か{chr(code)}か")
        assert reading.isascii()
        assert reading.startswith("k")


def test_a_korean_family_name_is_read_as_its_bearers_write_it() -> None:
    assert readings("이명박")[1:4] == ("i myeongbak", "lee myeongbak", "yi myeongbak")


def test_a_chinese_family_name_has_its_own_reading() -> None:
    assert latin("单田芳") == "shan tianfang"
    assert "tsang wei" in readings("曾伟")


def test_what_was_normalised_reads_as_what_was_written() -> None:
    """Normalising takes marks and takes syllables apart."""
    for text in ("김정은", "Νικόλαος", "ながさき", "محمد"):
        assert latin(" ".join(normalise(text))) == latin(text)


@given(st.text(max_size=40))
def test_any_text_has_few_readings_all_of_them_plain(text: str) -> None:
    found = readings(text)
    assert 1 <= len(found) <= READINGS_MAX
    assert len(set(found)) == len(found)
    for each in found:
        assert each == " ".join(each.split())
        assert all(char.isascii() and (char.isalnum() or char == " ") for char in each)


@given(st.text(alphabet="абвгдежзийклмнопрстуфхцчшщыэюя", min_size=1, max_size=12))
def test_composed_or_not_a_word_reads_the_same(word: str) -> None:
    assert readings(normalize("NFD", word)) == readings(word)


def test_a_long_word_is_read_in_time() -> None:
    """Ten thousand letters take no more than a reading of each."""
    assert len(word_readings("ж" * 10_000)[0]) == 20_000
