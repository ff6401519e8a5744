"""Gross settlement in the plainest words, to hold the queues to."""

from tallystick.clearing.what_if.day import Day


class Slowly:
    """Gross settlement in the plainest words, from the legs and the limits themselves.

    Bundles arrive one by one: by second, urgent ones first, then by identifier. Whenever some of
    those that wait could settle, the first of the queue does: urgent ones first, then by arrival.
    """

    def __init__(self, day: Day) -> None:
        self.instance, self.urgent = day.instance, day.instance.urgent.tolist()
        self.seconds = day.seconds.tolist()
        self.net: dict[tuple[int, int, int], int] = {}
        self.settled_at = [-1] * len(self.urgent)
        self.given: dict[tuple[int, int], int] = {}
        bundles = range(len(self.urgent))
        waiting: list[int] = []
        for new in sorted(bundles, key=lambda each: (self.seconds[each], *self.place(each))):
            waiting = sorted([*waiting, new], key=self.place)
            while able := [each for each in waiting if self.may_settle(each)]:
                self.net = self.after(able[0])
                self.settled_at[able[0]] = self.seconds[new]
                self.note_given()
                waiting.remove(able[0])

    def place(self, bundle: int) -> tuple[bool, int, int]:
        return (not self.urgent[bundle], self.seconds[bundle], bundle)

    def after(self, bundle: int) -> dict[tuple[int, int, int], int]:
        """Return what each has paid to each in each currency, net, once a bundle has settled."""
        net, instance = dict(self.net), self.instance
        for leg in range(*instance.first_leg[bundle : bundle + 2].tolist()):
            debtor, creditor = int(instance.debtor[leg]), int(instance.creditor[leg])
            currency, amount = int(instance.currency[leg]), int(instance.amount[leg])
            for key, moved in (
                ((debtor, creditor, currency), amount),
                ((creditor, debtor, currency), -amount),
            ):
                net[key] = net.get(key, 0) + moved
        return net

    def note_given(self) -> None:
        """Take note of the most that each account gave so far, net of what it has received."""
        paid: dict[tuple[int, int], int] = {}
        for (debtor, _, currency), amount in self.net.items():
            paid[debtor, currency] = paid.get((debtor, currency), 0) + amount
        for account, amount in paid.items():
            self.given[account] = max(self.given.get(account, 0), amount)

    def may_settle(self, bundle: int) -> bool:
        """Whether a bundle keeps what it takes of; what it brings to was kept before."""
        net, instance = self.after(bundle), self.instance
        two, many = instance.bilateral, instance.multilateral
        pairs = list(zip(two.debtor, two.creditor, two.currency, two.amount, strict=True))
        bilateral = {(a, b, currency) for a, b, currency, _ in pairs}
        out = [
            sum(net.get((a, b, currency), 0) for b in range(len(instance.participants))
                if (a, b, currency) not in bilateral) <= amount
            for a, currency, amount in zip(many.debtor, many.currency, many.amount, strict=True)
        ]  # fmt: skip
        accounts = [
            sum(net.get((a, b, currency), 0) for b in range(len(instance.participants)))
            <= instance.available[a, currency]
            for a in range(len(instance.participants))
            for currency in range(len(instance.currencies))
        ]
        limits = [net.get((a, b, currency), 0) <= amount for a, b, currency, amount in pairs]
        return all(accounts) and all(out) and all(limits)
