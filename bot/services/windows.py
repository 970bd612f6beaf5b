"""Times for a callback as people write them."""

from datetime import datetime, timedelta

from bot.domain.call_window import CallWindow, DayPart
from bot.domain.errors import UnreadableWindow
from bot.services.window_calendar import Calendar
from bot.services.window_reading import Reading, read
from bot.services.window_words import plain, vocabulary

_FARTHEST = timedelta(days=30)
_LONGEST_TEXT = 80
# Shorter words of another language are too often words of one's own: "mon", "nu".
_SHORTEST_FOREIGN_WORD = 4

# Languages that people write in Belgium whatever their own is, and beside their own.
_SPOKEN_HERE = ("en", "fr", "nl")
_BESIDE = {"uk": "ru", "ka": "ru", "hy": "ru", "mn": "ru", "ps": "fa", "ti": "am", "am": "ti"}


def read_window(text: str, language: str, now: datetime, parts: tuple[DayPart, ...]) -> CallWindow:
    """When a person wishes to be called ("tomorrow 3pm", "lundi matin", "14-16h"), by Brussels' clock.

    A clock means the hour that begins with it; a day without one the hotline's hours of that day (`parts`);
    a part of a day the hotline's hours in it; "any time" from now to the end of the next working day.
    Raises `PastWindow` for a time that has gone by, and `UnreadableWindow` for no time, a part of the day
    in which the hotline never calls, or a time over 30 days ahead.
    """
    reading = _best_reading(plain(text[:_LONGEST_TEXT]), language)
    if reading.is_empty:
        raise UnreadableWindow
    window = Calendar(now, parts).window(reading)
    if window.start.timestamp() - now.timestamp() > _FARTHEST.total_seconds():
        raise UnreadableWindow
    return window


def _best_reading(text: str, language: str) -> Reading:
    """The reading of the language that explains most of the text; of equals, the person's own."""
    foreign = dict.fromkeys([_BESIDE.get(language, "en"), *_SPOKEN_HERE])
    readings = [read(text, vocabulary(language))]
    readings += [read(text, vocabulary(code), _SHORTEST_FOREIGN_WORD) for code in foreign if code != language]
    return max(readings, key=lambda reading: 0 if reading.is_empty else reading.covered)
