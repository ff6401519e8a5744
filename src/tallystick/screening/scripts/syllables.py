"""Syllables of Korean, Japanese and Chinese writing as Latin letters.

Hangul is taken apart by the arithmetic of Unicode (section 3.12 of the standard) and read by
the Revised Romanization of 2000; kana by Hepburn; Chinese characters by pinyin, one
syllable each. Names are often written by older or private spellings, so each sound has
others beside its reading: McCune-Reischauer for Korean, Wade-Giles for Chinese. A line is as
`alignment.system` reads it. Facts, written down for this project.
"""

from typing import Final
from unicodedata import normalize

from anyascii import anyascii

_HANGUL_FIRST: Final = 0xAC00
_HANGUL_LAST: Final = 0xD7A3
_MEDIALS: Final = 21
_FINALS: Final = 28

# Initial consonants, vowels and final consonants in the order of Unicode. Each is one letter
# of the writing system: the conjoining jamo.
INITIALS: Final = tuple(chr(0x1100 + place) for place in range(19))
VOWELS: Final = tuple(chr(0x1161 + place) for place in range(_MEDIALS))
CODAS: Final = tuple(chr(0x11A7 + place) for place in range(1, _FINALS))

_INITIAL_SPELLINGS: Final = """
    g k gh/20
    kk gg k g/10
    n /40
    d t
    tt dd t d/10
    r l n/15 rh/10 y/30 /40
    m
    b p
    pp bb b p
    s sh
    ss s
    y/10 w/20 /0
    j ch c/20 z/25
    jj ch/5 j tch/10
    ch c/20 tch/15
    k
    t
    p f/20
    h /40
"""
_VOWEL_SPELLINGS: Final = """
    a ah/5 u/40
    ae ai e ay/10 a/20
    ya yah/5 ia/15
    yae yai ye
    eo o u/5 uh/5 eu/20 ou/15 oh/10 e/25
    e ay/15 ae/10 eh/10
    yeo yo you yu/10 young/60 yuh/10 eo/20 ie/20
    ye e/15 yae/15 yeh/10
    o oh/5 oe/20
    wa oa/10
    wae wai oae/15
    oe oi we/10 wi/25
    yo yoo/25 eo/25
    u oo woo ou w/25 wu/10
    wo weo uo/10 won/60
    we
    wi ui wie/15 uy/15
    yu yoo you yew/15 ew/20
    eu u oo/20 e/20 uh/15
    ui eui i/15 yi/15 ee/20 oui/10 ey/20
    i ee yi/10 ie/15 y/20 ea/25
"""
_CODA_SPELLINGS: Final = """
    k g ck c/10 ch/40
    k g
    k g
    n
    n
    n
    t d
    l r
    k g lk
    m lm
    l p lb
    l
    l
    p lp
    l
    m
    p b
    p b
    t s
    t ss
    ng
    t j
    t ch
    k
    t
    p
    t h /10
"""


def _lines(letters: tuple[str, ...], spellings: str) -> str:
    pairs = zip(letters, spellings.strip().splitlines(), strict=True)
    return "\n".join(f"{letter} {line.strip()}" for letter, line in pairs)


HANGUL: Final = "\n".join(
    (
        _lines(INITIALS, _INITIAL_SPELLINGS),
        _lines(VOWELS, _VOWEL_SPELLINGS),
        _lines(CODAS, _CODA_SPELLINGS),
    )
)

# Korean family names as their bearers write them; the reading alone would not find them.
KOREAN_FAMILIES: Final = {
    "이": "i lee yi rhee ri li",
    "리": "ri lee li rhee",
    "김": "gim kim",
    "박": "bak park pak",
    "최": "choe choi",
    "정": "jeong jung chung chong cheong",
    "조": "jo cho",
    "강": "gang kang",
    "장": "jang chang",
    "윤": "yun yoon",
    "임": "im lim rim yim",
    "림": "rim lim",
    "오": "o oh",
    "신": "sin shin",
    "서": "seo suh so",
    "권": "gwon kwon",
    "안": "an ahn",
    "류": "ryu yoo yu",
    "유": "yu yoo ryu you",
    "노": "no roh noh",
    "로": "ro roh",
    "허": "heo hur huh ho",
    "심": "sim shim",
    "주": "ju joo chu",
    "우": "u woo",
    "구": "gu koo ku",
    "전": "jeon chun jun chon",
    "백": "baek paek paik",
    "배": "bae pae",
    "문": "mun moon",
    "양": "yang ryang",
    "여": "yeo yuh",
    "성": "seong sung",
    "고": "go ko koh",
    "곽": "gwak kwak",
    "변": "byeon byun pyon",
    "방": "bang pang",
    "공": "gong kong",
    "길": "gil kil",
    "국": "guk kook",
}

# A sound of pinyin as one letter, longest first; the letters alone stand for themselves.
_PINYIN: Final = {"zh": "Z", "ch": "C", "sh": "S", "ng": "N", "ia": "I", "uo": "U", "iu": "Y"}
HAN: Final = """
    Z  zh ch/5 j/20 c/30 z/20
    C  ch c/20 tch/20
    S  sh s/15
    N  ng n/25
    I  ia ie/10 ya/10 a/25
    U  uo o/10 wo/15
    Y  iu iou/10 yu/20 ew/30
    a  a ar/30
    b  b p/10
    c  c ts/5 tz/10 ch/20
    d  d t/10
    e  e eh/10 o/25 er/25
    f  f
    g  g k/10
    h  h
    i  i ih/15 yi/10 y/15 u/25 e/30 ee/15 /50
    j  j ch/5 k/30
    k  k
    l  l
    m  m
    n  n
    o  o u/20 oh/20
    p  p
    q  q ch/5 k/40
    r  r j/15
    s  s
    t  t
    u  u oo/15 ue/20 wu/20
    v  yu u ue
    w  w v/25
    x  x hs/5 sh/10 s/20 h/30
    y  y i/20
    z  z ts/5 tz/10
"""

# Characters that are read otherwise as a family name, or also in the manner of Korea,
# Hong Kong or Taiwan; the first reading is the usual one of a name.
FAMILIES: Final = {
    "单": "shan", "單": "shan", "曾": "zeng tsang", "仇": "qiu", "解": "xie", "尉": "yu wei",
    "查": "zha", "盖": "ge gai", "蓋": "ge gai", "朴": "piao park pak", "区": "ou", "區": "ou",
    "乐": "yue le", "樂": "yue le", "翟": "zhai di", "覃": "qin tan", "冼": "xian sin",
    "谌": "chen shen", "缪": "miao", "种": "chong", "黑": "he", "金": "jin kim", "李": "li lee ri",
    "吕": "lu lyu lui", "呂": "lu lyu lui", "黄": "huang wong hwang", "黃": "huang wong hwang",
    "陈": "chen chan", "陳": "chen chan", "张": "zhang chang cheung jang",
    "張": "zhang chang cheung jang",
    "郑": "zheng cheng jung chong", "鄭": "zheng cheng jung chong", "林": "lin lam lim rim",
    "吴": "wu ng oh", "吳": "wu ng oh", "周": "zhou chow", "郭": "guo kwok kwak",
    "何": "he ho", "梁": "liang leung ryang", "许": "xu hsu hui heo", "許": "xu hsu hui heo",
    "崔": "cui choi choe", "赵": "zhao chao chiu cho", "趙": "zhao chao chiu cho",
    "韩": "han hon", "韓": "han hon", "蔡": "cai tsai choi", "谢": "xie hsieh tse",
    "謝": "xie hsieh tse", "刘": "liu lau ryu", "劉": "liu lau ryu", "沈": "shen sim shum",
    "尹": "yin yun yoon", "姜": "jiang kang", "徐": "xu hsu tsui seo", "申": "shen shin",
    "全": "quan chon jeon", "权": "quan kwon", "權": "quan kwon", "白": "bai paek baek",
    "安": "an ahn", "文": "wen mun moon man", "吉": "ji kil", "玄": "xuan hyon hyun",
    "洪": "hong hung", "叶": "ye yip", "葉": "ye yip", "邓": "deng tang", "鄧": "deng tang",
    "钟": "zhong chung", "鍾": "zhong chung", "冯": "feng fung", "馮": "feng fung",
}  # fmt: skip

_KANA: Final = {
    "": "あa いi うu えe おo んn ーー",
    "k": "かa きi くu けe こo",
    "g": "がa ぎi ぐu げe ごo",
    "s": "さa すu せe そo",
    "z": "ざa ずu ぜe ぞo",
    "t": "たa てe とo",
    "d": "だa でe どo",
    "n": "なa にi ぬu ねe のo",
    "h": "はa ひi へe ほo",
    "b": "ばa びi ぶu べe ぼo",
    "p": "ぱa ぴi ぷu ぺe ぽo",
    "m": "まa みi むu めe もo",
    "y": "やa ゆu よo",
    "r": "らa りi るu れe ろo",
    "w": "わa ゐi ゑe をo",
    "v": "ゔu",
    "sh": "しi",
    "j": "じi ぢi",
    "ch": "ちi",
    "ts": "つu",
    "z2": "づu",
    "f": "ふu",
}
HEPBURN: Final = {
    pair[0]: sound.rstrip("2") + pair[1:] for sound, row in _KANA.items() for pair in row.split()
}
_SMALL: Final = {"ゃ": "a", "ゅ": "u", "ょ": "o"}
_SMALL_VOWELS: Final = dict(zip("ぁぃぅぇぉ", "aiueo", strict=True))
_TO_HIRAGANA: Final = {code: code - 0x60 for code in range(0x30A1, 0x30F7)}
_HUSHING: Final = frozenset(("sh", "ch", "j"))
_DOUBLER: Final = "っ"


def is_hangul(char: str) -> bool:
    """Tell whether a character is a whole syllable of Hangul."""
    return _HANGUL_FIRST <= ord(char) <= _HANGUL_LAST


def jamo(syllable: str) -> str:
    """Return the two or three letters of a syllable of Hangul."""
    initial, rest = divmod(ord(syllable) - _HANGUL_FIRST, _MEDIALS * _FINALS)
    vowel, coda = divmod(rest, _FINALS)
    return INITIALS[initial] + VOWELS[vowel] + (CODAS[coda - 1] if coda else "")


def pinyin(char: str) -> str:
    """Return the reading of a Chinese character as a name has it; "" of one not known."""
    named = FAMILIES.get(char)
    if named:
        return named.split()[0]
    return "".join(each for each in anyascii(char).lower() if each.isalpha())


def pinyin_letters(reading: str) -> str:
    """Return the sounds of a reading as letters of the writing system."""
    for sound, letter in _PINYIN.items():
        reading = reading.replace(sound, letter)
    return reading


def kana(word: str) -> str:
    """Return the reading of a word in kana by Hepburn; other characters stay as they are."""
    plain = normalize("NFC", normalize("NFKC", word)).translate(_TO_HIRAGANA)
    found = ""
    doubled = False
    for char in plain:
        if char == _DOUBLER:
            doubled = True
            continue
        if char in _SMALL and found[-1:] == "i":
            found = found[:-1] + ("" if _ends_hushing(found[:-1]) else "y") + _SMALL[char]
        elif char in _SMALL_VOWELS:
            found = (found[:-1] if len(found) > 1 else found) + _SMALL_VOWELS[char]
        elif char == "ー":
            found += found[-1:]
        else:
            sound = HEPBURN.get(char, char)
            found += ("t" if sound.startswith("ch") else sound[:1]) * doubled + sound
        doubled = False
    return found


def _ends_hushing(text: str) -> bool:
    return text[-2:] in _HUSHING or text[-1:] in _HUSHING
