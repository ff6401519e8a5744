"""The forms of exemption that law knows, and when a payment is of such a form.

An exemption is never a switch: it has an id in the agreement, a legal basis, a form from
this closed set and the lists that it is from. Where its circumstances are not all there, it
does not apply and everything is screened.

- *whole-leg*: the law asks for no list, or not for these, on this leg at all.
- *intra-eu-instant*: Regulation (EU) 260/2012, Art. 5d(2), as Regulation (EU) 2024/886 has it.
  While an instant credit transfer in euro within the Union is executed, payer and payee are
  not verified against the Union's targeted financial measures; their own institutions verify
  all customers daily and at once when a measure changes. Everybody else in the
  message is screened, and payer and payee against every other list.
"""

import re
from collections.abc import Iterable
from enum import StrEnum
from types import MappingProxyType
from typing import Final, NamedTuple

import msgspec

from tallystick.terms.identifiers import is_bic
from tallystick.wire.leaves import Leaf

_MEMBERS: Final = """
    AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK
"""
UNION: Final = frozenset(_MEMBERS.split())
_INSTANT: Final = "INST"  # ISO's external code set of local instruments
_EURO: Final = "EUR"
# Where a credit transfer itself speaks, and neither its supplementary data, which may have
# elements of any name, nor the parties of a tax, an invoice or an underlying payment.
_OWN: Final = r"(?:[^/]+/)?Document/FIToFICstmrCdtTrf/"
_TRANSACTION: Final = rf"{_OWN}CdtTrfTxInf(?:\[\d+\])?/"
_PAYER_OR_PAYEE: Final = re.compile(rf"{_TRANSACTION}(?:Dbtr|Cdtr)(?:Acct)?/")


class _Place(NamedTuple):
    """Where a circumstance stands, and where else something of that name contradicts it."""

    own: re.Pattern[str]
    anywhere: re.Pattern[str]


def _place(elements: str, around: str = _TRANSACTION) -> _Place:
    return _Place(re.compile(f"{around}{elements}"), re.compile(f"(?:.*/)?{elements}"))


_INSTRUMENT: Final = _place("LclInstrm/Cd", rf"{_OWN}(?:GrpHdr|CdtTrfTxInf(?:\[\d+\])?)/PmtTpInf/")
_CURRENCY: Final = _place("IntrBkSttlmAmt/@Ccy")
_DEBTOR_AGENT: Final = _place("DbtrAgt/FinInstnId/(?:BICFI|BIC)")
_CREDITOR_AGENT: Final = _place("CdtrAgt/FinInstnId/(?:BICFI|BIC)")


class ExemptionForm(StrEnum):
    """What kind of exemption it is, which says for whom and when it holds."""

    WHOLE_LEG = "whole-leg"
    INTRA_EU_INSTANT = "intra-eu-instant"


class Exemption(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Lists this leg is not screened against, the law that says so, and the form it has.

    `id` is the one that the agreement names; it is in every verdict that rests on it.
    """

    id: str
    legal_basis: str
    lists: tuple[str, ...] = ()
    form: ExemptionForm = ExemptionForm.WHOLE_LEG

    @property
    def is_conditional(self) -> bool:
        """Whether it depends on the payment, so that its lists are screened against otherwise."""
        return self.form is not ExemptionForm.WHOLE_LEG


class Circumstances(msgspec.Struct, frozen=True, array_like=True):
    """What of a payment says whether an exemption holds: sorted codes, each once.

    `countries` are those of the debtor's and the creditor's agent, "" for one that has no BIC.
    """

    instruments: tuple[str, ...] = ()
    currencies: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()


NO_CIRCUMSTANCES: Final = Circumstances()


def circumstances_of(leaves: Iterable[Leaf]) -> Circumstances:
    """Return the circumstances that the leaves of a message tell.

    What stands elsewhere under the same names makes none, but may contradict the transfer.
    """
    told = [(leaf.path, leaf.text.strip()) for leaf in leaves]
    debtor_agents, creditor_agents = (
        _told_at(place, told) or {""} for place in (_DEBTOR_AGENT, _CREDITOR_AGENT)
    )
    countries = {_country(bic) for bic in debtor_agents | creditor_agents}
    found = (_told_at(_INSTRUMENT, told), _told_at(_CURRENCY, told), countries)
    return Circumstances(*(tuple(sorted(each)) for each in found))


def _told_at(place: _Place, told: Iterable[tuple[str, str]]) -> set[str]:
    """Return what is told under the names of a place, if the place itself tells anything."""
    texts = {(path, text) for path, text in told if place.anywhere.fullmatch(path)}
    is_told = any(place.own.fullmatch(path) for path, _ in texts)
    return {text for _, text in texts} if is_told else set()


def _country(bic: str) -> str:
    return bic[4:6] if is_bic(bic) else ""


def holds(exemption: Exemption, circumstances: Circumstances) -> bool:
    """Tell whether the exemption holds for a payment in these circumstances."""
    return _HOLDS[exemption.form](circumstances)


def is_exempt(exemption: Exemption, path: str) -> bool:
    """Tell whether what stands at a path is exempt, in a payment for which the exemption holds."""
    return not exemption.is_conditional or _PAYER_OR_PAYEE.match(path) is not None


def _whole_leg(_circumstances: Circumstances) -> bool:
    return True


def _intra_eu_instant(circumstances: Circumstances) -> bool:
    return (
        circumstances.instruments == (_INSTANT,)
        and circumstances.currencies == (_EURO,)
        and bool(circumstances.countries)
        and UNION.issuperset(circumstances.countries)
    )


_HOLDS: Final = MappingProxyType(
    {
        ExemptionForm.WHOLE_LEG: _whole_leg,
        ExemptionForm.INTRA_EU_INSTANT: _intra_eu_instant,
    }
)
