"""Messages between invented banks, as views and as bytes."""

import msgspec

from tallystick.wire.iso20022.business_header import BusinessApplicationHeader
from tallystick.wire.iso20022.credit_transfer import (
    AgreedRate,
    Charge,
    CreditTransferTransaction,
    FIToFICustomerCreditTransfer,
    PaymentType,
)
from tallystick.wire.iso20022.originals import OriginalMessage
from tallystick.wire.iso20022.status_report import (
    FIToFIPaymentStatusReport,
    OriginalGroup,
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

UETR = "8a562c67-ca16-48ba-b074-65581be6f001"
QUOTE = "0b5fd6ab-6e7c-4a5d-9d3c-5b7a0c1d2e3f"
NORTH = Agent(bic="AAAARUMMXXX")
SOUTH = Agent(
    clearing_system=Coded(code="CNAPS"),
    member_id="102100099996",
    lei="253400AAAAAAAAAAAA12",
    name="Bank of the South & Sons",
    address=Address(town_name="Shanghai", country="CN"),
    other=Identifier("7", Coded(proprietary="OURS"), "us"),
    branch_id="0042",
    branch_name="Harbour",
)
IVAN = Party(
    name="Ivan <Example>",
    address=Address(
        department="1",
        sub_department="2",
        street_name="Long Street",
        building_number="7",
        building_name="North House",
        floor="3",
        post_box="12",
        room="5",
        post_code="125009",
        town_name="Moscow",
        town_location_name="Centre",
        district_name="Old Town",
        country_sub_division="RU-MOW",
        country="RU",
        lines=("behind the gate", "ring twice"),
    ),
    birth_date="1980-01-31",
    birth_province="Tver",
    birth_city="Tver",
    birth_country="RU",
    personal_ids=(Identifier("4510 123456", Coded(code="NIDN")),),
    country_of_residence="RU",
)
TRADING = Party(
    name="示例贸易有限公司",
    bic="CCCCCNSH",
    lei="253400BBBBBBBBBBBB34",
    organisation_ids=(Identifier("9131"), Identifier("42", Coded(code="TXID"), "SAT")),
)
PLAIN_PAYMENT = CreditTransferTransaction(
    end_to_end_id="E2E-1",
    uetr=UETR,
    interbank_settlement_amount=Amount(125050, "CNY"),
    charge_bearer="SLEV",
    debtor=Party(name="Ivan Example"),
    debtor_agent=NORTH,
    creditor_agent=SOUTH,
    creditor=Party(name="Example Trading"),
)
PLAIN_TRANSFER = FIToFICustomerCreditTransfer(
    message_id="MSG-1",
    creation_date_time="2026-11-22T10:15:30+03:00",
    number_of_transactions=1,
    settlement_method="CLRG",
    transactions=(PLAIN_PAYMENT,),
)
# Everything that both versions have a place for.
FULL_PAYMENT = msgspec.structs.replace(
    PLAIN_PAYMENT,
    instruction_id="I-1",
    transaction_id="T-1",
    clearing_system_reference="C-1",
    payment_type=PaymentType(
        "HIGH",
        "RTNS",
        (Coded(code="G001"), Coded(proprietary="LINK")),
        Coded(code="INST"),
        Coded(proprietary="TRADE"),
    ),
    interbank_settlement_date="2026-11-23",
    settlement_priority="URGT",
    acceptance_date_time="2026-11-22T10:15:29+03:00",
    instructed_amount=Amount(1638155, "RUB"),
    exchange_rate="0.0763358778",
    charges=(Charge(Amount(0, "RUB"), NORTH), Charge(Amount(5, "JPY"), SOUTH)),
    previous_instructing_agent_1=NORTH,
    previous_instructing_agent_1_account=Account(iban="RU0304452522540817810538091310419"),
    previous_instructing_agent_2=SOUTH,
    previous_instructing_agent_2_account=Account(other=Identifier("2")),
    previous_instructing_agent_3=Agent(name="Third"),
    previous_instructing_agent_3_account=Account(other=Identifier("3")),
    instructing_agent=NORTH,
    instructed_agent=SOUTH,
    intermediary_agent_1=Agent(bic="DDDDSGSG"),
    intermediary_agent_1_account=Account(other=Identifier("4")),
    intermediary_agent_2=Agent(bic="EEEETHBK"),
    intermediary_agent_2_account=Account(other=Identifier("5")),
    intermediary_agent_3=Agent(bic="FFFFJPJT"),
    intermediary_agent_3_account=Account(other=Identifier("6")),
    ultimate_debtor=Party(name="Who really pays"),
    initiating_party=Party(name="Who asked"),
    debtor=IVAN,
    debtor_account=Account(
        other=Identifier("40817810099910004312", Coded(code="BBAN"), "AAAA"),
        kind=Coded(code="CACC"),
        currency="RUB",
        name="daily",
        proxy_kind=Coded(code="TELE"),
        proxy_id="+79161234567",
    ),
    debtor_agent_account=Account(other=Identifier("7")),
    creditor_agent_account=Account(other=Identifier("8")),
    creditor=TRADING,
    creditor_account=Account(iban="DE89370400440532013000"),
    ultimate_creditor=Party(name="Who really is paid"),
    purpose=Coded(code="GDDS"),
    remittance_information=("Invoice 2026-11-778", "and thanks"),
    creditor_references=("RF18539007547034", "RF18000000000539007547034"),
)
FULL_TRANSFER = msgspec.structs.replace(
    PLAIN_TRANSFER,
    number_of_transactions=2,
    control_sum="2501.00",
    total_interbank_settlement_amount=Amount(250100, "CNY"),
    interbank_settlement_date="2026-11-22",
    clearing_system=Coded(proprietary="TALLY"),
    settlement_account=Account(other=Identifier("9")),
    payment_type=PaymentType(priority="NORM"),
    instructing_agent=SOUTH,
    instructed_agent=NORTH,
    transactions=(FULL_PAYMENT, PLAIN_PAYMENT),
)
# What version .13 alone has a place for.
AGREED = AgreedRate("13.1", "CNY", "RUB", "2026-11-22T10:10:00+03:00", QUOTE, NORTH)
QUOTED_TRANSFER = msgspec.structs.replace(
    PLAIN_TRANSFER,
    expiry_date_time="2026-11-22T10:25:30+03:00",
    transactions=(
        msgspec.structs.replace(
            PLAIN_PAYMENT,
            agreed_rate=AGREED,
            expiry_date_time="2026-11-22T10:20:30+03:00",
            debtor=Party(name="Ivan", address=Address(care_of="Petr", unit_number="4B")),
        ),
    ),
)
PLAIN_STATUS = TransactionStatus(original_uetr=UETR, status="ACSC")
PLAIN_REPORT = FIToFIPaymentStatusReport(
    message_id="S-1", creation_date_time="2026-11-22T10:15:31Z", transactions=(PLAIN_STATUS,)
)
REASON = StatusReasonInformation(Coded(code="AC04"), TRADING, ("closed", "since May"))
FULL_REPORT = FIToFIPaymentStatusReport(
    message_id="S-2",
    creation_date_time="2026-11-22T10:15:31Z",
    instructing_agent=SOUTH,
    instructed_agent=NORTH,
    groups=(
        OriginalGroup("MSG-1", "pacs.008.001.08", "2026-11-22T10:15:30", 0, "RJCT", (REASON,)),
        OriginalGroup("MSG-2", "pacs.008.001.13"),
    ),
    transactions=(
        TransactionStatus(
            status_id="1",
            original_message=OriginalMessage("MSG-1", "pacs.008.001.08", "2026-11-22T10:15:30"),
            original_instruction_id="I-1",
            original_end_to_end_id="E2E-1",
            original_transaction_id="T-1",
            original_uetr=UETR,
            status="RJCT",
            reasons=(REASON, StatusReasonInformation(Coded(proprietary="OURS"))),
            acceptance_date_time="2026-11-22T10:15:30Z",
            effective_settlement_date="2026-11-23",
            account_servicer_reference="A-1",
            clearing_system_reference="C-1",
            instructing_agent=NORTH,
            instructed_agent=SOUTH,
            original_interbank_settlement_amount=Amount(1250, "KWD"),
            original_interbank_settlement_date="2026-11-22",
        ),
        TransactionStatus(effective_settlement_date_time="2026-11-23T00:00:00Z", status="ACSC"),
    ),
)
ENVELOPE = BusinessApplicationHeader(
    sender_agent=NORTH,
    recipient_party=TRADING,
    business_message_id="MSG-1",
    message_definition="pacs.008.001.08",
    business_service="tallystick.link",
    creation_date_time="2026-11-22T10:15:30Z",
    copy_duplicate="DUPL",
    possible_duplicate=False,
    priority="HIGH",
)
