"""How each letter of the Arabic script is written in Latin letters, and at what cost.

Arabic, Persian, Urdu, Pashto and Kurdish share one script whose spelling leaves short vowels
out and writes the long ones with the letters for `a`, `w` and `y`. Latin spellings follow the
tables of passports (ICAO 9303, part 3), the BGN/PCGN and ALA-LC systems, or the sounds of
French, English, Persian or Turkish; which of them is not told. So each letter has every
spelling that is usual, and a cost in hundredths of a letter for those that are less so.
Facts, written down for this project; no table of others is copied.
"""

from typing import Final

# Letters that differ in the writing of one language only, and letters with marks that Unicode
# does not decompose.
SAME_LETTER: Final = {
    "ٱ": "ا",
    "ٲ": "ا",
    "ٳ": "ا",
    "ک": "ك",
    "ڪ": "ك",
    "ګ": "گ",
    "ڮ": "ك",
    "ی": "ي",
    "ۍ": "ي",
    "ې": "ي",
    "ێ": "ي",
    "ے": "ي",
    "ۓ": "ي",
    "ھ": "ه",
    "ہ": "ه",
    "ۂ": "ه",
    "ۀ": "ه",
    "ۃ": "ة",
    "ۆ": "و",
    "ۇ": "و",
    "ۈ": "و",
    "ۋ": "و",
    "ٹ": "ت",
    "ټ": "ت",
    "ڈ": "د",
    "ډ": "د",
    "ڑ": "ر",
    "ړ": "ر",
    "ڕ": "ر",
    "ڼ": "ن",
    "ں": "ن",
    "ڵ": "ل",
    "ځ": "ز",
    "څ": "ص",
    "ښ": "ش",
    "ږ": "ژ",
    "ڃ": "ج",
    "ڠ": "غ",
    "ڭ": "ن",
    "ڽ": "ن",
    "ڢ": "ف",
    "ڨ": "ق",
    "ڬ": "گ",
    "ڴ": "گ",
}

# A letter, and its spellings; a number after the stroke is the cost, 0 without one. A stroke
# alone is the spelling by nothing. `-` stands for the article within a name.
SPELLINGS: Final = """
    ا  a aa e/10 o/30 i/50 u/50 ae/10 ah/20 ha/30 /40
    ب  b bb p/15 pp/25 v/50
    پ  p pp b/20 f/40
    ت  t tt th/15 d/40
    ط  t tt th/15 d/30
    ث  th t s ss z/40 ts/20
    ج  j g dj jj gg dg gi/10 dj gh/15 zh/15 c/15 y/50 z/40 ch/40 dsch dzh ge/15
    چ  ch c/5 tch tsch sh/15 j/30 cz/10 tj/20
    ح  h hh /35 kh/30 ch/40
    خ  kh h/20 k/20 ch/15 x/5 q/40 gh/30
    د  d dd t/30
    ذ  dh z d th/5 dz dd/10 zz/10
    ر  r rr
    ز  z zz s/20 zh/30 dh/20
    ژ  zh j g/10 z/20
    س  s ss c/10 z/25 sc/20 th/60
    ش  sh ch/3 sch ssh s/25 shs
    ص  s ss c/10 z/30 th/50
    ض  d z dh dd/5 dz dj/20 th/20 zz/10
    ظ  z dh d/5 zz th/5 dz
    ع  a/8 aa/8 e/8 i/12 o/8 u/8 ou/8 oo/10 h/60 /
    غ  gh g r/30 q/20 kh/30 k/30 h/50 ghr/40
    ف  f ff ph v/20 p/40
    ڤ  v f w/20
    ق  q k g/5 c/5 kh/15 gh/10 qq kk ck/5 qu/5 gu/15 ch/30 /60
    ك  k c kk ck q/5 g/30 ch/30 qu/10 kh/20
    گ  g gh k/20 gu/5 j/40
    ل  l ll
    م  m mm n/40
    ن  n nn m/30 ng/20 ne/10
    ه  h a/40 /40
    و  w v u o oo ou ow aw au av uw ew/5 ov uo/10 wu/10 eu/15 oe/20 ao/5 ue/20 a/60 i/60 /55
    ي  y i e/5 ee ei ai ay ey iy ie ea/10 yi a/30 j/30 ii yy ae/10 iyy ij/30 /50
    ى  a i y aa e/15 ee ei/5 ai/5 ah/10 ay/10 /50
    ة  a ah at eh e et h/10 t/10 ih/20 /40
    ە  e a eh ah i/20 /20
    ء  / a/20 i/20 e/20 u/30
    -  - al el ul il/5 ol/5 oul/5 u/5 e/10 a/10 i/10 o/15 ou/10 l/20 /15
"""

# What else a letter is at the beginning of a word, and at its end.
AT_FIRST: Final = """
    -  - al el ul il ol/5 u a e o/10 i/10 /
    ا  a e i o u aa ou oo/5 ai ei ay ey y/10 ee/10 ah/20 ha/30 hu/40 hi/40 /25
    و  w v u o ou oo/10 ow/10 wu/10 /50
    ي  y i/5 ie/10 e/20 j/20 iy/10 /50
"""
AT_LAST: Final = """
    ا  a aa ah e/15 o/20 i/40 ai/30 /30
    ه  h a e ah eh i/25 ih/10 o/30 t/30 /15
    ي  i y ee ie/5 e/10 ey/5 ay/5 ei/5 ai/5 iy ii iyy ia/15 iya/20 a/20 j/30 /35
    و  u o w ou oo v/5 aw ow ew/10 au/5 /40
    ن  n nn m/30 ne/5 /40
"""
