"""Where a person goes after a form: back to where she came from, never off this site."""

from django.shortcuts import resolve_url
from django.utils.http import url_has_allowed_host_and_scheme


def way_back(request, default: str) -> str:
    """The address that the page asked to return to, or `default` (a URL name or address)."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    # A line break in an address would end up in a header.
    if (
        wanted.isprintable()
        and wanted.startswith("/")
        and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None, require_https=request.is_secure())
    ):
        return wanted
    return resolve_url(default)
