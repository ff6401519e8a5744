"""Lawful messages for the admission desk, of invented banks."""

from functools import cache

from tallystick.admission.desk import Desk
from tallystick.screening.bundle import bundle_of
from tallystick.screening.index import Index
from tallystick.screening.policy import policy_for_all
from tallystick.screening.readers import own
from tallystick.screening.readers.rows import ListFile
from tallystick.wire.iso20022.business_header import BusinessApplicationHeader
from tallystick.wire.iso20022.credit_transfer import (
    AgreedRate,
    CreditTransferTransaction,
    FIToFICustomerCreditTransfer,
)
from tallystick.wire.iso20022.grammar import Message
from tallystick.wire.iso20022.messages import compose
from tallystick.wire.iso20022.status_report import (
    FIToFIPaymentStatusReport,
    StatusReasonInformation,
    TransactionStatus,
)
from tallystick.wire.iso20022.status_request import (
    FIToFIPaymentStatusRequest,
    RequestedGroup,
    RequestedTransaction,
)
from tallystick.wire.iso20022.views import Agent, Amount, Coded, Party

UETR = "8a562c67-ca16-48ba-b074-65581be6f001"
NORTH_BANK, SOUTH_BANK = "NOBKRUMM", "SOBKCNSH"
NEWEST = Message("pacs.008.001.13")
STATUS = Message("pacs.002.001.15")
ASKING = Message("pacs.028.001.06")


def transaction(**over: object) -> CreditTransferTransaction:
    """Return one payment of 1,000.00 RUB on a quote."""
    words: dict[str, object] = {
        "end_to_end_id": "E2E-1",
        "uetr": UETR,
        "interbank_settlement_amount": Amount(100_000, "RUB"),
        "interbank_settlement_date": "2026-11-30",
        "charge_bearer": "SHAR",
        "agreed_rate": AgreedRate(
            "0.0794", "RUB", "CNY", quote_id="4b41ff0e-38bd-4e35-a7a9-1f6b7c1d0007"
        ),
        "debtor": Party(name="Anna Ivanova"),
        "debtor_agent": Agent(bic=NORTH_BANK),
        "creditor_agent": Agent(bic=SOUTH_BANK),
        "creditor": Party(name="Wang Fang"),
        "instructing_agent": Agent(bic=NORTH_BANK),
        "instructed_agent": Agent(bic=SOUTH_BANK),
    }
    return CreditTransferTransaction(**{**words, **over})  # type: ignore[arg-type]


def credit_transfer(
    *transactions: CreditTransferTransaction,
    count: int | None = None,
    header: BusinessApplicationHeader | None = None,
    message: Message = NEWEST,
    **over: str,
) -> bytes:
    """Return a lawful pacs.008 of these payments, one if none is given."""
    said = transactions or (transaction(),)
    words = {"message_id": "MSG-1", "settlement_method": "CLRG", **over}
    document = FIToFICustomerCreditTransfer(
        creation_date_time="2026-11-30T10:00:00Z",
        number_of_transactions=len(said) if count is None else count,
        transactions=said,
        **words,  # type: ignore[arg-type]
    )
    return compose(document, message, header)


def header_of(**over: object) -> BusinessApplicationHeader:
    """Return a header from the north's bank to the south's."""
    words: dict[str, object] = {
        "sender_agent": Agent(bic=NORTH_BANK),
        "recipient_agent": Agent(bic=SOUTH_BANK),
        "business_message_id": "MSG-1",
        "message_definition": NEWEST,
        "creation_date_time": "2026-11-30T10:00:00Z",
    }
    return BusinessApplicationHeader(**{**words, **over})  # type: ignore[arg-type]


def status_report(status: str, reason: str = "", uetr: str = UETR) -> bytes:
    """Return a lawful pacs.002.001.15 on one payment."""
    reasons = (StatusReasonInformation(reason=Coded(code=reason)),) if reason else ()
    told = TransactionStatus(original_uetr=uetr, status=status, reasons=reasons)
    document = FIToFIPaymentStatusReport(
        message_id="MSG-2", creation_date_time="2026-11-30T10:00:01Z", transactions=(told,)
    )
    return compose(document, STATUS)


LISTED = (
    "list,published_on,entity,name,kind,type,countries,identifiers\n"
    'HOUSE,2026-11-01,H-1,"ROE, Richard",primary,individual,,\n'
)


def requested(**over: object) -> RequestedTransaction:
    """Return a question after the one payment."""
    words: dict[str, object] = {"status_request_id": "ASK-1", "original_uetr": UETR}
    return RequestedTransaction(**{**words, **over})  # type: ignore[arg-type]


def status_request(
    *asked: RequestedTransaction,
    message: Message = ASKING,
    groups: tuple[RequestedGroup, ...] = (),
    alone: bool = False,
) -> bytes:
    """Return a lawful pacs.028 after these payments, one if none is given; or groups alone."""
    document = FIToFIPaymentStatusRequest(
        message_id="ASK-MSG-1",
        creation_date_time="2026-11-30T10:00:00Z",
        groups=groups,
        transactions=() if alone else asked or (requested(),),
    )
    return compose(document, message)


def desk(listed: str = LISTED) -> Desk:
    """Return a desk that screens against one invented person, or against nobody."""
    policy = policy_for_all("RUB-CNY north", ["HOUSE"])
    return Desk("RUB-CNY", _index(listed), policy, b"k" * 32)


@cache
def _index(listed: str) -> Index:
    lists = [own.read(ListFile("house.csv", listed.encode()))] if listed else []
    return Index(bundle_of(lists))
