"""Phone numbers as people type them."""

import phonenumbers

from bot.domain.errors import UnreadablePhone

# Tried in turn for a number without a country code.
REGIONS = ("BE", "LU")


def read_phone(text: str) -> str:
    """The number in E.164, e.g. `+32470123456`. Raises `UnreadablePhone`.

    Any national style of Belgium or Luxembourg, or an international number of any country.
    """
    for region in REGIONS:
        try:
            number = phonenumbers.parse(text, region)
        except phonenumbers.NumberParseException:
            continue
        if phonenumbers.is_valid_number(number):
            return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))
    raise UnreadablePhone


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
