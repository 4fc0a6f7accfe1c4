"""What a browser would send: the hidden fields of a page, and what somebody fills in."""

import datetime as dt
import re
from html import unescape

HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)"(?: value="([^"]*)")?')

# Friday morning, at breakfast in Berlin.
BREAKFAST = dt.datetime(2026, 11, 20, 7, 41, tzinfo=dt.timezone(dt.timedelta(hours=1)))
LAST_NIGHT = dt.date(2026, 11, 19)


def hidden(response) -> dict[str, str]:
    """The hidden fields of the page's own form: the last value of each name, without the token."""
    found = {name: unescape(value) for name, value in HIDDEN.findall(response.content.decode())}
    found.pop("csrfmiddlewaretoken", None)
    return found


def send(client, address, **fields):
    """Open the page, fill in these fields, press the button."""
    return client.post(address, hidden(client.get(address)) | fields)
