"""The desks of a node: for each agreement, who judges what comes in, and by which lists.

All desks share one index, and the core is told of its bundle: a verdict by any other
counts for nothing, so lists can be changed while the node runs and no decision mixes two.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from tallystick.admission.desk import Desk
from tallystick.node.agreement_text import Agreed
from tallystick.node.config import Settings
from tallystick.node.legs import load_lists, policies_of
from tallystick.screening.index import Index
from tallystick.terms.instants import Instant


class Desks(NamedTuple):
    """The desks by agreement, the bundle they judge by, and until when it clears anything."""

    by_agreement: Mapping[str, Desk]
    bundle: bytes
    valid_until: Instant
    notes: tuple[str, ...]


def set_up_desks(
    settings: Settings, texts: Sequence[Agreed], digest_key: bytes, at: Instant
) -> Desks:
    """Read the lists and set up a desk for each agreement.

    Raises:
        SettingError: a list, a rule or an exemption is not what it must be.
    """
    loaded = load_lists(settings.screening, at)
    index = Index(loaded.bundle)
    agreements = [text.agreement for text in texts]
    policies = policies_of(settings.screening, agreements, settings.operator_id, index.lists)
    # The newest version's: what was handed in under an older one was judged by that.
    profiles = {each.agreement_id: each.profile for each in agreements}
    desks = {
        name: Desk(name, index, policy, digest_key, profiles[name])
        for name, policy in policies.items()
    }
    return Desks(desks, index.bundle, loaded.valid_until, loaded.notes)
