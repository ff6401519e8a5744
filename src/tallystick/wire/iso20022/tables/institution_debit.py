"""Types: pacs.010, a debit of one bank by another.

Written by tools/write_tables.py from the facts of the published schemas; not by hand.
"""

from typing import Final

MESSAGES: Final = {
    "pacs.010.001.03": "Document FIDrctDbt FinancialInstitutionDirectDebitV03",
    "pacs.010.001.06": "Document FIDrctDbt FinancialInstitutionDirectDebitV06",
}

TYPES: Final = {
    "CreditTransferTransaction38": (
        "like CreditTransferTransaction36: - PmtId, - IntrBkSttlmAmt, - SttlmPrty, - SttlmTmReq, "
        "- PrvsInstgAgt1, - PrvsInstgAgt1Acct, - PrvsInstgAgt2, - PrvsInstgAgt2Acct, - "
        "PrvsInstgAgt3, - PrvsInstgAgt3Acct, - UltmtDbtr, - Dbtr, - DbtrAcct, - DbtrAgt, - "
        "DbtrAgtAcct, - InstrForNxtAgt, - Purp, - RmtInf, - UndrlygCstmrCdtTrf, + CdtId Max35Text "
        "after -, + BtchBookg? BatchBookingIndicator after CdtId, + TtlIntrBkSttlmAmt? "
        "ActiveCurrencyAndAmount after PmtTpInf, + DrctDbtTxInf+ "
        "DirectDebitTransactionInformation25 after InstrForCdtrAgt"
    ),
    "CreditTransferTransaction66": (
        "like CreditTransferTransaction38: BranchAndFinancialInstitutionIdentification6 -> "
        "BranchAndFinancialInstitutionIdentification8, CashAccount38 -> CashAccount40, "
        "DirectDebitTransactionInformation25 -> DirectDebitTransactionInformation33, "
        "InstructionForCreditorAgent2 -> InstructionForCreditorAgent3"
    ),
    "DirectDebitTransactionInformation25": (
        "PmtId PaymentIdentification7, PmtTpInf? PaymentTypeInformation28, "
        "IntrBkSttlmAmt ActiveCurrencyAndAmount, IntrBkSttlmDt? ISODate, "
        "SttlmPrty? Priority3Code, SttlmTmIndctn? SettlementDateTimeIndication1, "
        "SttlmTmReq? SettlementTimeRequest2, "
        "UltmtDbtr? BranchAndFinancialInstitutionIdentification6, "
        "Dbtr BranchAndFinancialInstitutionIdentification6, DbtrAcct? CashAccount38, "
        "DbtrAgt? BranchAndFinancialInstitutionIdentification6, DbtrAgtAcct? CashAccount38, "
        "InstrForDbtrAgt? Max210Text, Purp? Purpose2Choice, RmtInf? RemittanceInformation2"
    ),
    "DirectDebitTransactionInformation33": (
        "like DirectDebitTransactionInformation25: BranchAndFinancialInstitutionIdentification6 "
        "-> BranchAndFinancialInstitutionIdentification8, CashAccount38 -> CashAccount40, "
        "PaymentIdentification7 -> PaymentIdentification13"
    ),
    "FinancialInstitutionDirectDebitV03": (
        "GrpHdr GroupHeader92, CdtInstr+ CreditTransferTransaction38, "
        "SplmtryData* SupplementaryData1"
    ),
    "FinancialInstitutionDirectDebitV06": (
        "GrpHdr GroupHeader119, CdtInstr+ CreditTransferTransaction66, "
        "SplmtryData* SupplementaryData1"
    ),
    "GroupHeader92": (
        "like GroupHeader91: + NbOfTxs Max15NumericText after CreDtTm, + CtrlSum? DecimalNumber "
        "after NbOfTxs"
    ),
    "GroupHeader119": (
        "like GroupHeader113: - BtchBookg, - TtlIntrBkSttlmAmt, - IntrBkSttlmDt, - SttlmInf, - "
        "PmtTpInf"
    ),
}
