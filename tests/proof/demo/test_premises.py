"""The folders of a demo are such as a node would start with."""

from pathlib import Path

import pytest

from tallystick.node.agreement_text import load_agreements
from tallystick.node.config import load_settings
from tallystick.node.identity import open_keyring, parties_by_fingerprint
from tallystick.node.legs import load_lists, policies_of
from tallystick.node.parties import Role
from tallystick.proof.demo.premises import Ground, free_ports, prepare
from tallystick.sandbox.stage import AGREEMENTS, stage_of
from tallystick.terms.errors import SettingError
from tallystick.terms.instants import DAY_MS
from tallystick.terms.verdicts import Outcome

AT = 1_800_000_000_000


@pytest.mark.slow
@pytest.mark.parametrize("name", AGREEMENTS)
def test_the_settings_load_with_all_that_they_name(tmp_path: Path, name: str) -> None:
    """Keys, certificates, the agreement's text, the lists, and what a hit on each does."""
    stage = stage_of(name)
    premises, systems = prepare(Ground(stage, tmp_path, AT))
    for place, each in enumerate(premises):
        settings = load_settings(each.config)
        assert settings.folder == each.folder
        open_keyring(settings)
        parties = parties_by_fingerprint(settings).values()
        roles = [party.role for party in parties]
        assert roles.count(Role.PARTICIPANT) == 2
        assert roles.count(Role.OPERATOR) == 2
        assert roles.count(Role.PROVIDER) == (0 if stage.is_mutual else 2)
        (agreed,) = load_agreements(settings.agreements, settings.operator_id)
        assert agreed.agreement == stage.agreement
        loaded = load_lists(settings.screening, AT)
        assert loaded.valid_until > AT + DAY_MS
        names = loaded.bundle.names
        policy = policies_of(settings.screening, [agreed.agreement], settings.operator_id, names)[
            name
        ]
        hits = {rule.list.rpartition("-")[2]: rule.on_hit for rule in policy.lists}
        assert hits == {"SANCTIONS": Outcome.REFUSE, "WATCH": Outcome.HOLD}
        known = {each.name for each in settings.settlement_systems}
        assert systems[place].name in known


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    """A folder in which a demo has been is left alone."""
    ground = Ground(stage_of("RUB-CNY"), tmp_path, AT)
    prepare(ground)
    with pytest.raises(SettingError, match="nothing is overwritten"):
        prepare(ground)


def test_free_ports_are_free_and_different() -> None:
    """So many, each once."""
    ports = free_ports(6)
    assert len(set(ports)) == 6
