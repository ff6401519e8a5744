"""The desks of a node: for each agreement, who judges what comes in, and by which lists.

All desks share one index, and the core is told of its bundle: a verdict by any other
counts for nothing, so lists can be changed while the node runs and no decision mixes two.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from tallystick.admission.desk import Desk
from tallystick.node.agreement_text import Agreed
from tallystick.node.config import Settings
from tallystick.node.grounds import Grounds
from tallystick.node.legs import lists_spoken_of, load_lists, policies_of
from tallystick.node.policy_shelf import PolicyShelf
from tallystick.screening.bundle import Bundle
from tallystick.screening.good_guys import GoodGuys, contents_of
from tallystick.screening.index import Index
from tallystick.screening.policy import Policy
from tallystick.screening.shelf import Shelf
from tallystick.terms.errors import SettingError, StoreError
from tallystick.terms.instants import Instant

# The folder beside the books where every bundle stands that was ever screened by.
SHELF: Final = "lists"


class Desks(NamedTuple):
    """The desks by agreement, the bundle they judge by, and until when it clears anything.

    `none_because` says why it is empty although the settings name lists; else it is "".
    `signed_as_of` is the date that signers gave the lists; "" where nobody has signed.
    Their policies are those that the settings propose, until `grounds` are applied.
    """

    by_agreement: Mapping[str, Desk]
    bundle: bytes
    valid_until: Instant
    notes: tuple[str, ...]
    grounds: Grounds
    none_because: str = ""
    signed_as_of: str = ""


def set_up_desks(
    settings: Settings, texts: Sequence[Agreed], digest_key: bytes, at: Instant
) -> Desks:
    """Read the lists and set up a desk for each agreement; lists and policies go on the shelf.

    Raises:
        SettingError: a list, a rule or an exemption is not what it must be, or the shelf does not
            take the lists or the text of a policy.
    """
    screening = settings.screening
    loaded = load_lists(screening, at)
    _shelve(settings.folder / SHELF, loaded.bundle)
    index = Index(loaded.bundle)
    lists = lists_spoken_of(screening) if loaded.none_because else index.lists
    agreements = [text.agreement for text in texts]
    policies = policies_of(screening, agreements, settings.operator_id, lists)
    # The newest version's: what was handed in under an older one was judged by that.
    profiles = {each.agreement_id: each.profile for each in agreements}
    good_guys = GoodGuys(frozenset(), contents_of(loaded.bundle))
    desks = {
        name: Desk(
            name, index, policy, digest_key, profiles[name], good_guys, settings.operator_id
        )
        for name, policy in policies.items()
    }
    grounds = Grounds(policies, _shelf_with(settings.folder, policies))
    return Desks(
        desks,
        index.bundle,
        loaded.valid_until,
        loaded.notes,
        grounds,
        loaded.none_because,
        loaded.bundle.as_of if screening.signers else "",
    )


def _shelve(folder: Path, bundle: Bundle) -> None:
    """Keep the lists for as long as anybody may ask what a verdict rests on."""
    if not bundle.lists:
        return
    try:
        Shelf(folder).put(bundle)
    except (StoreError, OSError) as unwell:
        detail = f"the lists cannot be put on the shelf: {unwell}"
        raise SettingError(detail, field="screening.lists", ref=str(folder)) from unwell


def _shelf_with(folder: Path, policies: Mapping[str, Policy]) -> PolicyShelf:
    shelf = PolicyShelf(folder)
    try:
        for policy in policies.values():
            shelf.put(policy)
    except OSError as unwell:
        detail = f"the text of a policy cannot be kept: {unwell.strerror}"
        raise SettingError(detail, field="folder", ref=str(folder)) from unwell
    return shelf
