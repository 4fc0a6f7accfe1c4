"""A visitor with a stopwatch: one kept connection, real sign-in, whole answers."""

import http.client
import re
import time
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urlsplit

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


class Visitor:
    """Talks to one site. Cookies are kept, redirects are not followed."""

    def __init__(self, url: str):
        self.host = urlsplit(url).netloc
        self.connection = http.client.HTTPConnection(self.host, timeout=60)
        self.cookies: dict[str, str] = {}

    def sign_in(self, email: str, password: str) -> None:
        """Raises RuntimeError when the site does not let them in."""
        page = self.ask("GET", "/accounts/login/")[1].decode()
        token = TOKEN.search(page)
        if token is None:
            raise RuntimeError("no sign-in form at /accounts/login/")
        form = {"login": email, "password": password, "csrfmiddlewaretoken": token[1]}
        status, _ = self.ask("POST", "/accounts/login/", urlencode(form))
        if status != 302:
            raise RuntimeError(f"{email} could not sign in: status {status}")

    def time(self, path: str) -> tuple[int, float, int]:
        """Status, milliseconds to the last byte, bytes."""
        started = time.perf_counter()
        status, body = self.ask("GET", path)
        return status, (time.perf_counter() - started) * 1000, len(body)

    def ask(self, method: str, path: str, body: str | None = None) -> tuple[int, bytes]:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if body is not None:
            headers |= {
                "Content-Type": "application/x-www-form-urlencoded",
                "Referer": f"http://{self.host}/",
            }
        try:
            self.connection.request(method, path, body, headers)
            answer = self.connection.getresponse()
        except (http.client.RemoteDisconnected, ConnectionError):
            # The server closes a connection that was idle for two seconds.
            self.connection.close()
            self.connection.request(method, path, body, headers)
            answer = self.connection.getresponse()
        for line in answer.headers.get_all("Set-Cookie", []):
            self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(line).items()}
        return answer.status, answer.read()
