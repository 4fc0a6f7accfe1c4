from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render


@login_not_required
def csrf_failure(request, reason=""):
    """A form that was open too long. Nothing is lost: the browser's back button still has what was typed."""
    return render(request, "accounts/form_too_old.html", status=403)
