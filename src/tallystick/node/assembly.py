"""One node, put together from its settings: the place where all parts meet.

What the doors need is here for them to take; the doors themselves, and the sockets, are
put on by whoever runs the node.
"""

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import suppress

import msgspec

from tallystick.node.account_keeping import AccountKeeping
from tallystick.node.agreement_text import load_agreements, still_missing
from tallystick.node.carrier import Carrier, HttpCarrier
from tallystick.node.chronicling import Chronicling
from tallystick.node.clock import Clock
from tallystick.node.clock_guard import ClockGuard
from tallystick.node.collector import spare_the_books
from tallystick.node.config import PeerSettings, Settings, SettlementSystemSettings
from tallystick.node.deaths import Deaths
from tallystick.node.desks import Desks, set_up_desks
from tallystick.node.doors.calls import Doors
from tallystick.node.entropy import SystemEntropy
from tallystick.node.identity import open_keyring, parties_by_fingerprint
from tallystick.node.log import open_log
from tallystick.node.message_signatures import Signatures
from tallystick.node.meters import Meters
from tallystick.node.node import Node
from tallystick.node.opening import activate, judge_at, open_business, waiting_policies
from tallystick.node.party_keys import party_keys, silent_participants
from tallystick.node.peer_line import PeerLine
from tallystick.node.rescreening import Rescreening
from tallystick.node.rules_text import load_rules
from tallystick.node.runner import Runner
from tallystick.node.spool import Spool
from tallystick.node.surroundings import Pace, Surroundings
from tallystick.node.system_line import SystemLine
from tallystick.node.tls import client_tls
from tallystick.node.wiring import working_store
from tallystick.terms.errors import SettingError

DEATHS = "deaths.json"
CLOCK_STOPPED = "clock.stopped"


class Assembly:
    """The parts of one node; `begin` starts them, `end` stops them in good order."""

    def __init__(
        self, settings: Settings, clock: Clock, reread: Callable[[], Settings] | None = None
    ) -> None:
        """Read keys, certificates, agreements and lists; nothing is opened or connected yet.

        `reread` gives the settings as their file has them later, when lists are renewed.

        Raises:
            SettingError: any of them is not what it must be.
        """
        self.settings = settings
        self._reread = reread or (lambda: settings)
        self._renewing = asyncio.Lock()
        self.keyring = open_keyring(settings)
        self.parties = parties_by_fingerprint(settings)
        self.signatures = self._open_signatures(settings)
        self.texts = load_agreements(settings.agreements, settings.operator_id)
        path = settings.currency_rules
        settings.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.around = Surroundings(
            clock,
            ClockGuard(
                settings.clock.step_max_ms,
                settings.clock.skew_max_ms,
                settings.folder / CLOCK_STOPPED,
            ),
            Deaths(settings.folder / DEATHS),
            Meters(),
            open_log(settings.operator_id, clock.now_ms, level=settings.log.level),
            load_rules(path) if path is not None else None,
        )
        for missing in still_missing(settings, self.texts):
            self.around.log.warning("still-missing", what=missing)
        self._warn_of_signatures()
        self.desks = self._set_up_desks(settings)
        pace = Pace(settings.linger_ms / 1000, settings.limits.inbox_max, settings.snapshot_every)
        self.runner = Runner(self._open_node, self.desks.by_agreement, self.around, pace)
        self.runner.grounds = self.desks.grounds
        self._tell_of_lists(self.desks)
        self.chronicling = Chronicling(settings.folder)
        self.account_keeping = AccountKeeping(settings.folder, settings.operator_id)
        self._carriers: list[Carrier] = []
        self._tasks: list[asyncio.Task[None]] = []

    def _open_signatures(self, settings: Settings) -> Signatures:
        return Signatures(
            settings.operator_id,
            party_keys(settings, self.keyring.identity.key.public_key()),
            settings.signatures.required,
            settings.signatures.age_max_ms,
            settings.clock.skew_max_ms,
        )

    def _warn_of_signatures(self) -> None:
        """Say who cannot send anything, and loudly if anybody may send what nobody signed."""
        for name in silent_participants(self.settings, self.signatures.keys):
            what = f"participant {name} needs a signing key: its messages are refused"
            self.around.log.warning("still-missing", what=what)
        if not self.signatures.is_required:
            self.around.log.critical("unsigned-messages-taken", setting="signatures.required")

    def _set_up_desks(self, settings: Settings) -> Desks:
        digest_key = self.keyring.digest_key
        desks = set_up_desks(settings, self.texts, digest_key, self.around.clock.now_ms())
        for note in desks.notes:
            self.around.log.info("lists-note", note=note)
        return desks

    def _tell_of_lists(self, desks: Desks) -> None:
        self.runner.lists_because = desks.none_because
        if desks.none_because:
            self.around.log.critical("lists-not-loaded", reason=desks.none_because)

    def _open_node(self) -> Node:
        keyring = self.keyring
        store = working_store(self.settings.folder)
        return Node(keyring.identity, keyring.peer_keys, store, keyring.vault, SystemEntropy())

    async def begin(self) -> Doors:
        """Open the books, connect the lines, and return the doors.

        Raises:
            StoreError: the books cannot be opened.
        """
        await self.runner.start()
        accounts = self.account_keeping.open()
        chronicle, spool = self.chronicling.open(), self._spool()
        doors = Doors(self.runner, chronicle, self.signatures, accounts, spool)
        self._start("chronicle", self.chronicling.keep(self.runner))
        self._start("accounts", self.account_keeping.keep(self.runner))
        self._start("opening", self._open_business())
        self._start("rescreening", Rescreening(self.runner).keep())
        for peer in self.settings.peers:
            line_out = PeerLine(peer.operator_id, self.runner, self._carrier(peer))
            self._start(f"peer {peer.operator_id}", line_out.keep())
        for system in self.settings.settlement_systems:
            line = SystemLine(system.name, self.runner, self._carrier(system))
            self._start(f"to {system.name}", line.instruct())
            self._start(f"from {system.name}", line.hear())
        return doors

    def _spool(self) -> Spool:
        limits = self.settings.limits
        return Spool(self.settings.folder, limits.bulks_max, limits.bulk_bytes_max)

    async def _open_business(self) -> None:
        """Sign and activate what is new; a text that the books refuse stays unsigned."""
        try:
            async with self._renewing:
                await open_business(self.runner, self.texts, self.desks)
            self.around.log.info("open-for-business", agreements=len(self.texts))
            await self._tell_of_policies()
            await self._warn_of_rules()
        except SettingError as wrong:
            self.around.log.critical("not-open-for-business", reason=str(wrong))

    async def _tell_of_policies(self) -> None:
        """Say which policies wait for two people, and which are in force and cannot be used."""
        grounds = self.desks.grounds
        waiting, unfit = await self.runner.read(
            lambda node: (waiting_policies(node.state, grounds), grounds.unfit(node.state))
        )
        for name in waiting:
            self.around.log.warning("policy-waits-for-two-people", agreement=name)
        for name in unfit:
            self.around.log.critical("policy-in-force-is-unfit", agreement=name)

    async def _warn_of_rules(self) -> None:
        """Say if the rules of the settings' file wait for people: until then they do not hold."""
        ruled = self.around.ruled
        if ruled is None:
            return
        in_force = await self.runner.read(lambda node: node.state.rules_digest)
        if in_force != ruled.digest:
            what = f"rules version {ruled.rules.version} need two people to confirm them"
            self.around.log.warning("still-missing", what=what, digest=ruled.digest.hex())

    async def renew_lists(self) -> None:
        """Read the lists anew; from one entry on, all is screened by them, also what is pending.

        Which lists, and of what date, the settings' file says as it is now. What cannot be read,
        or has not been signed, or was signed as of an earlier day, changes nothing: the old lists
        stay, until they are too old.
        """
        try:
            async with self._renewing:
                desks = await asyncio.to_thread(self._renewed)
                self._refuse_older(desks)
                self._tell_of_lists(desks)
                if desks.none_because:
                    return
                self.desks = desks
                await judge_at(self.runner, desks)
                await activate(self.runner, desks)
            await self._tell_of_policies()
            self.around.log.info("lists-renewed", bundle=desks.bundle.hex())
        except SettingError as wrong:
            self.runner.lists_because = str(wrong)
            self.around.log.critical("lists-unchanged", reason=str(wrong))

    def _refuse_older(self, desks: Desks) -> None:
        """Refuse signed lists of an earlier day: whoever was listed since would pass by them."""
        before = self.desks.signed_as_of
        if desks.signed_as_of and desks.signed_as_of < before:
            detail = f"the lists are of {desks.signed_as_of}, and those in force are of {before}"
            raise SettingError(detail, field="screening.lists")

    def _renewed(self) -> Desks:
        screening = self._reread().screening
        desks = self._set_up_desks(msgspec.structs.replace(self.settings, screening=screening))
        spare_the_books()  # to look through an index for cycles takes a third of a second
        return desks

    def _carrier(self, other: PeerSettings | SettlementSystemSettings) -> Carrier:
        carrier = HttpCarrier(other.url, client_tls(self.settings, other))
        self._carriers.append(carrier)
        return carrier

    def _start(self, name: str, task: Coroutine[None, None, None]) -> None:
        self._tasks.append(asyncio.create_task(task, name=name))

    async def failed(self) -> str:
        """Return once a task has ended that should not have, with its name and why."""
        lasting = [task for task in self._tasks if task.get_name() != "opening"]
        lasting.append(self.runner.turns)
        done, _ = await asyncio.wait(lasting, return_when=asyncio.FIRST_COMPLETED)
        first = next(iter(done))
        return f"{first.get_name()}: {first.exception()!r}"

    async def end(self) -> None:
        """Stop the lines, take what has come in, keep a snapshot, close the books.

        Raises:
            Exception: what stopped the turns before; all else is closed nevertheless.
        """
        for task in self._tasks:
            task.cancel()
        for task in self._tasks:
            with suppress(asyncio.CancelledError, Exception):
                await task
        try:
            await self.runner.stop()
        finally:
            for carrier in self._carriers:
                await carrier.close()
            self.chronicling.close()
            self.account_keeping.close()
