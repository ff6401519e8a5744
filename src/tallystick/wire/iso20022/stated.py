"""What a transaction of a pacs.008 says of itself, as far as anybody must repeat or count it.

Little of it is looked at, so much else of the transaction may be odd: its references, and the
amount that settles.
"""

from typing import Final

import msgspec

from tallystick.wire.iso20022.charts import Chart
from tallystick.wire.iso20022.judging import Staged
from tallystick.wire.iso20022.readers import read_part
from tallystick.wire.iso20022.views import Amount


class Stated(msgspec.Struct, frozen=True, gc=False):
    """The references of one transaction, and its amount."""

    amount: Amount
    instruction_id: str = ""
    end_to_end_id: str = ""
    transaction_id: str = ""
    uetr: str = ""


STATED: Final = Chart(
    Stated,
    {
        "amount": "IntrBkSttlmAmt",
        "instruction_id": "PmtId/InstrId",
        "end_to_end_id": "PmtId/EndToEndId",
        "transaction_id": "PmtId/TxId",
        "uetr": "PmtId/UETR",
    },
)


def stated_in(staged: Staged) -> Stated:
    """Return what a lawful transaction of a file says.

    Raises:
        RemoteMessageError: its amount is none that its currency allows.
    """
    return read_part(staged.element, STATED, staged.type, staged.message)
