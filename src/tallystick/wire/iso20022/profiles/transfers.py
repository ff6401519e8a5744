"""CBPR+ rules on credit transfers: pacs.008, pacs.009 and, where it says so, pain.001."""

import re
from collections.abc import Iterator
from typing import Final

from tallystick.terms.reasons import StatusReason
from tallystick.wire.iso20022.profiles.reading import TRANSACTIONS, Node, Reading
from tallystick.wire.iso20022.profiles.rules import Found, Rule

_TRANSFERS: Final = ("pacs.008", "pacs.009")
_CUSTOMER: Final = ("pacs.008",)
_ORIGINALS: Final = ("camt.029", "camt.056", "pacs.002", "pacs.004", "pacs.028")
_GPI: Final = re.compile(r"G[0-9]{3}")


def _several(reading: Reading) -> Iterator[Found]:
    inside = reading.transactions
    said = reading.body.at("GrpHdr/NbOfTxs")
    if said is not None and int(said.text) != 1:
        yield Found(said)
    yield from map(Found, inside[1:])


def _without_uetr(reading: Reading) -> Iterator[Found]:
    for transaction in reading.transactions:
        if not transaction.each("PmtId/UETR"):
            yield Found(transaction, "PmtId/UETR")


def _without_original_uetr(reading: Reading) -> Iterator[Found]:
    inside = reading.transactions
    yield from (Found(each, "OrgnlUETR") for each in inside if "OrgnlUETR" not in each.parts)
    if not inside:
        yield Found(reading.body, f"{TRANSACTIONS[reading.family]}/OrgnlUETR")


def _without_instruction(reading: Reading) -> Iterator[Found]:
    for transaction in reading.transactions:
        if not transaction.each("PmtId/InstrId"):
            yield Found(transaction, "PmtId/InstrId")


def _without_agents(reading: Reading) -> Iterator[Found]:
    for transaction in reading.transactions:
        for role in ("InstgAgt", "InstdAgt"):
            if not transaction.each(f"{role}/FinInstnId/BICFI"):
                yield Found(transaction, f"{role}/FinInstnId/BICFI")


def _wrong_service_level(reading: Reading) -> Iterator[Found]:
    is_core = reading.family == "pacs.009"
    for transaction in reading.transactions:
        is_cover = "UndrlygCstmrCdtTrf" in transaction.parts
        expected = "G004" if is_core and not is_cover else "G001"
        for code in transaction.each("PmtTpInf/SvcLvl/Cd"):
            if _GPI.fullmatch(code.text) and code.text != expected:
                yield Found(code)


def _instruction_codes(reading: Reading) -> Iterator[list[Node]]:
    for transaction in reading.transactions:
        yield transaction.each("InstrForCdtrAgt/Cd")


def _repeated_instructions(reading: Reading) -> Iterator[Found]:
    for codes in _instruction_codes(reading):
        seen: set[str] = set()
        for code in codes:
            if code.text in seen:
                yield Found(code)
            seen.add(code.text)


_EXCLUDED: Final = (("TELB", "PHOB"), ("HOLD", "CHQB"))


def _contrary_instructions(reading: Reading) -> Iterator[Found]:
    for codes in _instruction_codes(reading):
        said = {code.text for code in codes}
        for code in codes:
            if any(code.text == one and other in said for one, other in _EXCLUDED):
                yield Found(code)


def _remitters(reading: Reading) -> Iterator[Node]:
    for transaction in reading.transactions:
        yield transaction
        yield from transaction.each("UndrlygCstmrCdtTrf")
        yield from transaction.each("OrgnlTxRef")


def _mixed_remittance(reading: Reading) -> Iterator[Found]:
    for node in _remitters(reading):
        yield from (
            Found(told)
            for told in node.each("RmtInf")
            if "Strd" in told.parts and "Ustrd" in told.parts
        )


def _remittance_twice(reading: Reading) -> Iterator[Found]:
    for node in reading.transactions:
        if "RmtInf" in node.parts and "RltdRmtInf" in node.parts:
            yield Found(node, "RltdRmtInf")


# Countries among which a straight-through transfer is told by name and IBAN at both ends.
_IBAN_AREAS: Final = tuple(
    frozenset(area.split())
    for area in (
        """AT BE BG BV CY CZ DE DK EE ES FI FR GB GF GI GP GR HR HU IE IS IT LI LT LU LV MQ MT
        NL NO PL PM PT RE RO SE SI SJ SK""",
        "IT VA",
        "FR MC",
        "ES AD",
        "IT SM",
    )
)


def _without_iban(reading: Reading) -> Iterator[Found]:
    if reading.header is None or ".stp." not in reading.header.says("BizSvc"):
        return
    for transaction in reading.transactions:
        countries = {
            transaction.says(f"{agent}/FinInstnId/BICFI")[4:6] for agent in ("DbtrAgt", "CdtrAgt")
        }
        if any(countries <= area for area in _IBAN_AREAS):
            for end in ("Dbtr", "Cdtr"):
                yield from (
                    Found(transaction, path)
                    for path in (f"{end}/Nm", f"{end}Acct/Id/IBAN")
                    if not transaction.each(path)
                )


def _other_part_id(reading: Reading) -> Iterator[Found]:
    own = reading.body.says("GrpHdr/MsgId")
    return (Found(each) for each in reading.body.each("PmtInf/PmtInfId") if each.text != own)


TRANSFER_RULES: Final = (
    Rule(
        "cbpr-one-transaction",
        StatusReason.INVALID_FILE_FORMAT,
        "GrpHdr/NbOfTxs",
        "A message holds one transaction.",
        _several,
        ("camt.029", "camt.056", "pacs.002", "pacs.004", "pacs.008", "pacs.009", "pacs.028"),
    ),
    Rule(
        "cbpr-uetr",
        StatusReason.REQUIRED_ELEMENT_MISSING,
        "//PmtId/UETR",
        "A payment has its unique end-to-end transaction reference.",
        _without_uetr,
        (*_TRANSFERS, "pacs.010", "pain.001"),
    ),
    Rule(
        "cbpr-original-uetr",
        StatusReason.REQUIRED_ELEMENT_MISSING,
        "//OrgnlUETR",
        "What speaks of a payment says that payment's unique end-to-end transaction reference.",
        _without_original_uetr,
        _ORIGINALS,
    ),
    Rule(
        "cbpr-instruction-id",
        StatusReason.REQUIRED_ELEMENT_MISSING,
        "CdtTrfTxInf/PmtId/InstrId",
        "A transfer has an instruction identification.",
        _without_instruction,
        _TRANSFERS,
    ),
    Rule(
        "cbpr-agents-by-bic",
        StatusReason.REQUIRED_ELEMENT_MISSING,
        "//InstgAgt/FinInstnId/BICFI, //InstdAgt/FinInstnId/BICFI",
        "The instructing and the instructed agent are told with the transaction, by BIC.",
        _without_agents,
        ("pacs.002", "pacs.004", *_TRANSFERS),
    ),
    Rule(
        "cbpr-service-level",
        StatusReason.INVALID_FILE_FORMAT,
        "CdtTrfTxInf/PmtTpInf/SvcLvl/Cd",
        "A gpi service level is G001 for a customer's transfer and its cover, G004 for a "
        "transfer of an institution's own.",
        _wrong_service_level,
        _TRANSFERS,
        needs="SvcLvl",
    ),
    Rule(
        "cbpr-instruction-once",
        StatusReason.INVALID_FILE_FORMAT,
        "CdtTrfTxInf/InstrForCdtrAgt/Cd",
        "Each instruction for the creditor's agent is given once.",
        _repeated_instructions,
        (*_TRANSFERS, "pain.001"),
        needs="InstrForCdtrAgt",
    ),
    Rule(
        "cbpr-instruction-contrary",
        StatusReason.INVALID_FILE_FORMAT,
        "CdtTrfTxInf/InstrForCdtrAgt/Cd",
        "TELB does not stand with PHOB, nor HOLD with CHQB.",
        _contrary_instructions,
        (*_TRANSFERS, "pain.001"),
        needs="InstrForCdtrAgt",
    ),
    Rule(
        "cbpr-remittance-mixed",
        StatusReason.INVALID_FILE_FORMAT,
        "//RmtInf",
        "Remittance information is structured or unstructured, not both.",
        _mixed_remittance,
        (*_TRANSFERS, "pacs.004", "pain.001"),
        needs="Strd",
    ),
    Rule(
        "cbpr-remittance-twice",
        StatusReason.INVALID_FILE_FORMAT,
        "CdtTrfTxInf/RltdRmtInf",
        "Remittance information goes with the transfer or apart from it, not both.",
        _remittance_twice,
        _CUSTOMER,
        needs="RltdRmtInf",
    ),
    Rule(
        "cbpr-stp-iban",
        StatusReason.REQUIRED_ELEMENT_MISSING,
        "CdtTrfTxInf/DbtrAcct/Id/IBAN, CdtTrfTxInf/CdtrAcct/Id/IBAN",
        "Between agents of the European payment area a straight-through transfer tells debtor "
        "and creditor by name and IBAN.",
        _without_iban,
        _CUSTOMER,
    ),
    Rule(
        "cbpr-part-id",
        StatusReason.INVALID_FILE_FORMAT,
        "PmtInf/PmtInfId",
        "The payment information's identification is the message's.",
        _other_part_id,
        ("pain.001",),
    ),
)
