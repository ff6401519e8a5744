"""What the node keeps of a request for information and of its answers: under the payment's key."""

from typing_extensions import override

from tallystick.admission.desk import ANSWER, ANSWER_EVIDENCE, Desk
from tallystick.core import effects as f
from tallystick.core import events
from tallystick.core.lifecycle import PaymentState
from tallystick.core.screening_commands import RefuseHeld, RequestInformation
from tallystick.links.information_requests import (
    REQUEST,
    Wanted,
    request_letter,
    words_in,
)
from tallystick.node.engine import Input, Personal
from tallystick.sandbox.case_letters import Envelope, answer_letter
from tallystick.terms.reviews import Subject
from tallystick.terms.verdicts import Outcome, Verdict
from tallystick.wire.iso20022.grammar import Message
from tallystick.wire.iso20022.messages import receive
from tests.core.pair import NORTH
from tests.node.asking_nodes import ASKER, AskingNodes
from tests.node.history import verdict

NUMBER = "a" * 32
NAME = f"information:{NUMBER}"


class InformingNodes(AskingNodes):
    """Nodes whose desks know whose they are, as those do that are set up by settings."""

    @override
    def desk_of(self, name: str) -> Desk:
        return super().desk_of(name)._replace(operator_id=name)

    @override
    def verdict(self, name: str, payment_id: str) -> Verdict:
        """Hold everything at the north."""
        return verdict(Outcome.HOLD) if name == NORTH else super().verdict(name, payment_id)

    def held(self) -> str:
        """Have a payment held for review at the north, and return its id."""
        payment_id = self.send(NORTH, 100_000)
        assert self.state(NORTH).payments[payment_id].state is PaymentState.HELD
        return payment_id

    def request(self, payment_id: str) -> bytes:
        """Have ann ask its bank, and return the letter."""
        words = (payment_id, Subject.DEBTOR, "", "Who is he?")
        letter = request_letter(Wanted(NUMBER, NORTH, ASKER, *words), None)
        command = RequestInformation(payment_id, NAME, "ann", Subject.DEBTOR, b"digest")
        self.step(NORTH, Input(command, (Personal(REQUEST, letter),)))
        return letter

    def inform(self, letter: bytes, text: str = "") -> list[events.AnyEvent]:
        """Have the bank answer, and return what happened."""
        answer = answer_letter(receive(letter), {}, Envelope("A-1", 0))
        if text:
            answer = answer.replace(b"Our customer since 2011", text.encode())
        return self.answer(NORTH, ASKER, answer).events


def nodes() -> InformingNodes:
    """Return two nodes of which the north holds what comes."""
    return InformingNodes().found()


def test_question_and_answer_lie_under_the_payments_key_and_go_with_it() -> None:
    """The bank reads the very letter, signed; once the key is erased nobody reads any of it."""
    both = nodes()
    payment_id = both.held()
    letter = both.request(payment_id)
    (told,) = both.told(NORTH, ASKER, f.PresentAssignment)
    assert (told.content, told.payment_id, told.assignment_id) == (letter, payment_id, NAME)
    (given,) = both.inform(letter)
    assert isinstance(given, events.InformationReceived)
    node, store = both.nodes[NORTH], both.stores[NORTH]
    assert store.key(NAME) is None
    (answer,) = node.kept(payment_id, ANSWER)
    assert "customer" in words_in(answer)
    assert len(node.kept(payment_id, ANSWER_EVIDENCE)) == 1
    both.restart(NORTH)
    both.settle_down()
    store.erase(payment_id)
    node = both.nodes[NORTH]
    assert node.kept(payment_id, REQUEST) == node.kept(payment_id, ANSWER) == ()
    (over,) = both.told(NORTH, ASKER, f.PresentAssignment)
    assert over.message == Message("camt.111.001.01")
    assert b"Who is he" not in over.content


def test_an_answer_after_the_payments_end_is_kept_beside_it() -> None:
    """It is under the payment's key too, and the end stays as it was."""
    both = nodes()
    payment_id = both.held()
    letter = both.request(payment_id)
    both.inform(letter)
    both.do(NORTH, RefuseHeld(payment_id, "ann"))
    (late,) = both.inform(letter, "He is new here")
    assert isinstance(late, events.InformationLate)
    assert len(both.nodes[NORTH].kept(payment_id, ANSWER)) == 2
    assert both.state(NORTH).payments[payment_id].state is PaymentState.REFUSED


def test_an_answer_that_names_who_is_listed_is_kept_and_not_stopped() -> None:
    """Where the policy refuses a hit: else the bank could not say who its customer is."""
    both = nodes()
    both.refuses.add(NORTH)
    payment_id = both.held()
    (given,) = both.inform(both.request(payment_id), "He is Richard Roe")
    assert isinstance(given, events.InformationReceived)
    (evidence,) = both.nodes[NORTH].kept(payment_id, ANSWER_EVIDENCE)
    assert b"Richard Roe" in evidence
