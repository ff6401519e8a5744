"""What the auditor's own books must say at any time, and what more once all is quiet."""

from tallystick.proof.auditor import accounts, figures
from tallystick.proof.auditor.books import Books, Link
from tallystick.proof.auditor.breach import AuditError


def check(books: Books) -> None:
    """Postings sum to zero, nobody is overdrawn, the clearing accounts say what is owed.

    Raises:
        AuditError: One of them is not so.
    """
    _sums_are_zero(books)
    _nobody_is_overdrawn(books)
    for link in books.links.values():
        _clearing_is_right(books, link)


def _sums_are_zero(books: Books) -> None:
    sums: dict[str, int] = {}
    for account in books.accounts.values():
        sums[account.currency] = sums.get(account.currency, 0) + account.balance
    if any(sums.values()):
        raise AuditError(f"The postings of a currency sum to zero, not to {sums}.")


def _nobody_is_overdrawn(books: Books) -> None:
    for account_id, account in books.accounts.items():
        available = account.balance - figures.held_on(books, account_id)
        if account.has_floor and available < 0:
            raise AuditError(f"No account goes under its floor: {account_id} is at {available}.")


def _clearing_is_right(books: Books, link: Link) -> None:
    """What was collected less what was paid out, in every cycle that is not settled."""
    account = books.accounts[accounts.clearing(link.agreement_id, link.here.currency)]
    owed = 0
    if link.first_text.is_mutual:
        for page in link.rounds.values():
            if not page.is_settled:
                owed += figures.collected(books, link, page.number)
                owed -= figures.paid_out(books, link, page.number)
    if account.balance != owed:
        raise AuditError(
            f"The clearing account of {link.agreement_id} is {account.balance}, "
            f"and the open cycles come to {owed}."
        )


def check_quiet(books: Books) -> None:
    """Nothing held, nobody waiting, nothing kept apart for a leg.

    Raises:
        AuditError: Something is.
    """
    if books.holds:
        raise AuditError(f"In peace nothing is held: {sorted(books.holds)}.")
    if books.early:
        raise AuditError(f"In peace no leg's money is kept apart: {sorted(books.early)}.")
    open_outs = sorted(name for name, out in books.pay_outs.items() if not out.is_done)
    if open_outs:
        raise AuditError(f"In peace no payment out is open: {open_outs}.")
