"""How the letters of the other alphabets are written in Latin letters, and at what cost.

The first spelling of a letter is its reading. The sources of the readings: BGN/PCGN for
Russian (1947), Ukrainian (2019), Bulgarian (2013) and Armenian (1981), the national system of
Georgia (2002), ISO 843 type 2 for Greek, ISO 9 for letters of other Cyrillic languages, the
Hebrew Academy (2006); the Cyrillic table of passports (ICAO 9303, part 3, section 6) and
Serbia's own Latin alphabet are among the other spellings. A line is as
`alignment.system` reads it. Facts, written down for this project.
"""

from typing import Final

CYRILLIC: Final = """
    а  a aa/20 o/40
    б  b bb/20 p/40
    в  v w f/15 ff/15 b/40
    г  g h/15 gh/10 v/30 gu/20 j/40
    ґ  g
    ғ  gh g
    ѓ  gj g dj/20
    д  d dd/20 t/40
    ђ  dj d/10
    е  e ye je ie/5 yo/15 io/20 o/30 eh/20
    ё  yo e io jo o/10 ye/10
    є  ye ie je e/5
    ж  zh z/5 j dj/15 g/20 jh zch/20 sch/20 zj
    җ  j zh dj
    ҷ  j zh dj dzh
    ӂ  j zh
    з  z s/20 ts/40
    ѕ  dz z/10
    и  i y j/10 ee ie/10 yi/10 e/30 iy/10 /60
    й  y i j iy/10 ii/10 /20
    і  i y/5 yi ji
    ї  yi i ji y/10
    ј  j y i/15
    к  k c q/15 ck kk/20
    қ  q k kh/10 c/15
    ќ  k c/15 q/20
    л  l ll/10
    љ  lj ly l/15
    м  m mm/15
    н  n nn/15
    њ  nj ny n/15
    ң  ng n
    о  o a/20 oo/20
    ө  o oe u/15
    п  p pp/20
    р  r rr/15
    с  s ss z/40
    т  t tt/15 th/15
    ћ  c ch dj/15 tj
    у  u oo ou w/20
    ұ  u o/15
    ү  u ue oo y/20
    ў  o u w
    ӯ  u o/20
    ф  f ph ff/10 v/40
    х  kh h ch x k/20 j/30
    ҳ  h kh x/10
    һ  h kh/15
    ц  ts c tz z/15 s/25 tc/10
    ч  ch c/5 tch tsch tj cz
    џ  dz dzh j
    ш  sh s/10 sch ch/10 sz/15
    щ  shch sch sht shh schtsch stsch chtch szcz sc/15 sh/10 st/10 s/30
    ъ  /0 a/5 u/15 ie/5 y/15 i/30
    ы  y i ee/10 iy/15 u/30
    ь  /0 i/20 y/20 j/20
    э  e eh/10 a/30
    ә  a e ae
    ю  yu iu ju u/10 iyu/10 you yoo ew/20
    я  ya ia ja a/10 iya/10 ea/15 yia/10
    ӣ  i ee y/10
    ѣ  e ie ye
    ѳ  f th
    ѵ  i y
    ҙ  z dz dh
    ҡ  q k
    ҫ  s th
    ҥ  n ng
    ҕ  gh g
    ӑ  a
    ӗ  e
    ӳ  u
    ӏ  /0
    ҝ  g
    ҹ  j
    ҟ  k
    ҧ  p
    ҭ  t
    ҵ  ts
    ҽ  ch
    ӡ  dz
    ξ  ks x
"""
CYRILLIC_PAIRS: Final = {"кс": "ξ", "дж": "ҷ"}

# How a language spells otherwise than the readings above, and the letters that only it has.
UKRAINIAN: Final = ("іїєґ", {"г": "h", "и": "y", "й": "y", "щ": "shch", "х": "kh", "е": "e"})
SERBIAN: Final = (
    "јљњђћџѓќѕ",
    {"ж": "z", "ч": "c", "ш": "s", "х": "h", "ц": "c", "ђ": "dj", "љ": "lj", "њ": "nj"},
)
# The Cyrillic table of passports, where it differs; and Bulgarian.
PASSPORTS: Final = {"й": "i", "ю": "iu", "я": "ia", "ё": "e", "ъ": "ie", "є": "ie", "ї": "i"}
BULGARIAN: Final = {"щ": "sht", "ъ": "a", "х": "h", "ь": "y"}

GREEK: Final = """
    α  a
    β  v b
    γ  g gh y/10
    δ  d dh th/15
    ε  e
    ζ  z
    η  i e/5 h/15 y/10 ee
    θ  th t/10
    ι  i y/10 j/20
    κ  k c q/20
    λ  l
    μ  m
    ν  n
    ξ  x ks
    ο  o
    π  p
    ρ  r rh
    σ  s z/20
    ς  s
    τ  t
    υ  y i u/5
    φ  f ph
    χ  ch h kh x/5
    ψ  ps
    ω  o w/30
    ȣ  ou u oo
    ϙ  b mp
    ϟ  d nt
    ϛ  g gk nk ng/10
    ϝ  ng gg/5
    Ϻ  av af au
    ϻ  ev ef eu
"""
GREEK_PAIRS: Final = {
    "ου": "ȣ", "μπ": "ϙ", "ντ": "ϟ", "γκ": "ϛ", "γγ": "ϝ", "αυ": "Ϻ", "ευ": "ϻ",
}  # fmt: skip

GEORGIAN: Final = """
    ა  a
    ბ  b
    გ  g
    დ  d
    ე  e
    ვ  v w
    ზ  z
    თ  t th
    ი  i y/15
    კ  k c/10 q/15
    ლ  l
    მ  m
    ნ  n
    ო  o
    პ  p
    ჟ  zh j/5 z/10
    რ  r
    ს  s
    ტ  t
    უ  u ou/5 oo
    ფ  p ph f/20
    ქ  k q/5 c/10
    ღ  gh g/5
    ყ  q k/5 kh/15
    შ  sh s/15 ch/10
    ჩ  ch c/10
    ც  ts c tz
    ძ  dz z/10
    წ  ts tz c/5
    ჭ  ch tch c/10
    ხ  kh h x
    ჯ  j dj
    ჰ  h
    ჶ  f
    ჱ  ey
    ჲ  y
    ჳ  ui
    ჴ  q
    ჵ  o
    ჷ  e
"""

ARMENIAN: Final = """
    ա  a
    բ  b p/10
    գ  g k/10
    դ  d t/10
    ե  e ye yeh/10 ie/10
    զ  z
    է  e
    ը  y e/5 u/20 /10
    թ  t th
    ժ  zh j/10
    ի  i y/15
    լ  l
    խ  kh gh/20 h/15 x/5
    ծ  ts dz/10
    կ  k g/10 c/10
    հ  h
    ձ  dz ts/10 z/20
    ղ  gh g/15 kh/15
    ճ  ch j/10 tch
    մ  m
    յ  y i h/15
    ն  n
    շ  sh ch/10
    ո  o vo
    չ  ch tch
    պ  p b/10
    ջ  j ch/10
    ռ  r rr
    ս  s ss
    վ  v w
    տ  t d/10
    ր  r
    ց  ts tz c/10
    ւ  v w u/10
    փ  p ph
    ք  k kh/10 q/10
    օ  o
    ֆ  f
    և  ev yev
    ȣ  u ou oo
"""
ARMENIAN_PAIRS: Final = {"ու": "ȣ"}

HEBREW: Final = """
    א  a/5 e/5 o/10 i/10 u/15 /
    ב  b v bb
    ג  g gg j/15
    ד  d dd
    ה  h a/10 e/20 ah/5 /30
    ו  v w o u oo ou /50
    ז  z zz
    ח  h ch kh
    ט  t tt
    י  y i e/10 ai ei ay ey j/10 ee /40
    כ  k kh ch c q/15 kk
    ך  ch kh k c/10
    ל  l ll
    מ  m mm
    ם  m
    נ  n nn
    ן  n
    ס  s ss
    ע  a/5 e/10 o/10 i/15 u/15 /
    פ  p f ph pp
    ף  f ph p/20
    צ  ts tz z/10 c/10 s/15 zz/15
    ץ  ts tz z/10
    ק  k q c ck kk
    ר  r
    ש  sh s sch/5 ss
    ת  t th tt
"""
