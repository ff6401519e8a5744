"""Messages between nobody's banks that the messages' bench reads and writes.

The credit transfer is as they are: one payment, two parties with structured addresses,
an IBAN each, a UETR, an LEI, a purpose and a reference, in 1.9 kB.
"""

from typing import Final

from tallystick.wire.iso20022.business_header import BusinessApplicationHeader
from tallystick.wire.iso20022.credit_transfer import (
    CreditTransferTransaction,
    FIToFICustomerCreditTransfer,
    PaymentType,
)
from tallystick.wire.iso20022.originals import OriginalMessage
from tallystick.wire.iso20022.status_report import (
    FIToFIPaymentStatusReport,
    StatusReasonInformation,
    TransactionStatus,
)
from tallystick.wire.iso20022.views import (
    Account,
    Address,
    Agent,
    Amount,
    Coded,
    Identifier,
    Party,
)

WRITTEN: Final = "2026-11-23T10:00:00.000+03:00"
UETR: Final = "6f3c2a9e-4b1d-4c57-9a26-0d8e7b5f1c34"
SENDER: Final = Agent(
    bic="BNCHRUMMXXX", lei="253400BENCHBENCHBE42", name="Bench Bank of the North"
)
RECEIVER: Final = Agent(bic="BNCHCNBJXXX", name="Bench Bank of the South")
CREDIT_TRANSFER: Final = FIToFICustomerCreditTransfer(
    message_id="BENCH-20261123-000001",
    creation_date_time=WRITTEN,
    number_of_transactions=1,
    settlement_method="CLRG",
    instructing_agent=SENDER,
    instructed_agent=RECEIVER,
    transactions=(
        CreditTransferTransaction(
            instruction_id="INSTR-000001",
            end_to_end_id="INVOICE-2026-000001",
            transaction_id="TX-000001",
            uetr=UETR,
            payment_type=PaymentType(priority="NORM", service_levels=(Coded(code="G001"),)),
            interbank_settlement_amount=Amount(1_638_155, "CNY"),
            interbank_settlement_date="2026-11-23",
            instructed_amount=Amount(21_459_831, "RUB"),
            exchange_rate="13.1",
            charge_bearer="SHAR",
            debtor=Party(
                name="Open Joint Stock Company Example of the North",
                address=Address(
                    street_name="Long Embankment",
                    building_number="17",
                    post_code="191186",
                    town_name="Saint Petersburg",
                    country="RU",
                ),
            ),
            debtor_account=Account(iban="RU0204452560040702810412345678901"),
            debtor_agent=SENDER,
            creditor_agent=RECEIVER,
            creditor=Party(
                name="Southern Example Trading Company Limited",
                address=Address(
                    street_name="Harbour Road",
                    building_number="88",
                    post_code="200120",
                    town_name="Shanghai",
                    country="CN",
                ),
                organisation_ids=(Identifier("913100000000000000", Coded(code="TXID")),),
            ),
            creditor_account=Account(other=Identifier("6222021001123456789")),
            purpose=Coded(code="GDDS"),
            remittance_information=("Invoice 2026-000001 of 20 November 2026, contract 77/4",),
        ),
    ),
)
STATUS_REPORT: Final = FIToFIPaymentStatusReport(
    message_id="BENCH-20261123-000002",
    creation_date_time=WRITTEN,
    transactions=(
        TransactionStatus(
            original_message=OriginalMessage("BENCH-20261123-000001", "pacs.008.001.08"),
            original_end_to_end_id="INVOICE-2026-000001",
            original_transaction_id="TX-000001",
            original_uetr=UETR,
            status="RJCT",
            reasons=(StatusReasonInformation(Coded(code="AC04")),),
            instructing_agent=RECEIVER,
            instructed_agent=SENDER,
        ),
    ),
)
HEADER: Final = BusinessApplicationHeader(
    sender_agent=SENDER,
    recipient_agent=RECEIVER,
    business_message_id="BENCH-20261123-000001",
    message_definition="pacs.008.001.08",
    creation_date_time=WRITTEN,
)
