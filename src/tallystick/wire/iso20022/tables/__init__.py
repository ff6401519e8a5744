"""What every supported message may hold, in a notation that `grammar` reads.

A type is a row. `Id? A, Nm B` is a sequence, `Cd A | Prtry B` a choice; after an element's
name, `?` is at most one, `*` any number, `+` at least one, `{0,10}` a range. `A @Ccy B`
is a text of type A with a required attribute, `any NAMESPACE lax` one element of anybody's,
judged as far as its schema is known, or with `skip` not at all.
A text is told by its primitive and then its length `1..35`, its digits and decimals
`18.5`, its least value `>= 0`, its codes `= CRED DEBT` or its pattern `~ [A-Z]+`.

A type that differs little from an earlier one is told by the difference:
`like A1: B -> C, - X, Y? D, + Z E after W` has the elements of A1, with type C wherever A1
has B, without X, with Y as it is told here, and with Z behind W (`after -` is in front).
"""

from typing import Final

from tallystick.wire.iso20022.tables import (
    business_header,
    cancellation,
    credit_transfer,
    entries,
    initiation,
    initiation_status,
    institution_debit,
    institution_transfer,
    investigation,
    liquidity,
    originals,
    parties,
    payment_return,
    payments,
    receipt,
    remittance,
    reporting_request,
    request_to_pay,
    resolution,
    statement,
    status_report,
    status_request,
    system,
    values,
    verification,
)

_FAMILIES: Final = (
    business_header,
    cancellation,
    credit_transfer,
    initiation,
    initiation_status,
    institution_debit,
    institution_transfer,
    investigation,
    liquidity,
    payment_return,
    receipt,
    reporting_request,
    request_to_pay,
    resolution,
    statement,
    status_report,
    status_request,
    system,
    verification,
)
_SUBJECTS: Final = (
    entries,
    originals,
    parties,
    payments,
    remittance,
    values,
)

# What the document of each message is: its element and that one's content.
MESSAGES: Final = {
    name: content for table in _FAMILIES for name, content in table.MESSAGES.items()
}
TYPES: Final = {
    name: row for table in (*_FAMILIES, *_SUBJECTS) for name, row in table.TYPES.items()
}
