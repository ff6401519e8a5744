"""How common given names of Arabic, Persian and Turkish origin are usually spelt in Latin letters.

Spelling letter by letter knows nearly all of these; the table says two things more. A usual
spelling stands for its name fully, however irregular it is. And a Latin word that is the
usual spelling of other names of the table, and not of this one, stands for those: Hasan is
neither Husayn nor Ihsan. Written down for this project; a line has the name, in all its
spellings in Arabic script, and its usual Latin spellings, the commonest first.
"""

from collections.abc import Iterator
from typing import Final

from tallystick.screening.scripts.units import marked

_NAMES: Final = """
    محمد: muhammad mohammed mohammad mohamed muhammed mohamad muhamad mohamet mehmet mohd
    محمود: mahmoud mahmud mahmood mehmood mehmud mahmut
    احمد: ahmad ahmed ahmet ahamed achmed
    حامد: hamid hamed
    حميد: hamid hameed hamead
    حمد: hamad hamed
    حماد: hammad hamad
    حمدي: hamdi hamdy
    علي: ali aly
    حسن: hassan hasan hacen hassen hacene
    حسين: hussein hussain hossein hosein husayn husain houssein hocine hoceine husein huseyin
    حسان: hassan hasan hassane
    احسان: ihsan ehsan
    محسن: muhsin mohsen mohsin mohcine
    يوسف: yusuf yousef youssef yousuf yousif yusef yussuf youcef yusif yusof
    ياسين: yasin yassin yaseen yassine yasine yacine
    ياسر: yasser yasir yaser yassir
    يونس: younes yunus younis yunis younus younous
    يعقوب: yaqub yaqoub yacoub yakub yaqoob yakoub yaghoub
    يحيى يحيي: yahya yahia yehia yehya
    ابراهيم: ibrahim ebrahim brahim ibraheem
    اسماعيل: ismail ismael esmail esmaeil ismaeel
    اسحاق اسحق: ishaq ishak eshaq
    ادريس: idris idriss idrees driss
    ايوب: ayyub ayoub ayub ayyoub
    اسامة اسامه: osama usama oussama usamah osamah
    امير: amir ameer emir
    امين: amin ameen
    انور: anwar anouar anwer anvar
    انس: anas anass
    اكرم: akram ekrem
    ايمن: ayman aymen aiman eymen
    اياد: iyad eyad ayad
    بلال: bilal belal bilel
    بشير: bashir basheer bachir
    بدر: badr bader
    جمال: jamal gamal djamal djamel jemal gamel
    جعفر: jafar jaafar gaafar djaafar jaffar
    جابر: jabir jaber gaber djaber
    جواد: jawad javad jewad
    جلال: jalal galal djalal djelal
    جليل: jalil jaleel djalil
    خالد: khalid khaled khalled haled
    خليل: khalil khaleel halil
    خليفة خليفه: khalifa khalifah khelifa
    داود داوود: daud dawud dawood daoud david davud davood dawoud
    راشد: rashid rashed rached
    رشيد: rashid rasheed rachid reshid
    رضا: reza rida ridha riza redha
    رحيم: rahim raheem
    رياض: riyad riad riyadh riadh
    زيد: zayd zaid zeid zayed
    زياد: ziyad ziad zeyad
    زكريا: zakaria zakariya zakariyya zakarya zekeriya
    سالم: salim salem
    سليم: salim saleem selim
    سلام: salam
    سلمان: salman selman
    سليمان: sulayman sulaiman suleiman soleiman slimane suleyman solaiman suliman soliman
    سعيد: said saeed saeid sayed sayeed
    سعد: saad sad
    سعود: saud saoud
    سامي: sami samy
    سمير: samir sameer
    سيف: saif sayf seif saef
    سيد: sayed sayyid sayid syed seyed seyyed sayyed said
    شريف: sharif sherif cherif shareef
    صالح: salih saleh salah
    صلاح: salah saleh
    صادق: sadiq sadegh sadek sadeq sadik
    صدام: saddam
    طارق: tariq tarek tareq tarik
    طاهر: tahir taher tahar
    طه: taha
    عادل: adil adel
    عامر: amir amer aamer aamir
    عمر: umar omar omer umer
    عمار: ammar amar
    عثمان: uthman othman osman usman ousmane othmane
    عباس: abbas abbes
    عزيز: aziz azeez
    عصام: issam essam isam
    عماد: imad emad
    عدنان: adnan
    عبدالله: abdullah abdallah abdollah abdulla abdellah abdalla
    عيسى عيسي: isa issa eissa eisa aissa
    غالب: ghalib ghaleb galib
    فاروق: faruq farouk farooq faruk farouq
    فاطمة فاطمه: fatima fatimah fatma fatemeh fatime
    فاضل: fadil fadel fazil fazel
    فهد: fahd fahad
    فيصل: faisal faysal feisal faycal
    قاسم: qasim qasem kassem kasim qassem qassim ghasem kacem gassem
    كامل: kamil kamel
    كمال: kamal kemal kamel
    كريم: karim kareem kerim
    لطيف: latif lateef
    ماجد: majid majed maged
    مجيد: majid majeed madjid
    ماهر: mahir maher
    مالك: malik malek
    مراد: murad mourad morad murat
    مريم: maryam mariam meryem mariyam miriam
    مصطفى مصطفي: mustafa mostafa moustafa mustapha mustafah mostapha moustapha
    منصور: mansur mansour mansoor
    منير: munir mounir moneer
    مهدي: mahdi mehdi mahdy
    موسى موسي: musa moussa mousa moosa mussa
    ناصر: nasir nasser naser nassir nacer
    نصر: nasr
    نور: nur nour noor nor
    نوري: nuri nouri noori
    نبيل: nabil nabeel
    هاشم: hashim hashem hachem
    هشام: hisham hesham hicham
    هادي: hadi hady
    هاني: hani hany
    وليد: walid waleed oualid
    عبد: abd
    عبدالرحمن عبدالرحمان: abdulrahman abdurrahman abdelrahman abderrahmane abdrahman
"""


def names_and_spellings() -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield each name of the table in Arabic script, with its usual Latin spellings."""
    for line in _NAMES.strip().splitlines():
        names, _, spellings = line.partition(":")
        for name in names.split():
            yield name, tuple(spellings.split())


_USUAL: Final = {marked(name): spellings for name, spellings in names_and_spellings()}
_STANDS_FOR: Final = {
    latin: frozenset(name for name, spellings in _USUAL.items() if latin in spellings)
    for latin in sorted({each for spellings in _USUAL.values() for each in spellings})
}


def usual_spellings(unit: str) -> tuple[str, ...]:
    """Return the usual Latin spellings of a unit in Arabic script, () of one not in the table."""
    return _USUAL.get(unit, ())


def stands_for_others(latin: str, unit: str) -> bool:
    """Tell whether a Latin word is a usual spelling of names, and this unit is none of them."""
    names = _STANDS_FOR.get(latin)
    return names is not None and unit not in names
