"""Lawful returns for the admission desk, of invented banks."""

from tallystick.wire.iso20022.business_header import BusinessApplicationHeader
from tallystick.wire.iso20022.grammar import Message
from tallystick.wire.iso20022.messages import compose
from tallystick.wire.iso20022.originals import OriginalMessage, ReasonInformation
from tallystick.wire.iso20022.payment_return import (
    PaymentReturn,
    ReturnChain,
    ReturnedTransaction,
)
from tallystick.wire.iso20022.views import Agent, Amount, Coded, Party, PartyOrAgent
from tests.admission.messages import NORTH_BANK, SOUTH_BANK, UETR

NEWEST = Message("pacs.004.001.14")
VERSIONS = tuple(map(Message, (f"pacs.004.001.{n}" for n in ("09", "10", "11", "13", "14"))))


def because(*codes: str) -> tuple[ReasonInformation, ...]:
    """Return the reasons of a return, by their codes."""
    return tuple(ReasonInformation(Coded(code=code)) for code in codes)


def returned(**over: object) -> ReturnedTransaction:
    """Return 30.00 CNY of a payment, sent back because the account is closed."""
    words: dict[str, object] = {
        "return_id": "RTR-1",
        "original_message": OriginalMessage("MSG-1", "pacs.008.001.13"),
        "original_end_to_end_id": "E2E-1",
        "original_uetr": UETR,
        "returned_interbank_settlement_amount": Amount(3_000, "CNY"),
        "interbank_settlement_date": "2026-11-30",
        "instructing_agent": Agent(bic=SOUTH_BANK),
        "instructed_agent": Agent(bic=NORTH_BANK),
        "return_chain": chain(),
        "reasons": because("AC04"),
    }
    return ReturnedTransaction(**{**words, **over})  # type: ignore[arg-type]


def chain(debtor: str = "Wang Fang", creditor: str = "Anna Ivanova") -> ReturnChain:
    """Return the way back."""
    return ReturnChain(
        debtor=PartyOrAgent(party=Party(name=debtor)),
        debtor_agent=Agent(bic=SOUTH_BANK),
        creditor_agent=Agent(bic=NORTH_BANK),
        creditor=PartyOrAgent(party=Party(name=creditor)),
    )


def payment_return(
    *transactions: ReturnedTransaction,
    count: int | None = None,
    header: BusinessApplicationHeader | None = None,
    message: Message = NEWEST,
    **over: object,
) -> bytes:
    """Return a lawful pacs.004 of these returns, one if none is given."""
    said = transactions or (returned(),)
    words = {"message_id": "MSG-R1", "settlement_method": "CLRG", **over}
    document = PaymentReturn(
        creation_date_time="2026-11-30T11:00:00Z",
        number_of_transactions=len(said) if count is None else count,
        transactions=said,
        **words,  # type: ignore[arg-type]
    )
    return compose(document, message, header)
