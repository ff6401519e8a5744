"""Which message versions the tables hold, and on which shelf each type stands."""

from typing import Final


def versions(family: str, numbers: str) -> tuple[str, ...]:
    """Return the names of a family's versions."""
    return tuple(f"{family}.001.{number}" for number in numbers.split())


# Each family has its own table, and what it alone uses stands there.
FAMILIES: Final = {
    "business_header": versions("head.001", "01 02 03 04"),
    "initiation": versions("pain.001", "09 12"),
    "initiation_status": versions("pain.002", "10 14"),
    "request_to_pay": versions("pain.013", "07 11") + versions("pain.014", "07 11"),
    "credit_transfer": versions("pacs.008", "08 10 11 12 13"),
    "status_report": versions("pacs.002", "10 12 13 14 15"),
    "payment_return": versions("pacs.004", "09 10 11 13 14"),
    "institution_transfer": versions("pacs.009", "08 10 11 12"),
    "institution_debit": versions("pacs.010", "03 06"),
    "status_request": versions("pacs.028", "03 06"),
    "cancellation": versions("camt.056", "08 11"),
    "resolution": versions("camt.029", "09 13"),
    "liquidity": versions("camt.050", "05 07") + versions("camt.103", "01 03"),
    "receipt": versions("camt.025", "05 08"),
    "statement": (
        versions("camt.052", "08 11 13")
        + versions("camt.053", "08 11 13")
        + versions("camt.054", "08 11 13")
    ),
    "reporting_request": versions("camt.060", "05 07"),
    "investigation": versions("camt.110", "01") + versions("camt.111", "01 02"),
    "verification": versions("acmt.023", "02 04") + versions("acmt.024", "02 04"),
    "system": (
        "admi.002.001.01",
        "admi.004.001.02",
        "admi.007.001.01",
        "admi.011.001.01",
    ),
}
# What several families use goes where its subject is: the first whose roots lead to it.
SUBJECTS: Final = {
    "parties": (
        "BranchAndFinancialInstitutionIdentification",
        "PartyIdentification",
        "Party44Choice",
        "Party40Choice",
        "Party50Choice",
        "CashAccount",
    ),
    "remittance": ("RemittanceInformation", "RemittanceLocation"),
    "originals": ("OriginalTransactionReference", "MandateRelatedInformation"),
    "payments": ("",),
}
# What a family alone uses and is too much for one table: what these roots lead to stands apart.
DIVISIONS: Final = {"entries": ("statement", ("EntryTransaction",))}
PROMISES: Final = {
    "values": "what a text in an element may be",
    "parties": "parties, agents, accounts and where they are",
    "remittance": "what a payment is for, and what tax is in it",
    "originals": "what a message repeats of the payment it speaks of",
    "payments": "what several kinds of message say of a payment",
    "business_header": "head.001, the header that travels before a message",
    "initiation": "pain.001, a customer's order to its bank",
    "initiation_status": "pain.002, how a customer's order stands",
    "request_to_pay": "pain.013 and pain.014, a creditor's request to be paid, and the answer",
    "credit_transfer": "pacs.008, a customer's credit transfer between banks",
    "status_report": "pacs.002, how a payment stands",
    "payment_return": "pacs.004, a settled payment's way back",
    "institution_transfer": "pacs.009, a transfer between banks on their own account or as cover",
    "institution_debit": "pacs.010, a debit of one bank by another",
    "status_request": "pacs.028, a question how a payment stands",
    "cancellation": "camt.056, a request to take a payment back",
    "resolution": "camt.029, the answer to such a request",
    "liquidity": "camt.050 and camt.103, moving liquidity and reserving it",
    "receipt": "camt.025, the answer to an order about liquidity",
    "statement": "camt.052, camt.053 and camt.054, what moved on an account and what is there",
    "entries": "an entry of a statement and the payments in it",
    "reporting_request": "camt.060, a request for a report of an account",
    "investigation": "camt.110 and camt.111, an enquiry about a payment, and the answer",
    "verification": "acmt.023 and acmt.024, whose account it is, asked and answered",
    "system": "admi.002, .004, .007 and .011, what a system says of messages and of itself",
}
