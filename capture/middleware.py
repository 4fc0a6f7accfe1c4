from django.urls import reverse

from capture.answers import said


def capture_token(get_response):
    """A device's token opens one door, and nothing else is there for it: no page, no file, no session.

    Before everything that reads a cookie: who shows a token is nobody but that device.
    """

    def middleware(request):
        scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
        request.capture_token = None
        if scheme.lower() == "bearer":
            if request.method != "POST" or request.path_info != reverse("now-entries"):
                return said(404, error="not_there")
            request.capture_token = secret.strip()
            request.COOKIES = {}
        return get_response(request)

    return middleware
