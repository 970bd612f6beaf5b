"""One transaction and the stores that share it."""

from types import TracebackType

from sqlalchemy.engine import Engine

from bot.storage.audit import SqlAuditLog
from bot.storage.buttons import SqlButtonPayloads
from bot.storage.callbacks import SqlCallbacks
from bot.storage.change_sets import SqlChangeSets
from bot.storage.chats import SqlChats
from bot.storage.conversations import SqlConversations
from bot.storage.daily_counts import SqlDailyCounts
from bot.storage.desk_figures import SqlDeskFigures
from bot.storage.handovers import SqlHandovers
from bot.storage.heard_turns import SqlHeardTurns
from bot.storage.inbox import SqlInbox
from bot.storage.message_edits import SqlMessageEdits
from bot.storage.model_orders import SqlModelOrders
from bot.storage.outbox import SqlOutbox
from bot.storage.personal import SqlPersonal
from bot.storage.presses import SqlPresses
from bot.storage.retention import SqlRetention
from bot.storage.sealing import Sealer
from bot.storage.staff import SqlStaffAccounts
from bot.storage.staff_links import SqlLinks
from bot.storage.staff_topics import SqlTopics
from bot.storage.tracker_turns import SqlTrackerTurns
from bot.storage.unclear import SqlUnclearMessages


class UnitOfWork:
    """`with UnitOfWork(engine, sealer) as work: …; work.commit()`. Leaving without commit rolls back.

    `writes=False` opens a transaction that only reads, so that readers do not queue behind writers on SQLite.

    `repeatable=True`: what is committed here would be done again after a power cut, so the commit need not wait for the
    disk. It survives the end of the process all the same, and the next commit that does wait takes it along.
    """

    def __init__(self, engine: Engine, sealer: Sealer, writes: bool = True, repeatable: bool = False) -> None:
        self._engine = engine
        self._sealer = sealer
        self._options = {"sqlite_begin": "IMMEDIATE" if writes else "DEFERRED", "repeatable": repeatable}

    def __enter__(self) -> "UnitOfWork":
        connection = self._engine.connect().execution_options(**self._options)
        self._connection = connection
        self._transaction = connection.begin()
        self.conversations = SqlConversations(connection, self._sealer)
        self.callbacks = SqlCallbacks(connection, self._sealer)
        self.staff = SqlStaffAccounts(connection)
        self.inbox = SqlInbox(connection, self._sealer)
        self.outbox = SqlOutbox(connection, self._sealer)
        self.buttons = SqlButtonPayloads(connection)
        self.edits = SqlMessageEdits(connection, self._sealer)
        self.presses = SqlPresses(connection)
        self.trackers = SqlTrackerTurns(connection, self._sealer)
        self.audit = SqlAuditLog(connection)
        self.retention = SqlRetention(connection)
        self.handovers = SqlHandovers(connection, self._sealer)
        self.chats = SqlChats(connection, self._sealer)
        self.topics = SqlTopics(connection)
        self.links = SqlLinks(connection, self._sealer)
        self.personal = SqlPersonal(connection, self._sealer)
        self.unclear = SqlUnclearMessages(connection, self._sealer)
        self.heard = SqlHeardTurns(connection)
        self.changes = SqlChangeSets(connection, self._sealer)
        self.models = SqlModelOrders(connection)
        self.counts = SqlDailyCounts(connection)
        self.figures = SqlDeskFigures(connection)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if self._transaction.is_active:
                self._transaction.rollback()
        finally:
            self._connection.close()

    def erase(self, conversation_id: str) -> None:
        """Remove every row about a conversation; claims of updates stay, without the conversation.

        Which tables these are is listed in `personal.HOLDINGS`; what goes by age, in `retention.KINDS`.
        """
        self.personal.erase(conversation_id)

    def commit(self) -> None:
        """Make everything since the start permanent."""
        self._transaction.commit()
