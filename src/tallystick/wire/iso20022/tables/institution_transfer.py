"""Types: pacs.009, a transfer between banks on their own account or as cover.

Written by tools/write_tables.py from the facts of the published schemas; not by hand.
"""

from typing import Final

MESSAGES: Final = {
    "pacs.009.001.08": "Document FICdtTrf FinancialInstitutionCreditTransferV08",
    "pacs.009.001.10": "Document FICdtTrf FinancialInstitutionCreditTransferV10",
    "pacs.009.001.11": "Document FICdtTrf FinancialInstitutionCreditTransferV11",
    "pacs.009.001.12": "Document FICdtTrf FinancialInstitutionCreditTransferV12",
}

TYPES: Final = {
    "CreditTransferTransaction36": (
        "PmtId PaymentIdentification7, PmtTpInf? PaymentTypeInformation28, "
        "IntrBkSttlmAmt ActiveCurrencyAndAmount, IntrBkSttlmDt? ISODate, "
        "SttlmPrty? Priority3Code, SttlmTmIndctn? SettlementDateTimeIndication1, "
        "SttlmTmReq? SettlementTimeRequest2, "
        "PrvsInstgAgt1? BranchAndFinancialInstitutionIdentification6, "
        "PrvsInstgAgt1Acct? CashAccount38, "
        "PrvsInstgAgt2? BranchAndFinancialInstitutionIdentification6, "
        "PrvsInstgAgt2Acct? CashAccount38, "
        "PrvsInstgAgt3? BranchAndFinancialInstitutionIdentification6, "
        "PrvsInstgAgt3Acct? CashAccount38, "
        "InstgAgt? BranchAndFinancialInstitutionIdentification6, "
        "InstdAgt? BranchAndFinancialInstitutionIdentification6, "
        "IntrmyAgt1? BranchAndFinancialInstitutionIdentification6, IntrmyAgt1Acct? CashAccount38, "
        "IntrmyAgt2? BranchAndFinancialInstitutionIdentification6, IntrmyAgt2Acct? CashAccount38, "
        "IntrmyAgt3? BranchAndFinancialInstitutionIdentification6, IntrmyAgt3Acct? CashAccount38, "
        "UltmtDbtr? BranchAndFinancialInstitutionIdentification6, "
        "Dbtr BranchAndFinancialInstitutionIdentification6, DbtrAcct? CashAccount38, "
        "DbtrAgt? BranchAndFinancialInstitutionIdentification6, DbtrAgtAcct? CashAccount38, "
        "CdtrAgt? BranchAndFinancialInstitutionIdentification6, CdtrAgtAcct? CashAccount38, "
        "Cdtr BranchAndFinancialInstitutionIdentification6, CdtrAcct? CashAccount38, "
        "UltmtCdtr? BranchAndFinancialInstitutionIdentification6, "
        "InstrForCdtrAgt* InstructionForCreditorAgent2, InstrForNxtAgt* InstructionForNextAgent1, "
        "Purp? Purpose2Choice, RmtInf? RemittanceInformation2, "
        "UndrlygCstmrCdtTrf? CreditTransferTransaction37, SplmtryData* SupplementaryData1"
    ),
    "CreditTransferTransaction37": (
        "UltmtDbtr? PartyIdentification135, InitgPty? PartyIdentification135, "
        "Dbtr PartyIdentification135, DbtrAcct? CashAccount38, "
        "DbtrAgt BranchAndFinancialInstitutionIdentification6, DbtrAgtAcct? CashAccount38, "
        "PrvsInstgAgt1? BranchAndFinancialInstitutionIdentification6, "
        "PrvsInstgAgt1Acct? CashAccount38, "
        "PrvsInstgAgt2? BranchAndFinancialInstitutionIdentification6, "
        "PrvsInstgAgt2Acct? CashAccount38, "
        "PrvsInstgAgt3? BranchAndFinancialInstitutionIdentification6, "
        "PrvsInstgAgt3Acct? CashAccount38, "
        "IntrmyAgt1? BranchAndFinancialInstitutionIdentification6, IntrmyAgt1Acct? CashAccount38, "
        "IntrmyAgt2? BranchAndFinancialInstitutionIdentification6, IntrmyAgt2Acct? CashAccount38, "
        "IntrmyAgt3? BranchAndFinancialInstitutionIdentification6, IntrmyAgt3Acct? CashAccount38, "
        "CdtrAgt BranchAndFinancialInstitutionIdentification6, CdtrAgtAcct? CashAccount38, "
        "Cdtr PartyIdentification135, CdtrAcct? CashAccount38, UltmtCdtr? PartyIdentification135, "
        "InstrForCdtrAgt* InstructionForCreditorAgent1, InstrForNxtAgt* InstructionForNextAgent1, "
        "Tax? TaxInformation8, RmtInf? RemittanceInformation16, "
        "InstdAmt? ActiveOrHistoricCurrencyAndAmount"
    ),
    "CreditTransferTransaction56": (
        "like CreditTransferTransaction36: CashAccount38 -> CashAccount40, "
        "CreditTransferTransaction37 -> CreditTransferTransaction52, InstructionForCreditorAgent2 "
        "-> InstructionForCreditorAgent3, PaymentIdentification7 -> PaymentIdentification13"
    ),
    "CreditTransferTransaction62": (
        "like CreditTransferTransaction56: BranchAndFinancialInstitutionIdentification6 -> "
        "BranchAndFinancialInstitutionIdentification8, CreditTransferTransaction52 -> "
        "CreditTransferTransaction63, + UndrlygAllcn* TransactionAllocation1 after RmtInf"
    ),
    "CreditTransferTransaction67": (
        "like CreditTransferTransaction62: CreditTransferTransaction63 -> "
        "CreditTransferTransaction68, + XpryDtTm? ISODateTime after SttlmTmReq, + PmtSgntr? "
        "CryptographicKey1Choice after XpryDtTm, + UndrlygFICdtTrf? CreditTransferTransaction69 "
        "after UndrlygCstmrCdtTrf"
    ),
    "FinancialInstitutionCreditTransferV08": (
        "GrpHdr GroupHeader93, CdtTrfTxInf+ CreditTransferTransaction36, "
        "SplmtryData* SupplementaryData1"
    ),
    "FinancialInstitutionCreditTransferV10": (
        "GrpHdr GroupHeader96, CdtTrfTxInf+ CreditTransferTransaction56, "
        "SplmtryData* SupplementaryData1"
    ),
    "FinancialInstitutionCreditTransferV11": (
        "GrpHdr GroupHeader113, CdtTrfTxInf+ CreditTransferTransaction62, "
        "SplmtryData* SupplementaryData1"
    ),
    "FinancialInstitutionCreditTransferV12": (
        "GrpHdr GroupHeader131, CdtTrfTxInf+ CreditTransferTransaction67, "
        "SplmtryData* SupplementaryData1"
    ),
}
