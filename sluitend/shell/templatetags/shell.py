# SPDX-License-Identifier: EUPL-1.2
"""Template tags of the frame: `{% load shell %}`."""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from django.forms import Form
from django.template import Context, Library
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from sluitend.core import clock
from sluitend.shell import deadlines, forms, icons

register = Library()


@register.simple_tag
def icon(name: str) -> SafeString:
    """`{% icon "phone" %}`: a picture beside a text, which screen readers skip."""
    return icons.draw(name)


@register.simple_block_tag(takes_context=True)
def component(context: Context, content: str, component_name: str, **parameters: Any) -> str:
    """`{% component "alert" kind="ok" %}…{% endcomponent %}`: a component with `…` as its body.

    A component sees its parameters only, never what the page happens to call the same.
    """
    engine = context.template.engine  # type: ignore[union-attr]
    template = engine.get_template(f"components/{component_name}.html")
    return str(template.render(context.new({**parameters, "body": content})))


@register.simple_tag
def deadline(due: date) -> SafeString:
    """`{% deadline dossier.due %}`: a chip that says late, today, soon, or the date."""
    return _chip(due, clock.today(), get_language())


@lru_cache(maxsize=512)
def _chip(due: date, today: date, _language: str | None) -> SafeString:
    """Draw a chip once a day: a list shows the same few dates over and over."""
    return render_to_string("components/deadline.html", {"deadline": deadlines.deadline(due, today)})


@register.filter
def summary(form: Form) -> Sequence[forms.SummaryLine]:
    """All errors of a form, for the list at its top."""
    return forms.error_summary(form)


@register.filter
def filled_in(form: Form) -> bool:
    """Whether a form that is refused shows again what was filled in."""
    return forms.filled_in(form)


@register.filter
def attribute(attributes: dict[str, Any], name: str) -> Any:
    """A value by a name that a template cannot write, such as `aria-invalid`."""
    return attributes.get(name)


@register.filter
def groups(code: str) -> list[str]:
    """The parts of a shown code, so that it breaks between them only."""
    return code.replace(" ", "-").split("-")


@register.filter
def initials(name: str) -> str:
    """At most two letters for the round sign of a person."""
    parts = [part for part in name.split() if part[:1].isalpha()]
    chosen = parts[:1] + parts[-1:] if len(parts) > 1 else parts
    return "".join(part[0].upper() for part in chosen)


@register.filter
def dial(number: str) -> str:
    """A telephone number for a `tel:` link: digits, and the + in front."""
    return "".join(sign for sign in number if sign.isdigit() or sign == "+")


@register.filter
def times(number: int | None) -> range:
    """`{% for step in 5|times %}`: 1 to 5."""
    return range(1, (number or 0) + 1)
