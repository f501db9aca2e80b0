"""Everything that a stand-in may hold much of, and the requests that may become slower by it."""

from growth.accounts import Accounts, Calls
from growth.holding import Holding, Question
from growth.jobs import Documents, IngestionJobs, TranscriptionJobs, UsedScripts
from growth.metrics import Values, ValuesOfAMinute
from growth.objects import ObjectOverwrites, Objects
from growth.queues import FifoRoundTrips, Messages, RoundTrips
from growth.tables import Items, Overwrites
from growth.topics import Events, Publications, Subscriptions
from growth.users import GroupOfUsers, SignIns, Users, UsersByEmail

HOLDINGS: tuple[type[Holding], ...] = (
    Calls,
    Items,
    Overwrites,
    Messages,
    RoundTrips,
    FifoRoundTrips,
    Objects,
    ObjectOverwrites,
    Values,
    ValuesOfAMinute,
    Users,
    UsersByEmail,
    GroupOfUsers,
    SignIns,
    Subscriptions,
    Publications,
    Events,
    TranscriptionJobs,
    Documents,
    IngestionJobs,
    UsedScripts,
    Accounts,
)

__all__ = ["HOLDINGS", "Holding", "Question"]
