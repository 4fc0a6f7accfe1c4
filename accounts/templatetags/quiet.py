"""Template tags of the look: icons, moon glyphs, the current room, and what a form field should look like."""

from django import forms, template
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.html import format_html

register = template.Library()

# The first part of a path names the room a page belongs to. Order matters only for reading.
ROOMS = {
    "now": "today",
    "today": "today",
    "journal": "journal",
    "helping": "helping",
    "supplements": "supplements",
    "labs": "labs",
    "sharing": "sharing",
    "clinic": "patients",
    "guides": "guides",
    "get-help": "guides",
    "settings": "settings",
    "reminders": "settings",
    "background": "background",
    "accounts": "settings",
}
SILENT = format_html('aria-hidden="{}"', "true")
PHASES = {
    "quiet": "quiet night",
    "mild": "mild",
    "moderate": "moderate",
    "severe": "severe",
    "unrated": "not rated yet",
    "none": "no answer",
}


@register.simple_tag
def icon(name, label="", css=""):
    """An icon of the sprite. It stands beside a word; alone it needs a label that is read out."""
    return _glyph(name, f"icon {css}".strip(), label)


@register.simple_tag
def moon(phase, label="", recalled=False, css=""):
    """The glyph of one night. Without a label it is decoration, and a word must stand beside it."""
    phase = phase if phase in PHASES else "none"
    symbol = f"moon-{phase}-recalled" if recalled and phase != "none" else f"moon-{phase}"
    return _glyph(symbol, f"moon moon-{phase} {css}".strip(), label)


@register.filter
def mid_sentence(name):
    """A product inside a sentence; as `trends.wording` does it, which is pure and lends to nobody.

    >>> mid_sentence("Vitamin D3"), mid_sentence("B12"), mid_sentence("MagnesiPlus")
    ('vitamin D3', 'B12', 'MagnesiPlus')
    """
    first = name.partition(" ")[0]
    return name[:1].lower() + name[1:] if first[1:].islower() else name


@register.filter
def unbroken(words):
    """A number stays on one line with its per-cent sign.

    >>> unbroken("between 40 and 75 % fewer") == "between 40 and 75\N{NO-BREAK SPACE}% fewer"
    True
    """
    return words.replace(" %", "\N{NO-BREAK SPACE}%")


@register.filter
def phase_word(phase):
    return PHASES.get(phase, PHASES["none"])


def _glyph(symbol, classes, label):
    spoken = format_html('role="img" aria-label="{}"', label) if label else SILENT
    return format_html(
        '<svg class="{}" {}><use href="{}#{}"/></svg>', classes, spoken, static("icons/sprite.svg"), symbol
    )


@register.simple_tag(takes_context=True)
def theme(context):
    """light, dark or auto: what the settings say, else what was chosen on this device."""
    chosen = getattr(context.get("request"), "COOKIES", {}).get("theme")
    return next((name for name in (context.get("theme"), chosen) if name in ("light", "dark")), "auto")


@register.simple_block_tag(takes_context=True, end_name="endrooms")
def rooms(context, content, template_name):
    """A navigation with the current room marked: the word between the tags, else the one the path names."""
    path = getattr(context.get("request"), "path", "")
    current = content.strip() or ROOMS.get(path.strip("/").partition("/")[0], "")
    return render_to_string(
        template_name,
        {
            "current": current,
            "user": context.get("user"),
            "request": context.get("request"),
            "csrf_token": context.get("csrf_token"),
        },
    )


@register.filter
def undo_url(message):
    """Where a message's Undo button posts to: `messages.success(…, extra_tags="undo:/…")`."""
    tags = message.extra_tags or ""
    return tags.removeprefix("undo:") if tags.startswith("undo:") else ""


@register.filter
def look(field):
    """How a group of choices is drawn: chips, keypad, answers, segments or list."""
    return field.field.widget.attrs.get("data-look", "chips")


@register.filter
def is_group(field):
    return isinstance(field.field.widget, forms.RadioSelect | forms.CheckboxSelectMultiple)


@register.filter
def is_single(field):
    return not isinstance(field.field.widget, forms.CheckboxSelectMultiple)


@register.filter
def answer_phase(value):
    """The calendar's glyph beside an answer about a whole night."""
    return {"quiet": "quiet", "yes": "unrated"}.get(str(value), "none")


@register.filter
def shows_optional(field):
    """Whether to say "optional". A lone tick box never needs the word."""
    widget = field.field.widget
    if field.field.required or isinstance(widget, forms.CheckboxInput):
        return False
    return widget.attrs.get("data-optional") != "no"


@register.filter
def shown_when(field):
    """The condition under which a field is shown, as `name=value,value`; read by app.js."""
    return field.field.widget.attrs.get("data-show-when", "")


@register.filter
def percent(number):
    """A length along a bar for an SVG attribute: 0–100, with a point whatever the language."""
    return f"{min(max(float(number), 0), 100):.2f}%"


@register.simple_tag
def width_between(start, end, gap=0):
    """The width of a piece of a bar, in per cent of it, a gap left before the next."""
    return percent(float(end) - float(start) - (gap if float(end) < 100 else 0))


@register.simple_tag
def width_until(start, end, today, gap=0):
    """The part of a piece that is past."""
    return percent(min(float(today), float(end) - (gap if float(end) < 100 else 0)) - float(start))


@register.simple_tag(takes_context=True)
def page_link(context, number):
    """This page's address with another page number, everything else kept."""
    query = context["request"].GET.copy()
    query["page"] = number
    return "?" + query.urlencode()
