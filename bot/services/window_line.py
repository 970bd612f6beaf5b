"""A text with its marks in order, and the rows of the table that go together."""

from collections.abc import Iterator

from bot.services.window_words import Mark

PARTS = ("morning", "noon", "afternoon", "evening")
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
THIS = ("this_morning", "this_afternoon", "this_evening")
DAYS = frozenset(["today", "tomorrow", "after_tomorrow", "past", "date", *WEEKDAYS, *THIS])
PREFIXES = frozenset(["at", "from", "until", "half", "half_to", "hour"])
SUFFIXES = frozenset(["hour", "half", "am", "pm", "onward", "up_to", *PARTS])
COUNTED = frozenset(["counted", "minute", "days", "two_days", "week"])
_LETTERS_BETWEEN = 4


class Line:
    """A folded text with its marks in order."""

    def __init__(self, text: str, marks: list[Mark]) -> None:
        self.text = text
        self.marks = sorted(marks, key=lambda mark: mark.start)

    def near(self, left: Mark, right: Mark) -> bool:
        """Whether at most a small word, and no number, stands between two marks."""
        has_digit = any(letter.isdigit() for letter in self.text[left.end : right.start])
        return not has_digit and self.letters_between(left, right) <= _LETTERS_BETWEEN

    def letters_between(self, left: Mark, right: Mark) -> int:
        """How many letters stand between two marks."""
        return sum(letter.isalpha() for letter in self.text[left.end : right.start])

    def before(self, place: int) -> Iterator[Mark]:
        """Marks in front of one, nearest first, as long as they are near each other."""
        while place > 0 and self.near(self.marks[place - 1], self.marks[place]):
            place -= 1
            yield self.marks[place]

    def behind(self, place: int) -> Iterator[Mark]:
        """Marks behind one, nearest first, as long as they are near each other."""
        while place + 1 < len(self.marks) and self.near(self.marks[place], self.marks[place + 1]):
            place += 1
            yield self.marks[place]

    def kinds_before(self, place: int) -> frozenset[str]:
        """What the mark right in front may be; nothing when letters stand between."""
        mark = next(self.before(place), None)
        return mark.kinds if mark and not self.letters_between(mark, self.marks[place]) else frozenset()

    def kinds_behind(self, place: int) -> frozenset[str]:
        """What the next mark may be, if it is near."""
        mark = next(self.behind(place), None)
        return mark.kinds if mark else frozenset()
