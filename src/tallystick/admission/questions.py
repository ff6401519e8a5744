"""What a bank asks of another, as its message says it: a recall, an enquiry, a verification.

The reading is apart from who sent it: the other node reads the same message again, and
believes nothing but what it reads. Each kind of message has a reader; the table of them is at
the end. One message is one question: one payment, or one account.
"""

from collections.abc import Callable, Iterable, Sequence
from hashlib import sha256
from typing import Any, Final, NamedTuple
from unicodedata import normalize

from tallystick.admission.desk import Refused, all_of
from tallystick.admission.headers import fault_of_mention
from tallystick.admission.parties import (
    Mention,
    agent_id,
    is_same_agent,
    mention_of,
)
from tallystick.core.assignments import AssignmentKind, recall_id
from tallystick.core.questions import DIGEST_DIGITS
from tallystick.terms.reasons import StatusReason
from tallystick.wire.iso20022.cancellation_request import (
    CancelledTransaction,
    FIToFIPaymentCancellationRequest,
    UnderlyingTransactions,
)
from tallystick.wire.iso20022.investigation import Investigation, InvestigationRequest
from tallystick.wire.iso20022.verification import (
    IdentificationVerificationRequest,
    RequestedVerification,
)
from tallystick.wire.iso20022.views import Account, Agent

_BROKEN, _MISSING = StatusReason.INVALID_FILE_FORMAT, StatusReason.REQUIRED_ELEMENT_MISSING


class Question(NamedTuple):
    """What is asked: by whom, of whom, about which payment, or about which account.

    `account` is the number of a verification in the one form in which guesses are counted.
    """

    kind: AssignmentKind
    assignment_id: str
    assigner: Mention
    assignee: Mention
    payment_id: str = ""
    account: str = ""


def numbered(kind: AssignmentKind, assigner: str, *own_ids: str) -> str:
    """Return the id of a question that its bank gave these ids: a digest of them and the bank."""
    words = "".join(f"{len(word)}:{word}" for word in (assigner, *own_ids))
    return f"{kind}:{sha256(words.encode()).hexdigest()[:DIGEST_DIGITS]}"


def question_in(document: object) -> Question | Refused:
    """Return the one question that a lawful document is, or say all that it lacks."""
    read = _READERS.get(type(document))
    if read is None:
        return Refused(_BROKEN, "Document", "it is no recall, enquiry or verification")
    question: Question | Refused = read(document)
    if isinstance(question, Refused):
        return question
    return all_of(_faults_of_parties(question)) or question


def _faults_of_parties(question: Question) -> Iterable[Refused]:
    yield from filter(None, map(fault_of_mention, (question.assigner, question.assignee)))
    if question.assigner.id and question.assigner.id == question.assignee.id:
        text = "it is the bank that asks, and no bank asks itself here"
        yield Refused(StatusReason.INCORRECT_AGENT, question.assignee.field, text)


# A recall: camt.056.


def _recall_in(document: FIToFIPaymentCancellationRequest) -> Question | Refused:
    found = [each for part in document.underlying for each in part.transactions]
    fault = all_of(_faults_of_recall(document, found))
    if fault is not None:
        return fault
    asked = found[0]
    own_assigner = Mention("TxInf/Assgnr", asked.assigner or Agent())
    own_assignee = Mention("TxInf/Assgne", asked.assignee or Agent())
    return Question(
        AssignmentKind.RECALL,
        recall_id(asked.original_uetr),
        _known(own_assigner, mention_of("Assgnmt/Assgnr", document.assignment.assigner)),
        _known(own_assignee, mention_of("Assgnmt/Assgne", document.assignment.assignee)),
        payment_id=asked.original_uetr,
    )


def _known(own: Mention, of_message: Mention) -> Mention:
    """Return whom the payment's own part names, else whom the message names as a whole."""
    return own if own.id else of_message


def _faults_of_recall(
    document: FIToFIPaymentCancellationRequest, found: Sequence[CancelledTransaction]
) -> Iterable[Refused]:
    if any(map(_cancels_whole, document.underlying)):
        text = "no message is cancelled as a whole: name the payment, by its UETR"
        yield Refused(StatusReason.TRANSACTION_NOT_SUPPORTED, "OrgnlGrpInfAndCxl/GrpCxl", text)
    if len(found) != 1:
        yield Refused(_BROKEN, "Undrlyg/TxInf", "a recall is of one payment")
    if document.number_of_transactions not in (None, 1):
        yield Refused(_BROKEN, "CtrlData/NbOfTxs", "it does not count its one payment")
    if found and not found[0].original_uetr:
        yield Refused(_MISSING, "TxInf/OrgnlUETR", "a recall names the UETR of its payment")


def _cancels_whole(part: UnderlyingTransactions) -> bool:
    return part.group is not None and part.group.is_group_cancellation is True


# An enquiry: camt.110.


def _enquiry_in(document: InvestigationRequest) -> Question | Refused:
    asked = document.investigation
    payment_id = payment_of(asked)
    if not payment_id:
        text = "an enquiry names the UETR of its payment"
        return Refused(_MISSING, "InvstgtnReq/Undrlyg", text)
    return Question(
        AssignmentKind.ENQUIRY,
        enquiry_id(asked),
        mention_of("InvstgtnReq/Rqstr", asked.requestor),
        mention_of("InvstgtnReq/Rspndr", asked.responder),
        payment_id=payment_id,
    )


def payment_of(asked: Investigation) -> str:
    """Return the UETR of the payment that is asked after, "" if none is named."""
    for underlying in (
        asked.underlying_interbank,
        asked.underlying_instruction,
        asked.underlying_entry,
    ):
        if underlying is not None:
            return underlying.uetr
    return ""


def enquiry_id(asked: Investigation) -> str:
    """Return an enquiry's id, by its requestor's number of the case or, without, its message."""
    own = asked.requestor_investigation_id or asked.message_id
    requestor = mention_of("Rqstr", asked.requestor)
    return numbered(AssignmentKind.ENQUIRY, requestor.id, own)


# A verification: acmt.023.


def _verification_in(document: IdentificationVerificationRequest) -> Question | Refused:
    if len(document.verifications) != 1:
        return Refused(_BROKEN, "Vrfctn", "one verification a message here")
    asked = document.verifications[0]
    assigner = mention_of("Assgnmt/Assgnr", document.assigner)
    assignee = mention_of("Assgnmt/Assgne", document.assignee)
    fault = all_of(_faults_of_verification(asked, assignee))
    if fault is not None:
        return fault
    return Question(
        AssignmentKind.VERIFICATION,
        numbered(AssignmentKind.VERIFICATION, assigner.id, document.message_id, asked.id),
        assigner,
        assignee,
        account=account_of(asked.identification.account),
    )


def _faults_of_verification(asked: RequestedVerification, assignee: Mention) -> Iterable[Refused]:
    said = asked.identification
    if not account_of(said.account):
        text = "a verification is of an account, by its number or a proxy"
        yield Refused(_MISSING, "PtyAndAcctId/Acct", text)
    if not asked_name(asked):
        text = "a verification asks whether an account is somebody's: it names them"
        yield Refused(_MISSING, "PtyAndAcctId/Pty/Nm", text)
    elif said.account is not None and _number_of(said.account) and said.account.proxy_id:
        text = "the account is named by a number and by a proxy: one of them counts, name that"
        yield Refused(_BROKEN, "PtyAndAcctId/Acct/Prxy", text)
    keeper = said.agent
    if keeper is not None and agent_id(keeper) and not is_same_agent(keeper, assignee.agent):
        text = "the account is at another bank than the one that is asked"
        yield Refused(StatusReason.INCORRECT_AGENT, "PtyAndAcctId/Agt", text)


def asked_name(asked: RequestedVerification) -> str:
    """Return the name that a verification asks about, "" if none."""
    party = asked.identification.party
    return party.name.strip() if party is not None else ""


def account_of(account: Account | None) -> str:
    """Return an account's number in one form, however it is written: letters and digits alone.

    The same number as an IBAN and as any other is one account, and so it is in digits of
    another width or with zeros before it, so that writing it another way buys no further guess.
    """
    if account is None:
        return ""
    written = normalize("NFKC", _number_of(account) or account.proxy_id).upper()
    bare = "".join(filter(str.isalnum, written))
    return bare.lstrip("0") or bare


def _number_of(account: Account) -> str:
    """Return an account's number as it is written, "" if only a proxy stands for it."""
    return account.iban or (account.other.id if account.other is not None else "")


_READERS: Final[dict[type, Callable[[Any], Question | Refused]]] = {
    FIToFIPaymentCancellationRequest: _recall_in,
    InvestigationRequest: _enquiry_in,
    IdentificationVerificationRequest: _verification_in,
}
