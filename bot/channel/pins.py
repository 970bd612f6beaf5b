"""Places that an answer may show as a pin on the map."""

from bot.answers.catalogue import Catalogue
from bot.answers.render import Call


def venues(catalogue: Catalogue, language: str) -> dict[str, Call]:
    """The parameters of `sendVenue` by the name that answers use; none while the facts hold no coordinates."""
    facts = catalogue.facts.values(language)
    try:
        latitude, longitude = float(facts["office_latitude"]), float(facts["office_longitude"])
    except (KeyError, ValueError):
        return {}
    address = f"{facts.get('office_street', '')}, {facts.get('office_city', '')}"
    return {"office": {"latitude": latitude, "longitude": longitude, "title": "IOM", "address": address}}
