"""Types: pacs.004, a settled payment's way back.

Written by tools/write_tables.py from the facts of the published schemas; not by hand.
"""

from typing import Final

MESSAGES: Final = {
    "pacs.004.001.09": "Document PmtRtr PaymentReturnV09",
    "pacs.004.001.10": "Document PmtRtr PaymentReturnV10",
    "pacs.004.001.11": "Document PmtRtr PaymentReturnV11",
    "pacs.004.001.13": "Document PmtRtr PaymentReturnV13",
    "pacs.004.001.14": "Document PmtRtr PaymentReturnV14",
}

TYPES: Final = {
    "CreditTransferTransaction45": (
        "like CreditTransferTransaction37: InstructionForCreditorAgent1 -> "
        "InstructionForCreditorAgent3"
    ),
    "GroupHeader90": (
        "MsgId Max35Text, CreDtTm ISODateTime, Authstn{0,2} Authorisation1Choice, "
        "BtchBookg? BatchBookingIndicator, NbOfTxs Max15NumericText, CtrlSum? DecimalNumber, "
        "GrpRtr? TrueFalseIndicator, TtlRtrdIntrBkSttlmAmt? ActiveCurrencyAndAmount, "
        "IntrBkSttlmDt? ISODate, SttlmInf SettlementInstruction7, "
        "InstgAgt? BranchAndFinancialInstitutionIdentification6, "
        "InstdAgt? BranchAndFinancialInstitutionIdentification6"
    ),
    "GroupHeader99": (
        "like GroupHeader90: SettlementInstruction7 -> SettlementInstruction11, + PmtTpInf? "
        "PaymentTypeInformation28 after SttlmInf"
    ),
    "GroupHeader123": (
        "like GroupHeader99: BranchAndFinancialInstitutionIdentification6 -> "
        "BranchAndFinancialInstitutionIdentification8, SettlementInstruction11 -> "
        "SettlementInstruction15"
    ),
    "MandateRelatedData1Choice": (
        "DrctDbtMndt? MandateRelatedInformation14 | CdtTrfMndt? CreditTransferMandateData1"
    ),
    "OriginalGroupHeader18": (
        "OrgnlMsgId Max35Text, OrgnlMsgNmId Max35Text, OrgnlCreDtTm? ISODateTime, "
        "RtrRsnInf* PaymentReturnReason6"
    ),
    "OriginalGroupHeader19": (
        "like OriginalGroupHeader18: PaymentReturnReason6 -> PaymentReturnReason7"
    ),
    "OriginalTransactionReference32": (
        "like OriginalTransactionReference28: MandateRelatedInformation14 -> "
        "MandateRelatedData1Choice, + UndrlygCstmrCdtTrf? CreditTransferTransaction45 after Purp"
    ),
    "OriginalTransactionReference36": (
        "like OriginalTransactionReference35: + UndrlygCstmrCdtTrf? CreditTransferTransaction52 "
        "after Purp"
    ),
    "OriginalTransactionReference41": (
        "like OriginalTransactionReference36: BranchAndFinancialInstitutionIdentification6 -> "
        "BranchAndFinancialInstitutionIdentification8, CreditTransferTransaction52 -> "
        "CreditTransferTransaction63, MandateRelatedData2Choice -> MandateRelatedData3Choice, "
        "Party40Choice -> Party50Choice, PartyIdentification135 -> PartyIdentification272, "
        "RemittanceInformation21 -> RemittanceInformation22, SettlementInstruction11 -> "
        "SettlementInstruction15"
    ),
    "OriginalTransactionReference44": (
        "like OriginalTransactionReference41: CreditTransferTransaction63 -> "
        "CreditTransferTransaction68, + UndrlygFICdtTrf? CreditTransferTransaction69 after "
        "UndrlygCstmrCdtTrf"
    ),
    "PaymentReturnV09": (
        "GrpHdr GroupHeader90, OrgnlGrpInf? OriginalGroupHeader18, TxInf* PaymentTransaction112, "
        "SplmtryData* SupplementaryData1"
    ),
    "PaymentReturnV10": "like PaymentReturnV09: PaymentTransaction112 -> PaymentTransaction118",
    "PaymentReturnV11": (
        "GrpHdr GroupHeader99, OrgnlGrpInf? OriginalGroupHeader18, TxInf* PaymentTransaction133, "
        "SplmtryData* SupplementaryData1"
    ),
    "PaymentReturnV13": (
        "GrpHdr GroupHeader123, OrgnlGrpInf? OriginalGroupHeader19, TxInf* PaymentTransaction159, "
        "SplmtryData* SupplementaryData1"
    ),
    "PaymentReturnV14": "like PaymentReturnV13: PaymentTransaction159 -> PaymentTransaction163",
    "PaymentReturnReason6": "like PaymentReturnReason5: - OrgnlBkTxCd",
    "PaymentReturnReason7": (
        "Orgtr? PartyIdentification272, Rsn? ReturnReason5Choice, AddtlInf* Max105Text"
    ),
    "PaymentTransaction112": (
        "RtrId? Max35Text, OrgnlGrpInf? OriginalGroupInformation29, OrgnlInstrId? Max35Text, "
        "OrgnlEndToEndId? Max35Text, OrgnlTxId? Max35Text, OrgnlUETR? UUIDv4Identifier, "
        "OrgnlClrSysRef? Max35Text, OrgnlIntrBkSttlmAmt? ActiveOrHistoricCurrencyAndAmount, "
        "OrgnlIntrBkSttlmDt? ISODate, RtrdIntrBkSttlmAmt ActiveCurrencyAndAmount, "
        "IntrBkSttlmDt? ISODate, SttlmPrty? Priority3Code, "
        "SttlmTmIndctn? SettlementDateTimeIndication1, "
        "RtrdInstdAmt? ActiveOrHistoricCurrencyAndAmount, XchgRate? BaseOneRate, "
        "CompstnAmt? ActiveOrHistoricCurrencyAndAmount, ChrgBr? ChargeBearerType1Code, "
        "ChrgsInf* Charges7, ClrSysRef? Max35Text, "
        "InstgAgt? BranchAndFinancialInstitutionIdentification6, "
        "InstdAgt? BranchAndFinancialInstitutionIdentification6, RtrChain? TransactionParties7, "
        "RtrRsnInf* PaymentReturnReason6, OrgnlTxRef? OriginalTransactionReference28, "
        "SplmtryData* SupplementaryData1"
    ),
    "PaymentTransaction118": (
        "like PaymentTransaction112: OriginalTransactionReference28 -> "
        "OriginalTransactionReference32, TransactionParties7 -> TransactionParties8"
    ),
    "PaymentTransaction133": (
        "like PaymentTransaction112: OriginalTransactionReference28 -> "
        "OriginalTransactionReference36, TransactionParties7 -> TransactionParties10, + PmtTpInf? "
        "PaymentTypeInformation28 after OrgnlIntrBkSttlmDt, + SttlmTmReq? SettlementTimeRequest2 "
        "after SttlmTmIndctn"
    ),
    "PaymentTransaction159": (
        "like PaymentTransaction133: BranchAndFinancialInstitutionIdentification6 -> "
        "BranchAndFinancialInstitutionIdentification8, Charges7 -> Charges16, "
        "OriginalTransactionReference36 -> OriginalTransactionReference41, PaymentReturnReason6 "
        "-> PaymentReturnReason7, TransactionParties10 -> TransactionParties11"
    ),
    "PaymentTransaction163": (
        "like PaymentTransaction159: OriginalTransactionReference41 -> "
        "OriginalTransactionReference44, + AgrdRate? CurrencyExchange26 after XchgRate"
    ),
    "TransactionParties7": (
        "UltmtDbtr? Party40Choice, Dbtr Party40Choice, InitgPty? Party40Choice, "
        "DbtrAgt? BranchAndFinancialInstitutionIdentification6, "
        "PrvsInstgAgt1? BranchAndFinancialInstitutionIdentification6, "
        "PrvsInstgAgt2? BranchAndFinancialInstitutionIdentification6, "
        "PrvsInstgAgt3? BranchAndFinancialInstitutionIdentification6, "
        "IntrmyAgt1? BranchAndFinancialInstitutionIdentification6, "
        "IntrmyAgt2? BranchAndFinancialInstitutionIdentification6, "
        "IntrmyAgt3? BranchAndFinancialInstitutionIdentification6, "
        "CdtrAgt? BranchAndFinancialInstitutionIdentification6, Cdtr Party40Choice, "
        "UltmtCdtr? Party40Choice"
    ),
    "TransactionParties8": (
        "like TransactionParties7: + DbtrAcct? CashAccount38 after Dbtr, + DbtrAgtAcct? "
        "CashAccount38 after DbtrAgt, + PrvsInstgAgt1Acct? CashAccount38 after PrvsInstgAgt1, + "
        "PrvsInstgAgt2Acct? CashAccount38 after PrvsInstgAgt2, + PrvsInstgAgt3Acct? CashAccount38 "
        "after PrvsInstgAgt3, + IntrmyAgt1Acct? CashAccount38 after IntrmyAgt1, + IntrmyAgt2Acct? "
        "CashAccount38 after IntrmyAgt2, + IntrmyAgt3Acct? CashAccount38 after IntrmyAgt3, + "
        "CdtrAgtAcct? CashAccount38 after CdtrAgt, + CdtrAcct? CashAccount38 after Cdtr"
    ),
    "TransactionParties10": "like TransactionParties8: CashAccount38 -> CashAccount40",
    "TransactionParties11": (
        "like TransactionParties10: BranchAndFinancialInstitutionIdentification6 -> "
        "BranchAndFinancialInstitutionIdentification8, Party40Choice -> Party50Choice"
    ),
}
