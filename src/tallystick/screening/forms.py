"""Words that tell little about who is meant: company forms, titles and articles.

They are never dropped in silence: a match that had to set some of them aside scores
lower and its evidence names them. Each word is written as names are normalised.
"""

from typing import Final

_COMPANY_FORMS: Final = """
    ab ag aktiengesellschaft aktiebolag anonim bhd bv bvba co company companies corp corporation
    cv doo ead eirl eood fzc fzco fze fzllc gmbh holding holdings inc incorporated jsc kft kk lda
    limitada limited llc llp lp ltd ltda mbh nv oao ojsc ooo oy oyj pao pjsc plc psc pte pty pvt
    qjsc sa saa sac sae sagl sal saoc saog sapi sarl sas sdn sirketi slu snc sociedad societe spa
    sprl srl sro tbk ulc uab zao zrt
    ао зао оао ооо пао
"""  # noqa: RUF001 - the last line is Cyrillic

_TITLES: Final = """
    admiral brigadier captain colonel commander dame doctor dr engineer esq excellency general
    gen hajj hajji haji herr hon honorable imam judge lady lieutenant lord lt madame maj major
    maulana maulavi maulawi mawlawi miss mister mme monsieur mr mrs ms mufti mullah prof
    professor qari rev reverend senor senora sergeant sgt shaikh shaykh sheikh sheik sir ustad
"""

_ARTICLES: Final = "and the"

SET_ASIDE: Final = frozenset(f"{_COMPANY_FORMS} {_TITLES} {_ARTICLES}".split())
