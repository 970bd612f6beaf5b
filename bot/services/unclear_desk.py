"""Trainers decide about messages that were not understood; what they accept becomes part of a change set."""

from collections.abc import Mapping
from datetime import datetime

from bot.services.ports import AuditEntry, Clock, NewWork, Work
from bot.services.studio_ports import Change, ChangeSet, Unclear, Verdict

OPEN, APPLIED, DROPPED = "open", "applied", "dropped"
EXAMPLE, TEXT, REVIEW = "example", "text", "review"
_MOST_SETS = 100


class UnclearDesk:
    """The inbox as trainers use it."""

    def __init__(self, new_work: NewWork, new_reading: NewWork, clock: Clock) -> None:
        self._new_work = new_work
        self._new_reading = new_reading
        self._clock = clock

    def waiting(self, limit: int) -> list[Unclear]:
        """What nobody has decided about, the most frequent first."""
        with self._new_reading() as work:
            return work.unclear.open(limit)

    def accept(self, texts: Mapping[int, str], intent: str, by: str) -> str:
        """Make messages examples of an intent, in the words given here; gives the change set's name, or nothing."""
        now = self._clock()
        with self._new_work() as work:
            found = [(work.unclear.get(number), text) for number, text in texts.items()]
            open_ones = [(message, text) for message, text in found if message is not None]
            name = current_set(work, by, now) if open_ones else ""
            for message, text in open_ones:
                work.changes.put(name, Change(EXAMPLE, intent, message.language, text, by, now))
                self._decide(work, message.id, Verdict.ACCEPTED, by, intent)
            work.commit()
        return name

    def put_away(self, numbers: list[int], verdict: Verdict, by: str) -> int:
        """Take messages out of the inbox without learning from them; gives how many."""
        with self._new_work() as work:
            known = [number for number in numbers if work.unclear.get(number) is not None]
            for number in known:
                self._decide(work, number, verdict, by, str(number))
            work.commit()
        return len(known)

    def _decide(self, work: Work, number: int, verdict: Verdict, by: str, subject: str) -> None:
        work.unclear.decide(number, verdict)
        work.audit.add(AuditEntry(self._clock(), by, f"unclear_{verdict.value}", subject))


def current_set(work: Work, by: str, now: datetime) -> str:
    """The newest open change set, or a new one named by the day."""
    for known in work.changes.all(_MOST_SETS):
        if known.state == OPEN:
            return known.name
    number = 1
    while not work.changes.begin(ChangeSet(f"{now:%Y-%m-%d}-{number}", OPEN, by, now, now)):
        number += 1
    work.audit.add(AuditEntry(now, by, "changes_begun", f"{now:%Y-%m-%d}-{number}"))
    return f"{now:%Y-%m-%d}-{number}"
