"""Phone numbers as people type them."""

import phonenumbers

from bot.domain.errors import UnreadablePhone

# Tried in turn for a number without a country code.
REGIONS = ("BE", "LU")
_LENGTH_IN_LUXEMBOURG = 8


def read_phone(text: str) -> str:
    """The number in E.164, e.g. `+32470123456`. Raises `UnreadablePhone`.

    Any national style of Belgium or Luxembourg, or an international number of any country, alone or among words.
    """
    for region in _regions(text):
        try:
            number = phonenumbers.parse(text, region)
        except phonenumbers.NumberParseException:
            continue
        if phonenumbers.is_valid_number(number):
            return _e164(number)
    for match in phonenumbers.PhoneNumberMatcher(text, REGIONS[0]):
        return _e164(match.number)
    raise UnreadablePhone


def _regions(text: str) -> tuple[str, ...]:
    # Belgians begin with 0, which Luxembourg does not know: eight digits without it are Luxembourg's.
    digits = [character for character in text if character.isdigit()]
    foreign = len(digits) == _LENGTH_IN_LUXEMBOURG and int(digits[0]) and "+" not in text
    return REGIONS[::-1] if foreign else REGIONS


def _e164(number: phonenumbers.PhoneNumber) -> str:
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


def national(phone: str) -> str:
    """As read in Belgium: `0470 12 34 56`; numbers of other countries with their code."""
    number = phonenumbers.parse(phone)
    home = phonenumbers.region_code_for_number(number) == "BE"
    style = phonenumbers.PhoneNumberFormat.NATIONAL if home else phonenumbers.PhoneNumberFormat.INTERNATIONAL
    return str(phonenumbers.format_number(number, style))


def masked(phone: str) -> str:
    """The last two digits only, for lists: `•••• 56`."""
    return f"•••• {phone[-2:]}"


def country(phone: str) -> str | None:
    """ISO code of the number's country."""
    return phonenumbers.region_code_for_number(phonenumbers.parse(phone))
