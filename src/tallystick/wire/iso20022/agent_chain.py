"""The agents that a payment or its return passes between the two that it is between."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

import msgspec

from tallystick.wire.iso20022.charts import Inner
from tallystick.wire.iso20022.views import ACCOUNT, AGENT, Account, Agent


class AgentChain(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Who passed a payment on before, and who is still to pass it on."""

    previous_instructing_agent_1: Agent | None = None
    previous_instructing_agent_1_account: Account | None = None
    previous_instructing_agent_2: Agent | None = None
    previous_instructing_agent_2_account: Account | None = None
    previous_instructing_agent_3: Agent | None = None
    previous_instructing_agent_3_account: Account | None = None
    intermediary_agent_1: Agent | None = None
    intermediary_agent_1_account: Account | None = None
    intermediary_agent_2: Agent | None = None
    intermediary_agent_2_account: Account | None = None
    intermediary_agent_3: Agent | None = None
    intermediary_agent_3_account: Account | None = None


AGENT_CHAIN: Final[Mapping[str, Inner]] = MappingProxyType(
    {
        "previous_instructing_agent_1": Inner("PrvsInstgAgt1", AGENT),
        "previous_instructing_agent_1_account": Inner("PrvsInstgAgt1Acct", ACCOUNT),
        "previous_instructing_agent_2": Inner("PrvsInstgAgt2", AGENT),
        "previous_instructing_agent_2_account": Inner("PrvsInstgAgt2Acct", ACCOUNT),
        "previous_instructing_agent_3": Inner("PrvsInstgAgt3", AGENT),
        "previous_instructing_agent_3_account": Inner("PrvsInstgAgt3Acct", ACCOUNT),
        "intermediary_agent_1": Inner("IntrmyAgt1", AGENT),
        "intermediary_agent_1_account": Inner("IntrmyAgt1Acct", ACCOUNT),
        "intermediary_agent_2": Inner("IntrmyAgt2", AGENT),
        "intermediary_agent_2_account": Inner("IntrmyAgt2Acct", ACCOUNT),
        "intermediary_agent_3": Inner("IntrmyAgt3", AGENT),
        "intermediary_agent_3_account": Inner("IntrmyAgt3Acct", ACCOUNT),
    }
)
