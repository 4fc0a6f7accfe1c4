"""Where a person goes after a form: back to where she came from, never off this site."""

from django.shortcuts import resolve_url
from django.utils.http import url_has_allowed_host_and_scheme


def wanted_next(request) -> str:
    """The address on this site that the page before asked to return to; empty if it named none."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    # A line break in an address would end up in a header.
    if not wanted.startswith("/") or not wanted.isprintable():
        return ""
    is_ours = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None, require_https=request.is_secure())
    return wanted if is_ours else ""


def way_back(request, otherwise: str) -> str:
    """That address, or else this URL name or address."""
    return wanted_next(request) or resolve_url(otherwise)
