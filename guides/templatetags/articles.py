from django import template
from django.conf import settings
from django.utils.safestring import mark_safe
from markdown_it import MarkdownIt

register = template.Library()

# Raw HTML in an article stays text, and links to scripts are refused: the writers are many.
_markdown = MarkdownIt("js-default", {"html": False, "linkify": False, "typographer": True})


@register.filter
def article(text: str) -> str:
    """An article's Markdown as HTML, with the local emergency number in its place."""
    return mark_safe(_markdown.render(with_number(text)))  # noqa: S308  (the renderer escapes)  # nosec


@register.filter
def with_number(text: str) -> str:
    return text.replace("{emergency_number}", settings.EMERGENCY_NUMBER)


@register.filter
def lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
