"""Types: acmt.023 and acmt.024, whose account it is, asked and answered.

Written by tools/write_tables.py from the facts of the published schemas; not by hand.
"""

from typing import Final

MESSAGES: Final = {
    "acmt.023.001.02": "Document IdVrfctnReq IdentificationVerificationRequestV02",
    "acmt.023.001.04": "Document IdVrfctnReq IdentificationVerificationRequestV04",
    "acmt.024.001.02": "Document IdVrfctnRpt IdentificationVerificationReportV02",
    "acmt.024.001.04": "Document IdVrfctnRpt IdentificationVerificationReportV04",
}

TYPES: Final = {
    "IdentificationAssignment2": (
        "MsgId Max35Text, CreDtTm ISODateTime, Cretr? Party12Choice, "
        "FrstAgt? BranchAndFinancialInstitutionIdentification5, Assgnr Party12Choice, "
        "Assgne Party12Choice"
    ),
    "IdentificationAssignment4": (
        "MsgId Max35Text, CreDtTm ISODateTime, Cretr? Party50Choice, "
        "FrstAgt? BranchAndFinancialInstitutionIdentification8, Assgnr Party50Choice, "
        "Assgne Party50Choice"
    ),
    "IdentificationInformation2": (
        "Pty? PartyIdentification43, Acct? AccountIdentification4Choice, "
        "Agt? BranchAndFinancialInstitutionIdentification5"
    ),
    "IdentificationInformation5": (
        "Pty? PartyIdentification272, Acct? CashAccount40, "
        "Agt? BranchAndFinancialInstitutionIdentification8"
    ),
    "IdentificationVerification2": "Id Max35Text, PtyAndAcctId IdentificationInformation2",
    "IdentificationVerification5": "Id Max35Text, PtyAndAcctId IdentificationInformation5",
    "IdentificationVerificationReportV02": (
        "Assgnmt IdentificationAssignment2, OrgnlAssgnmt? MessageIdentification5, "
        "Rpt+ VerificationReport2, SplmtryData* SupplementaryData1"
    ),
    "IdentificationVerificationReportV04": (
        "Assgnmt IdentificationAssignment4, OrgnlAssgnmt? MessageIdentification8, "
        "Rpt+ VerificationReport5, SplmtryData* SupplementaryData1"
    ),
    "IdentificationVerificationRequestV02": (
        "Assgnmt IdentificationAssignment2, Vrfctn+ IdentificationVerification2, "
        "SplmtryData* SupplementaryData1"
    ),
    "IdentificationVerificationRequestV04": (
        "Assgnmt IdentificationAssignment4, Vrfctn+ IdentificationVerification5, "
        "SplmtryData* SupplementaryData1"
    ),
    "MessageIdentification5": (
        "MsgId? Max35Text, CreDtTm? ISODateTime, "
        "FrstAgt? BranchAndFinancialInstitutionIdentification5"
    ),
    "MessageIdentification8": (
        "MsgId? Max35Text, CreDtTm? ISODateTime, "
        "FrstAgt? BranchAndFinancialInstitutionIdentification8"
    ),
    "OrganisationIdentification8": "like OrganisationIdentification7",
    "Party11Choice": "OrgId OrganisationIdentification8 | PrvtId PersonIdentification5",
    "Party12Choice": (
        "Pty PartyIdentification43 | Agt BranchAndFinancialInstitutionIdentification5"
    ),
    "PartyIdentification43": "like PartyIdentification42: Party10Choice -> Party11Choice",
    "VerificationReason1Choice": "Cd ExternalVerificationReason1Code | Prtry Max35Text",
    "VerificationReport2": (
        "OrgnlId Max35Text, Vrfctn IdentificationVerificationIndicator, "
        "Rsn? VerificationReason1Choice, OrgnlPtyAndAcctId? IdentificationInformation2, "
        "UpdtdPtyAndAcctId? IdentificationInformation2"
    ),
    "VerificationReport5": (
        "like VerificationReport2: IdentificationInformation2 -> IdentificationInformation5"
    ),
}
