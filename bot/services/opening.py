"""The hours of the live chat, put together from the settings and the public holidays."""

import holidays

from bot.domain.hours_reading import HoursEntry, week_of
from bot.domain.service_hours import ServiceHours


def service_hours(entries: tuple[HoursEntry, ...], countries: tuple[str, ...]) -> ServiceHours:
    """The hours; a holiday in any of the countries closes the day."""
    languages = {code for entry in entries for code in entry.languages}
    closed = holidays.HolidayBase()
    for country in countries:
        closed += holidays.country_holidays(country)
    return ServiceHours(
        general=week_of(entry for entry in entries if not entry.languages),
        by_language={code: week_of(entry for entry in entries if code in entry.languages) for code in languages},
        closed=closed,
    )
