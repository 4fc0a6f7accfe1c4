from django.contrib.auth.decorators import login_not_required
from django.views.decorators.http import require_POST

from capture.answers import said


@login_not_required
@require_POST
def entries(request):
    return said(503, error="not_yet")
