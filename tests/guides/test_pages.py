"""The public guide pages: Markdown and nothing else, for everybody, with the local number to call."""

import pytest
from django.urls import reverse

from guides.models import Guide, Notice
from guides.templatetags.articles import article

EVIL = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<style>body { display: none }</style>",
    "text <b onclick=alert(1)>bold</b>",
    "<!-- hidden -->",
]
BAD_LINKS = [
    "[here](javascript:alert(1))",
    "[here](JaVaScRiPt:alert(1))",
    "[here](vbscript:x)",
    "[here](data:text/html;base64,PHNjcmlwdD4=)",
    "![x](javascript:alert(1))",
    "<javascript:alert(1)>",
]


@pytest.mark.parametrize("text", EVIL)
def test_raw_html_stays_text(text):
    html = article(text)

    assert "&lt;" in html
    assert not any(tag in html for tag in ("<script", "<img", "<style", "<b ", "<!--"))


@pytest.mark.parametrize("text", BAD_LINKS)
def test_links_to_scripts_are_refused(text):
    html = article(text)

    assert "href" not in html
    assert "src" not in html


def test_markdown_becomes_an_article():
    html = article(
        "# Title\n\nA *word* and [a link](https://example.org/a).\n\n| a | b |\n|---|---|\n| 1 | 2 |"
    )

    assert "<h1>Title</h1>" in html
    assert "<em>word</em>" in html
    assert '<a href="https://example.org/a">' in html
    assert "<td>1</td>" in html


def test_the_number_to_call_is_the_local_one(settings):
    settings.EMERGENCY_NUMBER = "999"

    assert "Call 999 now" in article("Call {emergency_number} now")


def test_everybody_reads_every_guide(client, content):
    page = client.get(reverse("guides")).content.decode()

    for guide in Guide.objects.published():
        answer = client.get(guide.get_absolute_url())
        assert answer.status_code == 200
        assert guide.get_absolute_url() in page
        assert "{emergency_number}" not in answer.content.decode()


def test_a_guide_names_its_sources_its_version_and_its_review(client, guide):
    page = client.get(guide.get_absolute_url()).content.decode()

    assert guide.source.splitlines()[0].split(",")[0] in page
    assert "Version 1." in page
    assert "Awaiting clinical review" in page


def test_what_is_not_published_is_not_there(client, guide):
    Guide.objects.filter(pk=guide.pk).update(is_published=False)

    assert client.get(guide.get_absolute_url()).status_code == 404
    assert guide.title not in client.get(reverse("guides")).content.decode()


def test_getting_help_lists_every_sign_the_most_urgent_first(client, content, settings):
    settings.EMERGENCY_NUMBER = "999"

    page = client.get(reverse("get-help")).content.decode()

    assert 'href="tel:999"' in page
    assert page.index("Emergency: now") < page.index("The same day") < page.index("See your doctor")
    assert page.count('class="sign"') == Notice.objects.published().exclude(sign="").count()


def test_without_content_the_number_is_still_there(client, db):
    Notice.objects.all().delete()
    Guide.objects.all().delete()

    assert "call 112" in client.get(reverse("get-help")).content.decode()
    assert "No guide has been published yet" in client.get(reverse("guides")).content.decode()
