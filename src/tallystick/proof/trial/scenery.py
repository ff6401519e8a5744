"""What stands in a trial before a message comes: two operators, their lists, an agreement.

Settlement systems are open at all hours on every day of the week: which days the real
ones keep is nothing that a message says.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from tallystick.core.agreements import Agreement, End, ExchangeModel, SettlementModel
from tallystick.screening.lists import ListVersion
from tallystick.screening.readers import own
from tallystick.screening.readers.rows import ListFile
from tallystick.terms.calendars import Calendar

FIRST, SECOND = "FIRST", "SECOND"
# More than that in one payment is beyond what a settlement system would take.
PAYMENT_MAX: Final = 10**15
_ALWAYS: Final = Calendar(weekend=())
_HEADER: Final = "list,published_on,entity,name,kind,type,countries,identifiers\n"
# Nobody of these names exists; each operator has a list of its own.
_LISTED: Final[Mapping[str, str]] = MappingProxyType(
    {
        FIRST: 'FIRST-LIST,2020-01-01,F-1,"Grimblewick, Thaddeus Orsolo",primary,individual,,\n'
        "FIRST-LIST,2020-01-01,F-2,Obsidian Marrow Shipping,primary,entity,,\n",
        SECOND: 'SECOND-LIST,2020-01-01,S-1,"Quillfeather, Perpetua Wynne",primary,individual,,\n'
        "SECOND-LIST,2020-01-01,S-2,Vantablack Otter Holdings,primary,entity,,\n",
    }
)


def list_of(operator_id: str) -> ListVersion:
    """Return an operator's own small list of invented names."""
    name = f"{operator_id.lower()}.csv"
    return own.read(ListFile(name, (_HEADER + _LISTED[operator_id]).encode()))


def provider_of(agreement_id: str) -> str:
    """Name the exchange provider that pays out under an agreement."""
    return f"EXCHANGE-{agreement_id}"


def system_of(operator_id: str, currency: str) -> str:
    """Name an operator's settlement system in a currency."""
    return f"RTGS-{operator_id}-{currency}"


def agreement_of(agreement_id: str, currency: str, counter: str) -> Agreement:
    """Return an agreement from the first operator's currency to the second's."""
    at_source = currency == counter
    return Agreement(
        agreement_id,
        1,
        1,
        (_end(FIRST, currency), _end(SECOND, counter)),
        SettlementModel.GROSS,
        ExchangeModel.AT_SOURCE if at_source else ExchangeModel.PROVIDER,
        default_provider=provider_of(agreement_id),
    )


def _end(operator_id: str, currency: str) -> End:
    lists = (list_of(operator_id).name,)
    return End(
        operator_id, currency, system_of(operator_id, currency), _ALWAYS, PAYMENT_MAX, lists
    )
