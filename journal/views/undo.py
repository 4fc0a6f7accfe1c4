from django.apps import apps
from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from accounts.records import DiaryRecord
from accounts.returning import wanted_next


@require_POST
def restore_record(request, kind, pk):
    record = get_object_or_404(_model(kind).objects.ever_of(request.user), pk=pk)
    try:
        # A savepoint, so that the page can still be drawn after the database has refused.
        with transaction.atomic():
            record.restore()
    except IntegrityError:
        messages.error(request, "There is another answer by now. Nothing was brought back.")
    else:
        messages.success(request, "Brought back.")
    return redirect(came_from(request))


def undo_tag(record) -> str:
    """What gives a message about this deleted record its Undo button."""
    return "undo:" + reverse("record-restore", args=[record._meta.model_name, record.pk])


def came_from(request, otherwise="journal") -> str:
    """The page of ours that a button was pressed on."""
    if wanted := wanted_next(request):
        return wanted
    referer = request.headers.get("Referer", "")
    is_ours = url_has_allowed_host_and_scheme(
        referer, {request.get_host()}, require_https=request.is_secure()
    )
    # A whole address: redirect() would look up a bare word as the name of a page.
    return referer if is_ours and "://" in referer else reverse(otherwise)


def _model(kind):
    for model in apps.get_app_config("journal").get_models():
        if model._meta.model_name == kind and issubclass(model, DiaryRecord):
            return model
    raise Http404
