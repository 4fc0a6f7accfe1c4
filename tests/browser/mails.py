"""The folder of mails of a running site, read while it is written."""

import re
import time
from pathlib import Path

from demo.mailbox import Mail, read
from scripts.stack import Stack


def mails_to(site: Stack, address: str) -> list[Mail]:
    return [mail for mail in read(Path(site.environment["MAIL_FOLDER"])) if mail.to == address]


def link_in_mail(site: Stack, address: str, part: str, seconds: float = 20) -> str:
    """The newest link with this part in its path that was mailed to this address."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        for mail in mails_to(site, address):
            if found := re.search(rf"https?://\S*{part}\S*", mail.body):
                return found[0]
        time.sleep(0.1)
    raise AssertionError(f"no mail to {address} with a link to {part}")
