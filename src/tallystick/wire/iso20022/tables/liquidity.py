"""Types: camt.050 and camt.103, moving liquidity and reserving it.

Written by tools/write_tables.py from the facts of the published schemas; not by hand.
"""

from typing import Final

MESSAGES: Final = {
    "camt.050.001.05": "Document LqdtyCdtTrf LiquidityCreditTransferV05",
    "camt.050.001.07": "Document LqdtyCdtTrf LiquidityCreditTransferV07",
    "camt.103.001.01": "Document CretRsvatn CreateReservationV01",
    "camt.103.001.03": "Document CretRsvatn CreateReservationV03",
}

TYPES: Final = {
    "Amount2Choice": "AmtWthtCcy ImpliedCurrencyAndAmount | AmtWthCcy ActiveCurrencyAndAmount",
    "CreateReservationV01": (
        "MsgHdr MessageHeader1, RsvatnId ReservationIdentification2, ValSet Reservation4, "
        "SplmtryData* SupplementaryData1"
    ),
    "CreateReservationV03": (
        "like CreateReservationV01: ReservationIdentification2 -> ReservationIdentification4"
    ),
    "LiquidityCreditTransfer2": (
        "LqdtyTrfId? PaymentIdentification8, Cdtr? BranchAndFinancialInstitutionIdentification6, "
        "CdtrAcct? CashAccount38, TrfdAmt Amount2Choice, "
        "Dbtr? BranchAndFinancialInstitutionIdentification6, DbtrAcct? CashAccount38, "
        "SttlmDt? ISODate"
    ),
    "LiquidityCreditTransfer4": (
        "like LiquidityCreditTransfer2: BranchAndFinancialInstitutionIdentification6 -> "
        "BranchAndFinancialInstitutionIdentification8, CashAccount38 -> CashAccount40"
    ),
    "LiquidityCreditTransferV05": (
        "MsgHdr MessageHeader1, LqdtyCdtTrf LiquidityCreditTransfer2, "
        "SplmtryData* SupplementaryData1"
    ),
    "LiquidityCreditTransferV07": (
        "MsgHdr MessageHeader1, LqdtyCdtTrf LiquidityCreditTransfer4, "
        "SplmtryData* SupplementaryData1"
    ),
    "MarketInfrastructureIdentification1Choice": (
        "Cd ExternalMarketInfrastructure1Code | Prtry Max35Text"
    ),
    "MessageHeader1": "MsgId Max35Text, CreDtTm? ISODateTime",
    "PaymentIdentification8": "like PaymentIdentification7: - ClrSysRef",
    "Reservation4": "StartDtTm? DateAndDateTime2Choice, Amt Amount2Choice",
    "ReservationIdentification2": (
        "RsvatnId? Max35Text, SysId? SystemIdentification2Choice, Tp ReservationType1Choice, "
        "AcctOwnr? BranchAndFinancialInstitutionIdentification6, "
        "AcctId? AccountIdentification4Choice"
    ),
    "ReservationIdentification4": (
        "RsvatnId? Max35Text, SysId? SystemIdentification2Choice, Tp ReservationType2Choice, "
        "AcctOwnr? BranchAndFinancialInstitutionIdentification8, "
        "AcctId? AccountIdentification4Choice"
    ),
    "ReservationType1Choice": "Cd ReservationType2Code | Prtry Max35Text",
    "ReservationType2Choice": "Cd ExternalReservationType1Code | Prtry Max35Text",
    "SystemIdentification2Choice": (
        "MktInfrstrctrId MarketInfrastructureIdentification1Choice | Ctry CountryCode"
    ),
}
