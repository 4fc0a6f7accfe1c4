"""The look: tags, form fields and the promises every template keeps."""

import re
from pathlib import Path
from types import SimpleNamespace

import pytest
from django import forms
from django.conf import settings
from django.template import Context, Template
from django.test import RequestFactory

from accounts.instants import InstantField

TEMPLATES = Path(settings.BASE_DIR) / "templates"
SPRITE = Path(settings.BASE_DIR) / "static" / "icons" / "sprite.svg"
PAGES = sorted(TEMPLATES.rglob("*.html"))


def render(source, **context):
    return Template("{% load quiet crispy_forms_filters %}" + source).render(Context(context))


class Questions(forms.Form):
    severity = forms.ChoiceField(
        label="How bad was it?",
        choices=[(str(n), str(n)) for n in range(11)],
        widget=forms.RadioSelect(attrs={"data-look": "keypad"}),
        required=False,
    )
    helped = forms.MultipleChoiceField(
        label="What helped?", choices=[("heat", "Heat")], widget=forms.CheckboxSelectMultiple, required=False
    )
    started = InstantField(label="When did it start?")
    minutes = forms.IntegerField(help_text="In minutes.", required=False)


def test_an_icon_beside_a_word_is_silent_and_alone_it_speaks():
    assert 'aria-hidden="true"' in render('{% icon "moon" %}')
    assert 'role="img" aria-label="Search"' in render('{% icon "search" "Search" %}')


def test_a_label_cannot_break_out_of_its_attribute():
    assert "<script>" not in render('{% moon "mild" label %}', label='"><script>')


def test_a_night_recalled_late_has_its_own_glyph_and_no_answer_has_none():
    assert "#moon-mild-recalled" in render('{% moon "mild" recalled=True %}')
    assert "recalled" not in render('{% moon "none" recalled=True %}')


def test_an_unknown_phase_is_shown_as_no_answer_never_as_quiet():
    assert "#moon-none" in render('{% moon "" %}')


def test_nothing_is_preselected():
    page = render("{{ form|crispy }}", form=Questions())

    assert " checked" not in page
    assert page.count('class="key"') == 11


def test_an_error_is_a_sign_and_a_sentence_and_is_tied_to_its_field():
    form = Questions({"started_0": "no date", "minutes": "many"})
    page = render("{{ form|crispy }}", form=form)

    assert "Please give a date and a time" in page
    assert 'id="id_minutes_error"' in page
    assert 'value="many"' in page


def test_a_moment_carries_the_offset_that_the_browser_fills_in():
    page = render("{{ form.started|as_crispy_field }}", form=Questions())

    assert '<label class="form-label" for="id_started_0">' in page
    assert 'data-offset-for="id_started_0"' in page


def test_only_the_fields_that_may_stay_empty_say_so():
    page = render("{{ form.started|as_crispy_field }}{{ form.minutes|as_crispy_field }}", form=Questions())

    assert page.count('class="optional"') == 1


@pytest.mark.parametrize(
    ("settings_say", "device_says", "shown"),
    [("auto", None, "auto"), ("dark", "light", "dark"), ("auto", "light", "light"), ("auto", "<b>", "auto")],
)
def test_the_settings_choose_the_theme_then_the_device(settings_say, device_says, shown):
    request = RequestFactory().get("/")
    request.COOKIES = {"theme": device_says} if device_says else {}

    assert render("{% theme %}", request=request, theme=settings_say) == shown


def test_only_a_message_that_asks_for_it_has_undo():
    assert render("{{ m|undo_url }}", m=SimpleNamespace(extra_tags="undo:/restore/1/")) == "/restore/1/"
    assert render("{{ m|undo_url }}", m=SimpleNamespace(extra_tags="")) == ""


def test_a_bar_never_leaves_its_track():
    assert render("{{ 140|percent }} {{ low|percent }}", low=-3) == "100.00% 0.00%"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(TEMPLATES)))
def test_no_template_needs_an_exception_from_the_content_security_policy(page):
    source = page.read_text()

    assert not re.search(r"<style|\sstyle\s*=|\son[a-z]+\s*=\s*[\"']|javascript:", source)
    for tag in re.findall(r"<script[^>]*>", source):
        assert "src=" in tag or 'type="application/json"' in tag, tag


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(TEMPLATES)))
def test_every_icon_is_in_the_sprite(page):
    drawn = set(re.findall(r'id="([\w-]+)"', SPRITE.read_text()))
    wanted = re.findall(r'{%\s*icon\s+"([\w-]+)"|with icon="([\w-]+)"', page.read_text())

    assert {name for pair in wanted for name in pair if name} <= drawn
