"""Words that tell little about who is meant, and what they say instead.

Company forms, titles and articles are never dropped in silence: a match that had to set some
of them aside scores lower and its evidence names them. Forms of one line are one form in
several spellings or tongues. Common words are borne by many: they tell, but less. Each word is
written as names are normalised, in Latin letters but for the Russian forms.
"""

from typing import Final

_COMPANY_FORMS: Final = """
    ltd limited ltda limitada lda ltee limitee
    llc ooo ооо oo fzllc tov dooel
    gmbh mbh gesmbh sarl sagl srl sprl bvba bv kft doo eood sro spzoo
    ag aktiengesellschaft aktiebolag ab sa saa sac spa nv as oyj
    ao ао jsc oao оао zao зао pao пао ojsc cjsc pjsc qjsc ead uab zrt dd
    plc tbk saog saoc psc
    inc incorporated corp corporation
    co company companies kompaniya
    llp lp slu snc kk kg ohg kgaa sae sal sapi sas cv ulc oy sdn bhd pte pty pvt
    fzc fzco fze anonim sirketi sociedad societe societa
    holding holdings gesellschaft obshchestvo obschestvo aktsionernoe aktsionernoye otkrytoe
    zakrytoe publichnoe ogranichennoi ogranichennoy otvetstvennostyu
"""  # noqa: RUF001 - some are Cyrillic

# What several words say together, as the one form that says the same. Longest first.
FORM_PHRASES: Final = {
    tuple(phrase.split()): form
    for phrase, form in (
        ("obshchestvo s ogranichennoi otvetstvennostyu", "ooo"),
        ("obshchestvo s ogranichennoy otvetstvennostyu", "ooo"),
        ("gesellschaft mit beschrankter haftung", "gmbh"),
        ("sociedad de responsabilidad limitada", "srl"),
        ("societe a responsabilite limitee", "sarl"),
        ("public joint stock company", "pao"),
        ("private joint stock company", "zao"),
        ("closed joint stock company", "zao"),
        ("open joint stock company", "oao"),
        ("publichnoe aktsionernoe obshchestvo", "pao"),
        ("otkrytoe aktsionernoe obshchestvo", "oao"),
        ("zakrytoe aktsionernoe obshchestvo", "zao"),
        ("limited liability company", "llc"),
        ("public limited company", "plc"),
        ("aktsionernoe obshchestvo", "ao"),
        ("joint stock company", "jsc"),
        ("sociedad anonima", "sa"),
        ("societe anonyme", "sa"),
        ("private limited", "ltd"),
        ("anonim sirketi", "as"),
        ("sdn bhd", "bhd"),
        ("pte ltd", "ltd"),
        ("pvt ltd", "ltd"),
        ("co ltd", "ltd"),
    )
}

_TITLES: Final = """
    admiral brigadier captain colonel commander dame doctor dr engineer esq excellency general
    gen hajj hajji haji herr hon honorable imam judge lady lieutenant lord lt madame maj major
    maulana maulavi maulawi mawlawi miss mister mme monsieur mr mrs ms mufti mullah prof
    professor qari rev reverend senor senora sergeant sgt shaikh shaykh sheikh sheik sir ustad
    capt col eng frau hafiz haj jr sayyid
"""

_ARTICLES: Final = "and the"

FORMS: Final = {
    word: line.split()[0] for line in _COMPANY_FORMS.strip().splitlines() for word in line.split()
}
"""Each company form, and the first of those that say the same."""

TITLES: Final = frozenset(_TITLES.split())
SET_ASIDE: Final = frozenset(FORMS) | TITLES | frozenset(_ARTICLES.split())

# What joins names or begins them, in any tongue: left out, added and joined at will.
PARTICLES: Final = frozenset(
    """
    al el ul il ad ar as at az an ash bin ben ibn bint bent ould abu abou abi bou abd
    da das de del della den der di do dos du la las le les los lo mac mc st ten ter van von
    vom zu zum in of for and the fur und et des
    """.split()  # noqa: SIM905 - it reads as the text it is
)

COMMON: Final = frozenset(
    """
    abdallah abdul abdel abdullah ahmad ahmed ahmet ali aziz hamid hassan hasan husayn hussain
    hussein ibrahim ismail jamal karim khalid khaled khalil khan mahmoud mahmud mohamad mohamed
    mohammad mohammed muhammad muhammed mustafa omar umar rahim rahman said salah saleh salih
    salim singh yusuf hossein reza kumar ahmadi hosseini hamad nasser amir
    alexander aleksandr andrei andrey dmitry igor ivan mikhail nikolai oleg sergei sergey
    vladimir viktor victor aleksandrovich vladimirovich ivanov
    ana antonio carlos daniel david francisco garcia gonzalez hernandez james john jorge jose
    juan lopez luis manuel maria martin martinez michael miguel paul perez peter pedro robert
    rodriguez sanchez smith thomas william
    chen kim lee li lin liu pak park ri wang wu yang yong zhang
    agency air association bank branch bureau business capital center central centre chemical
    china commercial committee construction development east electronics energy engineering
    enterprise enterprises equipment exchange export factory federal finance foreign foundation
    fund gas general global group grupo import industrial industries industry institute
    insurance international invest investment investments iran iranian islamic korea logistics
    machinery management manufacturing marine maritime medical military mining ministry movement
    national new north office oil organization petrochemical plant production products project
    public research russia russian science sciences scientific service services shipping society
    south state steel systems technologies technology trade trading transport trust union united
    west world zavod
    """.split()  # noqa: SIM905 - it reads as the text it is
)

_NUMBER_WORDS: Final = "zero one two three four five six seven eight nine ten eleven twelve"
# Of the Roman numerals those that are no word of a name.
_ROMAN: Final = "- - ii iii iv - - vii viii ix - - xii xiii xiv xv xvi xvii xviii xix xx"
NUMBERS: Final = {
    word: str(number)
    for line, first in ((_NUMBER_WORDS, 0), (_ROMAN, 0))
    for number, word in enumerate(line.split(), start=first)
    if word != "-"
}
"""Numbers in letters, in digits."""
