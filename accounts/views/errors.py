from django.contrib.auth.decorators import login_not_required
from django.http import JsonResponse
from django.shortcuts import render


@login_not_required
def csrf_failure(request, reason=""):
    """A form that was open too long. Nothing is lost: the browser's back button still has what was typed."""
    if request.content_type == "application/json":
        return JsonResponse({"error": "csrf"}, status=403)
    return render(request, "accounts/form_too_old.html", status=403)
