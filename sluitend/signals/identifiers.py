# SPDX-License-Identifier: EUPL-1.2
"""Things that can be recognised again exactly: address, phone, number plate, KvK number.

Each kind has one canonical form. Equal forms give equal tokens in the blind index, so that
"eerder gezien?" works without decrypting anything.
"""

import re
import unicodedata
from collections.abc import Callable

import phonenumbers
from django.utils.translation import gettext as _

from sluitend.core.errors import BadInput
from sluitend.policy import selectors as policy

ADDRESS, PHONE, PLATE, KVK = "address", "phone", "plate", "kvk"

_POSTCODE_AND_NUMBER = re.compile(
    r"^\s*([1-9]\d{3})\s*([A-Za-z]{2})[\s,]*(\d{1,5})[\s\-/]*([A-Za-z0-9\-/ ]{0,10})\s*$"
)
_STREET_NUMBER_PLACE = re.compile(r"^\s*(\D.*?)\s+(\d{1,5})[\s\-/]*([A-Za-z0-9]{0,4})\s*,\s*(.+?)\s*$")
_STREET_NUMBER = re.compile(r"^\D[^,]*?\s+\d{1,5}[\s\-/]*[A-Za-z0-9]{0,4}$")
_PLATE_SYMBOLS = re.compile(r"[A-Z0-9]{4,10}")
# Never seen in what people mean, always in what they paste: zero-width and direction marks.
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


def normalise(kind: str, text: str, *, place: str = "") -> str:
    """Return the canonical form of an identifier of this kind.

    `place` is where an address is that names none. Raises `BadInput` with a sentence for the user
    when the text cannot be one.
    """
    plain = _INVISIBLE.sub("", text).replace("\u00a0", " ").strip()
    if kind == ADDRESS and place and _STREET_NUMBER.match(plain):
        plain = f"{plain}, {place}"
    return _NORMALISERS[kind](plain)


def comparable(kind: str, text: str, municipality: str) -> str:
    """Return the form in which this is compared within a municipality; empty when it cannot be."""
    found = policy.current().pack.find("municipalities", municipality)
    try:
        return normalise(kind, text, place=found.name if found is not None else "")
    except BadInput:
        return ""


def _address(text: str) -> str:
    if match := _POSTCODE_AND_NUMBER.match(text):
        digits, letters, number, addition = match.groups()
        return f"{digits}{letters.upper()} {int(number)}{_bare(addition)}"
    if match := _STREET_NUMBER_PLACE.match(text):
        street, number, addition, place = match.groups()
        return f"{_bare(street)} {int(number)}{_bare(addition)} {_bare(place)}"
    raise BadInput(
        _("Write postcode and number (2161 XX 1), or street, number and place (Example Street 1, Lisse)."),
        field=ADDRESS,
    )


def _bare(text: str) -> str:
    """Letters and digits only, in one case, without accents: 'Café-straat' and 'cafestraat' are equal."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    return "".join(symbol for symbol in plain if symbol.isalnum()).upper()


def _phone(text: str) -> str:
    message = _(
        "This is not a phone number. Write it as 06-12345678, or with the country code: +32 470 00 00 00."
    )
    try:
        number = phonenumbers.parse(text, "NL")
    except phonenumbers.NumberParseException as error:
        raise BadInput(message, field=PHONE) from error
    if not phonenumbers.is_possible_number(number):
        raise BadInput(message, field=PHONE)
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


def _plate(text: str) -> str:
    plate = _bare(text)
    # Foreign plates differ too much for a stricter rule; one digit keeps ordinary words out.
    if not _PLATE_SYMBOLS.fullmatch(plate) or not any(symbol.isdigit() for symbol in plate):
        raise BadInput(_("A number plate has 4 to 10 letters and digits, such as XX-000-X."), field=PLATE)
    return plate


def _kvk(text: str) -> str:
    digits = re.sub(r"[\s.\-]", "", text)
    if not re.fullmatch(r"\d{8}", digits):
        raise BadInput(_("A KvK number has 8 digits."), field=KVK)
    return digits


_NORMALISERS: dict[str, Callable[[str], str]] = {ADDRESS: _address, PHONE: _phone, PLATE: _plate, KVK: _kvk}
KINDS = tuple(_NORMALISERS)


def label(kind: str) -> str:
    """Return the name of a kind of identifier, for people."""
    words = {
        ADDRESS: _("Address"),
        PHONE: _("Phone number"),
        PLATE: _("Number plate"),
        KVK: _("KvK number of the business"),
    }
    return words[kind]
