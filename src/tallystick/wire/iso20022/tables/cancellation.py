"""Types: camt.056, a request to take a payment back.

Written by tools/write_tables.py from the facts of the published schemas; not by hand.
"""

from typing import Final

MESSAGES: Final = {
    "camt.056.001.08": "Document FIToFIPmtCxlReq FIToFIPaymentCancellationRequestV08",
    "camt.056.001.11": "Document FIToFIPmtCxlReq FIToFIPaymentCancellationRequestV11",
}

TYPES: Final = {
    "ControlData1": "NbOfTxs Max15NumericText, CtrlSum? DecimalNumber",
    "FIToFIPaymentCancellationRequestV08": (
        "Assgnmt CaseAssignment5, Case? Case5, CtrlData? ControlData1, "
        "Undrlyg+ UnderlyingTransaction23, SplmtryData* SupplementaryData1"
    ),
    "FIToFIPaymentCancellationRequestV11": (
        "Assgnmt CaseAssignment6, Case? Case6, CtrlData? ControlData1, "
        "Undrlyg+ UnderlyingTransaction34, SplmtryData* SupplementaryData1"
    ),
    "OriginalGroupHeader15": (
        "GrpCxlId? Max35Text, Case? Case5, OrgnlMsgId Max35Text, OrgnlMsgNmId Max35Text, "
        "OrgnlCreDtTm? ISODateTime, NbOfTxs? Max15NumericText, CtrlSum? DecimalNumber, "
        "GrpCxl? GroupCancellationIndicator, CxlRsnInf* PaymentCancellationReason5"
    ),
    "OriginalGroupHeader21": (
        "like OriginalGroupHeader15: Case5 -> Case6, PaymentCancellationReason5 -> "
        "PaymentCancellationReason6"
    ),
    "PaymentCancellationReason5": (
        "Orgtr? PartyIdentification135, Rsn? CancellationReason33Choice, AddtlInf* Max105Text"
    ),
    "PaymentCancellationReason6": (
        "Orgtr? PartyIdentification272, Rsn? CancellationReason33Choice, AddtlInf* Max105Text"
    ),
    "PaymentTransaction106": (
        "CxlId? Max35Text, Case? Case5, OrgnlGrpInf? OriginalGroupInformation29, "
        "OrgnlInstrId? Max35Text, OrgnlEndToEndId? Max35Text, OrgnlTxId? Max35Text, "
        "OrgnlUETR? UUIDv4Identifier, OrgnlClrSysRef? Max35Text, "
        "OrgnlIntrBkSttlmAmt? ActiveOrHistoricCurrencyAndAmount, OrgnlIntrBkSttlmDt? ISODate, "
        "Assgnr? BranchAndFinancialInstitutionIdentification6, "
        "Assgne? BranchAndFinancialInstitutionIdentification6, "
        "CxlRsnInf* PaymentCancellationReason5, OrgnlTxRef? OriginalTransactionReference28, "
        "SplmtryData* SupplementaryData1"
    ),
    "PaymentTransaction155": (
        "like PaymentTransaction106: BranchAndFinancialInstitutionIdentification6 -> "
        "BranchAndFinancialInstitutionIdentification8, Case5 -> Case6, "
        "OriginalTransactionReference28 -> OriginalTransactionReference42, "
        "PaymentCancellationReason5 -> PaymentCancellationReason6"
    ),
    "UnderlyingTransaction23": (
        "OrgnlGrpInfAndCxl? OriginalGroupHeader15, TxInf* PaymentTransaction106"
    ),
    "UnderlyingTransaction34": (
        "OrgnlGrpInfAndCxl? OriginalGroupHeader21, TxInf* PaymentTransaction155"
    ),
}
