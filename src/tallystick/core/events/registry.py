"""What can happen to participants, providers, agreements, lists and quotes."""

from tallystick.core.agreements import Agreement
from tallystick.core.events.shared import Event
from tallystick.core.orders import Quote
from tallystick.terms.money import Rate
from tallystick.terms.reasons import StatusReason


class ParticipantRegistered(Event, frozen=True):
    """A bank is taken up, active."""

    participant_id: str
    agreement_id: str
    operator_id: str
    daily_limit: int
    net_debit_limit: int


class ParticipantSuspended(Event, frozen=True):
    """The bank's new payments are stopped."""

    participant_id: str
    agreement_id: str
    person: str


class ParticipantReinstated(Event, frozen=True):
    """The bank may send and receive again."""

    participant_id: str
    agreement_id: str
    person: str


class ProviderRegistered(Event, frozen=True):
    """An exchange provider is taken up, as yet without a rate."""

    provider_id: str
    agreement_id: str
    exposure_limit: int


class RatesPublished(Event, frozen=True):
    """A provider's standing rate is this from now on."""

    provider_id: str
    agreement_id: str
    rate: Rate
    tiers: tuple[tuple[int, int], ...]
    improvements: tuple[tuple[str, int], ...]


class AgreementAdopted(Event, frozen=True):
    """This operator has signed the version."""

    agreement: Agreement
    digest: bytes


class AgreementHeard(Event, frozen=True):
    """The other operator has signed a version with this digest."""

    operator_id: str
    agreement_id: str
    version: int
    digest: bytes


class BundleActivated(Event, frozen=True):
    """Payments must be clear by this list bundle from now on."""

    bundle: bytes
    valid_until: int


class QuoteIssued(Event, frozen=True):
    """A firm offer was made."""

    quote: Quote


class QuoteRefused(Event, frozen=True):
    """No offer was made."""

    quote_id: str
    participant_id: str
    reason: StatusReason


class QuoteExpired(Event, frozen=True):
    """An offer was not taken in time."""

    quote_id: str
