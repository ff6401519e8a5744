"""Types: what several kinds of message say of a payment.

Written by tools/write_tables.py from the facts of the published schemas; not by hand.
"""

from typing import Final

TYPES: Final = {
    "AdviceType1": "CdtAdvc? AdviceType1Choice, DbtAdvc? AdviceType1Choice",
    "AdviceType1Choice": "Cd AdviceType1Code | Prtry Max35Text",
    "Authorisation1Choice": "Cd Authorisation1Code | Prtry Max128Text",
    "BalanceSubType1Choice": "Cd ExternalBalanceSubType1Code | Prtry Max35Text",
    "BalanceType10Choice": "Cd ExternalBalanceType1Code | Prtry Max35Text",
    "BalanceType13": "CdOrPrtry BalanceType10Choice, SubTp? BalanceSubType1Choice",
    "CancellationReason33Choice": "Cd ExternalCancellationReason1Code | Prtry Max35Text",
    "Case5": "Id Max35Text, Cretr Party40Choice, ReopCaseIndctn? YesNoIndicator",
    "Case6": "like Case5: Party40Choice -> Party50Choice",
    "CaseAssignment5": (
        "Id Max35Text, Assgnr Party40Choice, Assgne Party40Choice, CreDtTm ISODateTime"
    ),
    "CaseAssignment6": "like CaseAssignment5: Party40Choice -> Party50Choice",
    "ChargeType3Choice": "Cd ExternalChargeType1Code | Prtry GenericIdentification3",
    "Charges6": "TtlChrgsAndTaxAmt? ActiveOrHistoricCurrencyAndAmount, Rcrd* ChargesRecord3",
    "Charges7": (
        "Amt ActiveOrHistoricCurrencyAndAmount, Agt BranchAndFinancialInstitutionIdentification6"
    ),
    "Charges12": "like Charges7: + Tp? ChargeType3Choice after Agt",
    "Charges15": "like Charges6: ChargesRecord3 -> ChargesRecord8",
    "Charges16": "like Charges14: - AgtAcct",
    "ChargesRecord3": (
        "Amt ActiveOrHistoricCurrencyAndAmount, CdtDbtInd? CreditDebitCode, "
        "ChrgInclInd? ChargeIncludedIndicator, Tp? ChargeType3Choice, Rate? PercentageRate, "
        "Br? ChargeBearerType1Code, Agt? BranchAndFinancialInstitutionIdentification6, "
        "Tax? TaxCharges2"
    ),
    "ChargesRecord8": (
        "like ChargesRecord3: BranchAndFinancialInstitutionIdentification6 -> "
        "BranchAndFinancialInstitutionIdentification8"
    ),
    "Cheque11": (
        "ChqTp? ChequeType2Code, ChqNb? Max35Text, ChqFr? NameAndAddress16, "
        "DlvryMtd? ChequeDeliveryMethod1Choice, DlvrTo? NameAndAddress16, "
        "InstrPrty? Priority2Code, ChqMtrtyDt? ISODate, FrmsCd? Max35Text, "
        "MemoFld{0,2} Max35Text, RgnlClrZone? Max35Text, PrtLctn? Max35Text, Sgntr{0,5} Max70Text"
    ),
    "Cheque19": "like Cheque11: NameAndAddress16 -> NameAndAddress18",
    "ChequeDeliveryMethod1Choice": "Cd ChequeDelivery1Code | Prtry Max35Text",
    "CurrencyExchange26": (
        "UnitCcy? ActiveOrHistoricCurrencyCode, QtdCcy? ActiveOrHistoricCurrencyCode, "
        "PreAgrdXchgRate BaseOneRate, QtnDtTm? ISODateTime, QtId? UUIDv4Identifier, "
        "FXAgt? BranchAndFinancialInstitutionIdentification8"
    ),
    "EntryStatus1Choice": "Cd ExternalEntryStatus1Code | Prtry Max35Text",
    "GenericIdentification3": "Id Max35Text, Issr? Max35Text",
    "GroupHeader91": (
        "MsgId Max35Text, CreDtTm ISODateTime, "
        "InstgAgt? BranchAndFinancialInstitutionIdentification6, "
        "InstdAgt? BranchAndFinancialInstitutionIdentification6"
    ),
    "GroupHeader93": (
        "like GroupHeader90: - Authstn, - GrpRtr, - TtlRtrdIntrBkSttlmAmt, + TtlIntrBkSttlmAmt? "
        "ActiveCurrencyAndAmount after CtrlSum, + PmtTpInf? PaymentTypeInformation28 after "
        "SttlmInf"
    ),
    "GroupHeader96": "like GroupHeader93: SettlementInstruction7 -> SettlementInstruction11",
    "GroupHeader113": (
        "like GroupHeader93: BranchAndFinancialInstitutionIdentification6 -> "
        "BranchAndFinancialInstitutionIdentification8, SettlementInstruction7 -> "
        "SettlementInstruction15"
    ),
    "GroupHeader131": "like GroupHeader113: + XpryDtTm? ISODateTime after CreDtTm",
    "InstructionForCreditorAgent1": "Cd? Instruction3Code, InstrInf? Max140Text",
    "InstructionForCreditorAgent2": "Cd? Instruction5Code, InstrInf? Max140Text",
    "NumberOfTransactionsPerStatus5": (
        "DtldNbOfTxs Max15NumericText, DtldSts ExternalPaymentTransactionStatus1Code, "
        "DtldCtrlSum? DecimalNumber"
    ),
    "OriginalBusinessQuery1": "MsgId Max35Text, MsgNmId? Max35Text, CreDtTm? ISODateTime",
    "OriginalGroupHeader17": (
        "OrgnlMsgId Max35Text, OrgnlMsgNmId Max35Text, OrgnlCreDtTm? ISODateTime, "
        "OrgnlNbOfTxs? Max15NumericText, OrgnlCtrlSum? DecimalNumber, "
        "GrpSts? ExternalPaymentGroupStatus1Code, StsRsnInf* StatusReasonInformation12, "
        "NbOfTxsPerSts* NumberOfTransactionsPerStatus5"
    ),
    "OriginalGroupHeader22": (
        "like OriginalGroupHeader17: StatusReasonInformation12 -> StatusReasonInformation14"
    ),
    "OriginalGroupInformation29": (
        "OrgnlMsgId Max35Text, OrgnlMsgNmId Max35Text, OrgnlCreDtTm? ISODateTime"
    ),
    "PaymentIdentification6": "InstrId? Max35Text, EndToEndId Max35Text, UETR? UUIDv4Identifier",
    "PaymentIdentification7": (
        "InstrId? Max35Text, EndToEndId Max35Text, TxId? Max35Text, UETR? UUIDv4Identifier, "
        "ClrSysRef? Max35Text"
    ),
    "ProprietaryReference1": "Tp Max35Text, Ref Max35Text",
    "RegulatoryAuthority2": "Nm? Max140Text, Ctry? CountryCode",
    "RegulatoryReporting3": (
        "DbtCdtRptgInd? RegulatoryReportingType1Code, Authrty? RegulatoryAuthority2, "
        "Dtls* StructuredRegulatoryReporting3"
    ),
    "ReturnReason5Choice": "Cd ExternalReturnReason1Code | Prtry Max35Text",
    "SequenceRange1": "FrSeq Max35Text, ToSeq Max35Text",
    "SequenceRange1Choice": (
        "FrSeq Max35Text | ToSeq Max35Text | FrToSeq+ SequenceRange1 | EQSeq+ Max35Text | "
        "NEQSeq+ Max35Text"
    ),
    "StatusReason6Choice": "Cd ExternalStatusReason1Code | Prtry Max35Text",
    "StatusReasonInformation12": (
        "Orgtr? PartyIdentification135, Rsn? StatusReason6Choice, AddtlInf* Max105Text"
    ),
    "StatusReasonInformation14": (
        "Orgtr? PartyIdentification272, Rsn? StatusReason6Choice, AddtlInf* Max105Text"
    ),
    "StructuredRegulatoryReporting3": (
        "Tp? Max35Text, Dt? ISODate, Ctry? CountryCode, Cd? Max10Text, "
        "Amt? ActiveOrHistoricCurrencyAndAmount, Inf* Max35Text"
    ),
    "SupplementaryData1": "PlcAndNm? Max350Text, Envlp SupplementaryDataEnvelope1",
    "SupplementaryDataEnvelope1": "any ##any lax",
    "TaxCharges2": "Id? Max35Text, Rate? PercentageRate, Amt? ActiveOrHistoricCurrencyAndAmount",
    "TransactionReferences6": (
        "MsgId? Max35Text, AcctSvcrRef? Max35Text, PmtInfId? Max35Text, InstrId? Max35Text, "
        "EndToEndId? Max35Text, UETR? UUIDv4Identifier, TxId? Max35Text, MndtId? Max35Text, "
        "ChqNb? Max35Text, ClrSysRef? Max35Text, AcctOwnrTxId? Max35Text, "
        "AcctSvcrTxId? Max35Text, MktInfrstrctrTxId? Max35Text, PrcgId? Max35Text, "
        "Prtry* ProprietaryReference1"
    ),
}
