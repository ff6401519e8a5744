"""In which words people judge what screening has stopped: closed sets of reasons, standing.

What else a person has to say is free text and lives in the vault: it may name people.
"""

from enum import StrEnum


class Standing(StrEnum):
    """What a person of the operator may decide: an escalated hold needs a supervisor."""

    STAFF = "staff"
    SUPERVISOR = "supervisor"


class ReleaseReason(StrEnum):
    """Why a hit is none: the party is not the one that is listed, or may be dealt with."""

    NAME_DIFFERS = "name differs"
    BIRTH_DIFFERS = "birth differs"
    COUNTRY_DIFFERS = "country differs"
    ADDRESS_DIFFERS = "address differs"
    IDENTIFIER_DIFFERS = "identifier differs"
    KIND_DIFFERS = "kind differs"
    NO_PARTY = "no party"
    LICENSED = "licensed"


class RefusalReason(StrEnum):
    """Why a held payment is refused; nobody outside is told which."""

    TRUE_MATCH = "true match"
    NOT_RULED_OUT = "not ruled out"
    NO_ANSWER = "no answer"
    FORBIDDEN_GOODS = "forbidden goods"


class Subject(StrEnum):
    """What a bank is asked for about a held payment (ExternalInvestigationReason1Code).

    Codes that would say why it is asked (AMLI, FCCI, FRAD, FWTR) are not among them.
    """

    DEBTOR = "DTOR"
    CREDITOR = "CTOR"
    ULTIMATE_DEBTOR = "ULTD"
    ULTIMATE_CREDITOR = "ULTC"
    RELATIONSHIP = "RQPR"
    PURPOSE = "PURP"
    GOODS = "RQSG"
    DOCUMENTS = "RQDO"
    LOCATION = "RQLD"
    NARRATIVE = "NARR"


class EscalationReason(StrEnum):
    """Why a hold goes to a supervisor."""

    LIKELY_MATCH = "likely match"
    LARGE_AMOUNT = "large amount"
    UNCLEAR_POLICY = "unclear policy"
    OWN_INTEREST = "own interest"


class SecondThought(StrEnum):
    """Why the first word for a release is taken back, or turned down by another person."""

    MISTAKE = "mistake"
    NEW_FACTS = "new facts"
    NOT_CONVINCED = "not convinced"
