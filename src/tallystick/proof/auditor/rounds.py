"""Cycles: declared by each for what it decides, compared line by line, signed, then settled."""

from tallystick.core.commands import CloseCycle, FixCycleRate
from tallystick.core.events import (
    CaseKind,
    CycleClosed,
    CycleMatched,
    CycleRateFixed,
    CycleSigned,
    CycleUnequal,
    DeclarationHeard,
    DifferencesNamed,
    SignatureHeard,
)
from tallystick.core.items import Declared, LinesShown, RootSigned
from tallystick.proof.auditor import figures, squaring, tally
from tallystick.proof.auditor.books import Books, Link, Round
from tallystick.proof.auditor.script import Script, case, no
from tallystick.terms.money import Rate
from tallystick.terms.parties import Side


def fix_cycle_rate(books: Books, _at: int, command: FixCycleRate) -> Script:
    """Only the agreement's rate fixer fixes the rate of the cycle to come."""
    link = books.links.get(command.agreement_id)
    if link is None or not _may_fix(books, link, command.rate):
        yield no(command.agreement_id)
    else:
        yield CycleRateFixed(command.agreement_id, command.rate)


def _may_fix(books: Books, link: Link, rate: Rate) -> bool:
    if not link.current:
        return False
    text = figures.text_now(link)
    mine = text.is_mutual and text.rate_fixer == books.operator_id
    return mine and figures.is_rate_between(rate, text.ends[0], text.ends[1])


def close_cycle(books: Books, _at: int, command: CloseCycle) -> Script:
    """Only the open cycle is closed."""
    link = books.links.get(command.agreement_id)
    in_force = link is not None and link.current > 0
    if link is None or not in_force or command.cycle != link.open_round:
        yield no(command.agreement_id)
    else:
        yield from _close(books, link)


def _close(books: Books, link: Link) -> Script:
    number = link.open_round
    ours = tally.sums_of(books, link, number, Side.CREDITOR)
    yield CycleClosed(
        link.agreement_id,
        number,
        ours.count,
        ours.debtor_total,
        ours.creditor_total,
        ours.root,
        _rate_to_tell(books, link),
        _text_to_come(books, link),
    )
    yield from compare(books, link, link.round(number))


def _text_to_come(books: Books, link: Link) -> int:
    """Return the version that the next cycle opens under, if it is another than now."""
    version = figures.version_in(books, link, link.open_round + 1)
    return 0 if version == link.current else version


def _rate_to_tell(books: Books, link: Link) -> Rate | None:
    text = figures.text_in(books, link, link.open_round)
    if not text.is_mutual or text.rate_fixer != books.operator_id:
        return None
    return link.rate_ahead or figures.rate_in(books, link, link.open_round)


def hear_declared(books: Books, _at: int, item: Declared) -> Script:
    """Declarations come in the order of their cycles; ours of the same cycle closes with it."""
    link = books.links[item.agreement_id]
    told, ends = item.next_rate, link.first_text.ends
    odd_rate = told is not None and not figures.is_rate_between(told, ends[0], ends[1])
    if odd_rate or item.cycle != link.heard_round + 1:
        yield case(f"{item.agreement_id}/{item.cycle}", CaseKind.PEER_BREACH)
        return
    yield DeclarationHeard(
        item.agreement_id,
        item.cycle,
        item.count,
        item.debtor_total,
        item.creditor_total,
        item.root,
        item.next_rate,
    )
    if item.cycle == link.open_round:
        yield from _close(books, link)
    else:
        yield from compare(books, link, link.round(item.cycle))


def compare(books: Books, link: Link, page: Round) -> Script:
    """With both declarations in hand: the other's must be what our own books say of it."""
    ours, theirs = page.declared_here, page.declared_there
    if ours is None or theirs is None or link.is_stopped or page.root or page.is_unequal:
        return
    if tally.sums_of(books, link, page.number, Side.DEBTOR) != theirs:
        yield from _stop(link, page)
        return
    root = tally.root_of(books, link, page.number, ours, theirs)
    yield CycleMatched(link.agreement_id, page.number, root)
    if page.is_stated:
        yield from sign(books, link, page)


def _stop(link: Link, page: Round) -> Script:
    yield CycleUnequal(link.agreement_id, page.number)
    yield case(f"{link.agreement_id}/{page.number}", CaseKind.UNEQUAL_CYCLE)


def sign(books: Books, link: Link, page: Round) -> Script:
    """Sign once: equal halves, our prefunding stated after the close, nothing frozen."""
    if link.is_stopped or page.signed_here or page.is_unequal or not page.root:
        return
    if page.signed_there and page.signed_there != page.root:
        yield from _stop(link, page)
        return
    yield CycleSigned(link.agreement_id, page.number, page.root)
    if page.signed_there:
        yield from squaring.start(books, link, page, 1)


def hear_signature(books: Books, _at: int, item: RootSigned) -> Script:
    """A signature is given once, after the declaration, under the root that we found too."""
    link = books.links[item.agreement_id]
    page = link.rounds.get(item.cycle)
    if page is None or page.declared_there is None or page.signed_there:
        yield case(f"{item.agreement_id}/{item.cycle}", CaseKind.PEER_BREACH)
        return
    yield SignatureHeard(item.agreement_id, item.cycle, item.root)
    if page.is_unequal:
        return
    if page.root and page.root != item.root:
        yield from _stop(link, page)
    elif page.signed_here:
        yield from squaring.start(books, link, page, 1)


def _is_declared(page: Round) -> bool:
    return page.declared_here is not None and page.declared_there is not None


def hear_lines(books: Books, _at: int, item: LinesShown) -> Script:
    """Name exactly the lines that one half has and the other has not."""
    link = books.links[item.agreement_id]
    page = link.rounds.get(item.cycle)
    if page is None or page.attempt is not None or not _is_declared(page):
        yield case(f"{item.agreement_id}/{item.cycle}", CaseKind.PEER_BREACH)
        return
    ours = tally.shown(books, link, item.cycle)
    if not page.is_unequal:
        if set(ours) == set(item.lines):  # there is nothing to dispute
            yield case(f"{item.agreement_id}/{item.cycle}", CaseKind.PEER_BREACH)
            return
        yield from _stop(link, page)
    only_ours = tuple(line for line in ours if line not in item.lines)
    only_theirs = tuple(line for line in dict.fromkeys(item.lines) if line not in ours)
    yield DifferencesNamed(item.agreement_id, item.cycle, only_ours, only_theirs)
