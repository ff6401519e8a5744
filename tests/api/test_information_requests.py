"""People ask the bank of a held payment for information, by the doors, and read its answer."""

from pathlib import Path
from typing import Any

from tallystick.wire.iso20022.grammar import Message
from tallystick.wire.iso20022.investigation import (
    InvestigationAnswer,
    InvestigationRequest,
    InvestigationResponse,
)
from tallystick.wire.iso20022.messages import compose, receive
from tests.api.served import ANN, BANK, BO, OTHER_BANK, SOUTH_BANK, Answer, Served, serve
from tests.api.test_people import UETR, hold
from tests.core.pair import NORTH

AT = f"/v1/held/{UETR}"
WORDS = {"request": "r-1", "subject": "DTOR", "detail": "RQDB", "text": "When was he born?"}
# What screening found, in whatever words: none of it may reach a bank.
FOUND = ("HOUSE", "H-1", "ROE, Richard", "hold", "sanction", "screen", "SANC", "score")


def known(served: Served) -> None:
    """Let the desk know whose node it is, as a real one does."""
    served.runner.desks = {
        name: desk._replace(operator_id=NORTH) for name, desk in served.runner.desks.items()
    }


async def letters(served: Served) -> list[Any]:
    """Return the requests that the bank finds in its queue."""
    told = (await served.client(BANK).get("/v1/messages?after=0")).words["messages"]
    return [each for each in told if each["message"].startswith("camt.110")]


def answer_to(letter: str, text: str, status: str = "CLSD") -> bytes:
    """Return the camt.111 that a bank writes."""
    asked = receive(letter.encode()).document
    assert isinstance(asked, InvestigationRequest)
    told = InvestigationAnswer(narrative=text)
    document = InvestigationResponse(
        message_id="ANSWER-1", status=status, answers=(told,), investigation=asked.investigation
    )
    return compose(document, Message("camt.111.001.01"))


def test_a_bank_is_asked_and_its_answer_arrives_at_the_hold(tmp_path: Path) -> None:
    """It reads a camt.110 that says nothing of lists; the payment stays held whatever it says."""

    async def scene(served: Served) -> tuple[Answer, Any, Answer, Any, Answer]:
        known(served)
        await hold(served)
        asked = await served.client(ANN).say("POST", f"{AT}/requests", **WORDS)
        (letter,) = await letters(served)
        told = "Richard Roe, born 1990-05-17 in Kazan"
        answered = await served.client(BANK).submit(answer_to(letter["content"], told))
        served.follow()
        whole = (await served.client(BO).get(AT)).words
        return asked, letter, answered, whole, await served.client(ANN).get("/v1/held")

    asked, letter, answered, whole, waiting = serve(scene, tmp_path)
    assert asked.words["happened"] == ["information requested", "assignment presented"]
    assert (letter["payment_id"], letter["message"]) == (UETR, "camt.110.001.01")
    document = receive(letter["content"].encode()).document
    assert isinstance(document, InvestigationRequest)
    (reason,) = document.reasons
    assert (reason.reason.code, reason.narrative) == ("DTOR", "When was he born?")
    assert reason.reason_sub_kind is not None
    assert reason.reason_sub_kind.code == "RQDB"
    assert document.investigation.underlying_interbank is not None
    assert document.investigation.underlying_interbank.uetr == UETR
    assert not [word for word in FOUND if word.lower() in letter["content"].lower()]
    assert (answered.status, answered.words["status"]) == (202, "explained")
    (request,) = whole["requests"]
    assert (request["person"], request["participant"]) == ("ann", BANK.id)
    assert (request["text"], request["state"]) == ("When was he born?", "answered")
    (told,) = request["answers"]
    assert told["text"] == "Richard Roe, born 1990-05-17 in Kazan"
    assert not told["is_late"]
    assert [each["payment_id"] for each in waiting.words["held"]] == [UETR]


def test_only_the_bank_that_was_asked_answers(tmp_path: Path) -> None:
    """Another bank's answer is refused; a second one of the right bank is kept and no more."""

    async def scene(served: Served) -> tuple[list[Answer], Any]:
        known(served)
        await hold(served)
        await served.client(ANN).say("POST", f"{AT}/requests", **WORDS)
        (letter,) = await letters(served)
        first, second = (answer_to(letter["content"], text) for text in ("1990", "1991"))
        stranger = first.replace(BANK.id.encode(), OTHER_BANK.id.encode())
        made_up = first.replace(b"<RqstrInvstgtnId>", b"<RqstrInvstgtnId>x")
        said = [
            await served.client(OTHER_BANK).submit(first),
            await served.client(OTHER_BANK).submit(stranger),
            await served.client(BANK).submit(made_up),
            await served.client(BANK).submit(first),
            await served.client(BANK).submit(first),
            await served.client(BANK).submit(second),
        ]
        await served.client(ANN).say("POST", f"{AT}/refusal", reason="no answer")
        served.follow()
        assert (await served.client(ANN).get(AT)).code == "unknown"
        told = await served.client(ANN).get(f"/v1/decisions?payment={UETR}")
        return said, told.words["requests"]

    (other, stranger, made_up, first, again, second), (request,) = serve(scene, tmp_path)
    assert (other.code, stranger.code) == ("AGNT", "AG01")
    assert made_up.code == "AG01"
    assert [each.status for each in (first, again, second)] == [202, 202, 202]
    assert [(each["text"], each["is_late"]) for each in request["answers"]] == [
        ("1990", False),
        ("1991", True),
    ]
    assert request["state"] == "answered"


def test_a_request_that_tells_what_was_found_is_not_sent(tmp_path: Path) -> None:
    """Neither a list, nor the listed entity, nor the listed name goes to the bank."""

    async def scene(served: Served) -> tuple[list[Answer], list[Any]]:
        known(served)
        await hold(served)
        (entity,) = {
            each["entity"]
            for held in (await served.client(ANN).get("/v1/held")).words["held"]
            for each in held["hits"]
        }
        texts = ("He is on House.", f"Is he {entity}?", "Is he Roe, Richard?")
        said = [
            await served.client(ANN).say("POST", f"{AT}/requests", **{**WORDS, "text": text})
            for text in texts
        ]
        said.append(
            await served.client(ANN).say(
                "POST", f"{AT}/requests", **{**WORDS, "text": "Who is Richard Roe?"}
            )
        )
        return said, await letters(served)

    (*told, good), found = serve(scene, tmp_path)
    assert [each.code for each in told] == ["invalid"] * 3
    assert good.status == 202
    assert len(found) == 1


def test_asked_again_it_is_one_request_and_no_bank_may_ask(tmp_path: Path) -> None:
    """The same words change nothing, others are refused; five are enough; nobody is asked else."""

    async def scene(served: Served) -> tuple[list[Answer], Answer, Answer, list[Any]]:
        known(served)
        await hold(served)
        ann = served.client(ANN)
        said = [
            await ann.say("POST", f"{AT}/requests", **WORDS),
            await ann.say("POST", f"{AT}/requests", **WORDS),
            await ann.say("POST", f"{AT}/requests", **{**WORDS, "text": "Where does he live?"}),
        ]
        for number in range(2, 7):
            words = {**WORDS, "request": f"r-{number}"}
            said.append(await ann.say("POST", f"{AT}/requests", **words))
        bank = await served.client(BANK).say("POST", f"{AT}/requests", **WORDS)
        nobody = await ann.say("POST", "/v1/held/nobody/requests", **WORDS)
        south = await served.client(SOUTH_BANK).get("/v1/messages?after=0")
        assert not south.words["messages"]
        return said, bank, nobody, await letters(served)

    said, bank, nobody, found = serve(scene, tmp_path)
    first, again, other, *more = said
    assert first.status == again.status == 202
    assert again.words["happened"] == []
    assert other.code == "DUPL"
    assert [each.code for each in more] == ["", "", "", "", "AM21"]
    assert (bank.code, nobody.code) == ("forbidden", "unknown")
    assert len(found) == 5


def test_an_agreement_that_the_settings_do_not_name_has_nobody_to_ask(tmp_path: Path) -> None:
    """It has no desk: nobody would read the answer."""

    async def scene(served: Served) -> tuple[Answer, list[Any]]:
        await hold(served)
        served.runner.desks = {}
        said = await served.client(ANN).say("POST", f"{AT}/requests", **WORDS)
        return said, await letters(served)

    said, found = serve(scene, tmp_path)
    assert (said.status, said.code) == (404, "unknown")
    assert not found


def test_words_that_no_message_can_say_are_refused(tmp_path: Path) -> None:
    """A subject or a detail that is no code, a character that is none, an empty text."""

    async def scene(served: Served) -> tuple[list[Answer], list[Any]]:
        known(served)
        await hold(served)
        odd = (
            {"subject": "AMLI"},
            {"detail": "born"},
            {"text": ""},
            {"text": "a\u0001b"},
            {"detail": "ABCD"},
        )
        said = [
            await served.client(ANN).say("POST", f"{AT}/requests", **{**WORDS, **each})
            for each in odd
        ]
        return said, await letters(served)

    said, found = serve(scene, tmp_path)
    assert [each.status for each in said] == [422, 422, 422, 400, 400]
    assert not found
