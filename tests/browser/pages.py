"""The main pages, and who opens them."""

from demo.people import DOMAIN, PASSWORD

PATIENT = {
    "today": "/today/",
    "journal": "/journal/",
    "add an entry": "/journal/episodes/new/?symptom=leg-cramp",
    "is it helping": "/helping/",
    "supplements": "/supplements/",
    "add a supplement": "/supplements/new/",
    "labs": "/labs/",
    "add a lab result": "/labs/new/?test=vitamin-d-25oh",
    "sharing": "/sharing/",
    "background": "/background/",
    "settings": "/settings/",
}
PUBLIC = {
    "landing": "/",
    "sign up": "/accounts/signup/",
    "guides": "/guides/",
    "a guide": "/guides/what-improved-means/",
    "get help": "/get-help/",
    "how it works": "/how-it-works/",
}
NIGHT = {"now": "/now/"}
DOCTOR = {"patients": "/clinic/", "a patient": "alice"}
EVERY = (
    [(name, "alice", path) for name, path in PATIENT.items()]
    + [(name, None, path) for name, path in PUBLIC.items()]
    + [(name, "dr_chen", path) for name, path in DOCTOR.items()]
)


def open_page(visit, who, path):
    """Go there as this person, who is signed in already or signs in now."""
    if who and not getattr(visit, "who", None):
        visit.sign_in(f"{who}@{DOMAIN}", PASSWORD)
        visit.who = who
    if path == "alice":
        visit.open("/clinic/")
        visit.search("Alice Ellis")
        path = visit.page.get_by_role("link", name="Alice Ellis").first.get_attribute("href")
    visit.open(path)
    assert visit.answer.status == 200
    return visit.page
