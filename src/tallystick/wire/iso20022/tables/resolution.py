"""Types: camt.029, the answer to such a request.

Written by tools/write_tables.py from the facts of the published schemas; not by hand.
"""

from typing import Final

MESSAGES: Final = {
    "camt.029.001.09": "Document RsltnOfInvstgtn ResolutionOfInvestigationV09",
    "camt.029.001.13": "Document RsltnOfInvstgtn ResolutionOfInvestigationV13",
}

TYPES: Final = {
    "CancellationStatusReason3Choice": (
        "Cd ExternalPaymentCancellationRejection1Code | Prtry Max35Text"
    ),
    "CancellationStatusReason4": (
        "Orgtr? PartyIdentification135, Rsn? CancellationStatusReason3Choice, AddtlInf* Max105Text"
    ),
    "CancellationStatusReason5": (
        "Orgtr? PartyIdentification272, Rsn? CancellationStatusReason3Choice, AddtlInf* Max105Text"
    ),
    "Charges14": (
        "Amt ActiveOrHistoricCurrencyAndAmount, Agt BranchAndFinancialInstitutionIdentification8, "
        "AgtAcct? CashAccount40, Tp? ChargeType3Choice"
    ),
    "ClaimNonReceipt2": (
        "DtPrcd ISODate, OrgnlNxtAgt? BranchAndFinancialInstitutionIdentification6"
    ),
    "ClaimNonReceipt2Choice": "Accptd ClaimNonReceipt2 | Rjctd ClaimNonReceiptRejectReason1Choice",
    "ClaimNonReceipt3": (
        "DtPrcd ISODate, OrgnlNxtAgt? BranchAndFinancialInstitutionIdentification8"
    ),
    "ClaimNonReceipt3Choice": "Accptd ClaimNonReceipt3 | Rjctd ClaimNonReceiptRejectReason1Choice",
    "ClaimNonReceiptRejectReason1Choice": (
        "Cd ExternalClaimNonReceiptRejection1Code | Prtry Max35Text"
    ),
    "Compensation2": (
        "Amt ActiveCurrencyAndAmount, DbtrAgt BranchAndFinancialInstitutionIdentification6, "
        "CdtrAgt BranchAndFinancialInstitutionIdentification6, Rsn CompensationReason1Choice"
    ),
    "Compensation5": (
        "Amt ActiveCurrencyAndAmount, DbtrAgt BranchAndFinancialInstitutionIdentification8, "
        "DbtrAgtAcct? CashAccount40, CdtrAgt BranchAndFinancialInstitutionIdentification8, "
        "CdtrAgtAcct? CashAccount40, Rsn CompensationReason1Choice"
    ),
    "CompensationReason1Choice": "Cd ExternalPaymentCompensationReason1Code | Prtry Max35Text",
    "CorrectiveGroupInformation1": "MsgId Max35Text, MsgNmId Max35Text, CreDtTm? ISODateTime",
    "CorrectiveInterbankTransaction2": (
        "GrpHdr? CorrectiveGroupInformation1, InstrId? Max35Text, EndToEndId? Max35Text, "
        "TxId? Max35Text, UETR? UUIDv4Identifier, "
        "IntrBkSttlmAmt ActiveOrHistoricCurrencyAndAmount, IntrBkSttlmDt ISODate"
    ),
    "CorrectiveInterbankTransaction3": "like CorrectiveInterbankTransaction2",
    "CorrectivePaymentInitiation4": (
        "GrpHdr? CorrectiveGroupInformation1, PmtInfId? Max35Text, InstrId? Max35Text, "
        "EndToEndId? Max35Text, UETR? UUIDv4Identifier, "
        "InstdAmt ActiveOrHistoricCurrencyAndAmount, ReqdExctnDt? DateAndDateTime2Choice, "
        "ReqdColltnDt? ISODate"
    ),
    "CorrectivePaymentInitiation5": "like CorrectivePaymentInitiation4",
    "CorrectiveTransaction4Choice": (
        "Initn CorrectivePaymentInitiation4 | IntrBk CorrectiveInterbankTransaction2"
    ),
    "CorrectiveTransaction5Choice": (
        "Initn CorrectivePaymentInitiation5 | IntrBk CorrectiveInterbankTransaction3"
    ),
    "InvestigationStatus5Choice": (
        "Conf ExternalInvestigationExecutionConfirmation1Code | "
        "RjctdMod+ ModificationStatusReason1Choice | DplctOf Case5 | AssgnmtCxlConf YesNoIndicator"
    ),
    "InvestigationStatus6Choice": "like InvestigationStatus5Choice: Case5 -> Case6",
    "ModificationStatusReason1Choice": (
        "Cd ExternalPaymentModificationRejection1Code | Prtry Max35Text"
    ),
    "ModificationStatusReason2": (
        "Orgtr? PartyIdentification135, Rsn? ModificationStatusReason1Choice, AddtlInf* Max105Text"
    ),
    "ModificationStatusReason3": (
        "Orgtr? PartyIdentification272, Rsn? ModificationStatusReason1Choice, AddtlInf* Max105Text"
    ),
    "NumberOfCancellationsPerStatus1": (
        "DtldNbOfTxs Max15NumericText, DtldSts CancellationIndividualStatus1Code, "
        "DtldCtrlSum? DecimalNumber"
    ),
    "NumberOfTransactionsPerStatus1": (
        "DtldNbOfTxs Max15NumericText, DtldSts TransactionIndividualStatus1Code, "
        "DtldCtrlSum? DecimalNumber"
    ),
    "OriginalGroupHeader14": (
        "OrgnlGrpCxlId? Max35Text, RslvdCase? Case5, OrgnlMsgId Max35Text, "
        "OrgnlMsgNmId Max35Text, OrgnlCreDtTm? ISODateTime, OrgnlNbOfTxs? Max15NumericText, "
        "OrgnlCtrlSum? DecimalNumber, GrpCxlSts? GroupCancellationStatus1Code, "
        "CxlStsRsnInf* CancellationStatusReason4, NbOfTxsPerCxlSts* NumberOfTransactionsPerStatus1"
    ),
    "OriginalGroupHeader23": (
        "like OriginalGroupHeader14: CancellationStatusReason4 -> CancellationStatusReason5, "
        "Case5 -> Case6"
    ),
    "OriginalPaymentInstruction30": (
        "OrgnlPmtInfCxlId? Max35Text, RslvdCase? Case5, OrgnlPmtInfId Max35Text, "
        "OrgnlGrpInf? OriginalGroupInformation29, OrgnlNbOfTxs? Max15NumericText, "
        "OrgnlCtrlSum? DecimalNumber, PmtInfCxlSts? GroupCancellationStatus1Code, "
        "CxlStsRsnInf* CancellationStatusReason4, "
        "NbOfTxsPerCxlSts* NumberOfCancellationsPerStatus1, TxInfAndSts* PaymentTransaction103"
    ),
    "OriginalPaymentInstruction48": (
        "like OriginalPaymentInstruction30: CancellationStatusReason4 -> "
        "CancellationStatusReason5, Case5 -> Case6, PaymentTransaction103 -> PaymentTransaction153"
    ),
    "PaymentTransaction102": (
        "CxlStsId? Max35Text, RslvdCase? Case5, OrgnlGrpInf? OriginalGroupInformation29, "
        "OrgnlInstrId? Max35Text, OrgnlEndToEndId? Max35Text, OrgnlTxId? Max35Text, "
        "OrgnlClrSysRef? Max35Text, OrgnlUETR? UUIDv4Identifier, "
        "TxCxlSts? CancellationIndividualStatus1Code, CxlStsRsnInf* CancellationStatusReason4, "
        "RsltnRltdInf? ResolutionData1, OrgnlIntrBkSttlmAmt? ActiveOrHistoricCurrencyAndAmount, "
        "OrgnlIntrBkSttlmDt? ISODate, Assgnr? Party40Choice, Assgne? Party40Choice, "
        "OrgnlTxRef? OriginalTransactionReference28"
    ),
    "PaymentTransaction103": (
        "CxlStsId? Max35Text, RslvdCase? Case5, OrgnlInstrId? Max35Text, "
        "OrgnlEndToEndId? Max35Text, UETR? UUIDv4Identifier, "
        "TxCxlSts? CancellationIndividualStatus1Code, CxlStsRsnInf* CancellationStatusReason4, "
        "OrgnlInstdAmt? ActiveOrHistoricCurrencyAndAmount, "
        "OrgnlReqdExctnDt? DateAndDateTime2Choice, OrgnlReqdColltnDt? ISODate, "
        "OrgnlTxRef? OriginalTransactionReference28"
    ),
    "PaymentTransaction107": (
        "like PaymentTransaction102: - CxlStsId, - TxCxlSts, - CxlStsRsnInf, + ModStsId? "
        "Max35Text after -, OrgnlGrpInf OriginalGroupInformation29, + OrgnlPmtInfId? Max35Text "
        "after OrgnlGrpInf, + ModStsRsnInf* ModificationStatusReason2 after OrgnlUETR"
    ),
    "PaymentTransaction152": (
        "like PaymentTransaction102: CancellationStatusReason4 -> CancellationStatusReason5, "
        "Case5 -> Case6, OriginalTransactionReference28 -> OriginalTransactionReference42, "
        "Party40Choice -> Party50Choice, ResolutionData1 -> ResolutionData5"
    ),
    "PaymentTransaction153": (
        "like PaymentTransaction103: CancellationStatusReason4 -> CancellationStatusReason5, "
        "Case5 -> Case6, OriginalTransactionReference28 -> OriginalTransactionReference42"
    ),
    "PaymentTransaction157": (
        "like PaymentTransaction107: Case5 -> Case6, ModificationStatusReason2 -> "
        "ModificationStatusReason3, OriginalTransactionReference28 -> "
        "OriginalTransactionReference42, Party40Choice -> Party50Choice, ResolutionData1 -> "
        "ResolutionData5"
    ),
    "ResolutionData1": (
        "EndToEndId? Max35Text, TxId? Max35Text, UETR? UUIDv4Identifier, "
        "IntrBkSttlmAmt? ActiveOrHistoricCurrencyAndAmount, IntrBkSttlmDt? ISODate, "
        "ClrChanl? ClearingChannel2Code, Compstn? Compensation2, Chrgs* Charges7"
    ),
    "ResolutionData5": (
        "like ResolutionData1: Compensation2 -> Compensation5, - Chrgs, + ChrgsInf* Charges14 "
        "after Compstn"
    ),
    "ResolutionOfInvestigationV09": (
        "Assgnmt CaseAssignment5, RslvdCase? Case5, Sts InvestigationStatus5Choice, "
        "CxlDtls* UnderlyingTransaction22, ModDtls? PaymentTransaction107, "
        "ClmNonRctDtls? ClaimNonReceipt2Choice, StmtDtls? StatementResolutionEntry4, "
        "CrrctnTx? CorrectiveTransaction4Choice, RsltnRltdInf? ResolutionData1, "
        "SplmtryData* SupplementaryData1"
    ),
    "ResolutionOfInvestigationV13": (
        "Assgnmt CaseAssignment6, RslvdCase? Case6, Sts InvestigationStatus6Choice, "
        "CxlDtls* UnderlyingTransaction32, ModDtls? PaymentTransaction157, "
        "ClmNonRctDtls? ClaimNonReceipt3Choice, StmtDtls? StatementResolutionEntry5, "
        "CrrctnTx? CorrectiveTransaction5Choice, RsltnRltdInf? ResolutionData5, "
        "SplmtryData* SupplementaryData1"
    ),
    "StatementResolutionEntry4": (
        "OrgnlGrpInf? OriginalGroupInformation29, OrgnlStmtId? Max35Text, UETR? UUIDv4Identifier, "
        "AcctSvcrRef? Max35Text, CrrctdAmt? ActiveOrHistoricCurrencyAndAmount, Chrgs* Charges6, "
        "Purp? Purpose2Choice"
    ),
    "StatementResolutionEntry5": "like StatementResolutionEntry4: Charges6 -> Charges15",
    "UnderlyingTransaction22": (
        "OrgnlGrpInfAndSts? OriginalGroupHeader14, "
        "OrgnlPmtInfAndSts* OriginalPaymentInstruction30, TxInfAndSts* PaymentTransaction102"
    ),
    "UnderlyingTransaction32": (
        "OrgnlGrpInfAndSts? OriginalGroupHeader23, "
        "OrgnlPmtInfAndSts* OriginalPaymentInstruction48, TxInfAndSts* PaymentTransaction152"
    ),
}
