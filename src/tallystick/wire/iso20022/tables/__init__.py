"""What every supported message may hold, in a notation that `grammar` reads.

A type is a row. `Id? A, Nm B` is a sequence, `Cd A | Prtry B` a choice; after an element's
name, `?` is at most one, `*` any number, `+` at least one, `{0,10}` a range. `A @Ccy B`
is a text of type A with a required attribute, `any NAMESPACE` one element of anybody's.
A text is told by its primitive and then its length `1..35`, its digits and decimals
`18.5`, its least value `>= 0`, its codes `= CRED DEBT` or its pattern `~ [A-Z]+`.
"""

from typing import Final

from tallystick.wire.iso20022.tables import (
    business_header,
    credit_transfer,
    parties,
    payments,
    remittance,
    status_report,
    values,
)

# What the document of each message is: its element and that one's content.
MESSAGES: Final = business_header.MESSAGES | credit_transfer.MESSAGES | status_report.MESSAGES
TYPES: Final = (
    values.TYPES
    | parties.TYPES
    | remittance.TYPES
    | payments.TYPES
    | business_header.TYPES
    | credit_transfer.TYPES
    | status_report.TYPES
)
