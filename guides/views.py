from itertools import groupby

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404, render

from guides.models import Guide, Notice


@login_not_required
def guides(request):
    return render(request, "guides/guides.html", {"guides": Guide.objects.published()})


@login_not_required
def guide(request, slug):
    article = get_object_or_404(Guide.objects.published(), slug=slug)
    others = Guide.objects.published().exclude(pk=article.pk)
    return render(request, "guides/guide.html", {"guide": article, "others": others})


@login_not_required
def get_help(request):
    """Every red flag a person can recognise, the most urgent first."""
    notices = sorted(
        Notice.objects.published().exclude(sign=""),
        key=lambda notice: (Notice.Urgency.values.index(notice.urgency), notice.order),
    )
    groups = [
        {"urgency": Notice.Urgency(urgency), "notices": list(rows)}
        for urgency, rows in groupby(notices, key=lambda notice: notice.urgency)
    ]
    return render(request, "guides/get_help.html", {"groups": groups})
