from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, render

from labs.bands import bands_for
from labs.models import VITAMIN_D, LabResult, LabTest
from labs.pictures import MOST_POINTS, picture
from labs.readings import read

ROWS_A_PAGE = 50


def labs(request):
    """Tests with bands as cards, 25(OH)D before all others; the rest as rows with the newest result of each."""
    bands = bands_for(request.user)
    newest = list(LabResult.objects.newest_of_each_test(request.user))
    cards = [_card(request.user, row.test, bands[row.test_id]) for row in newest if row.test_id in bands]
    rows = [read(row, None, request.user.sex) for row in newest if row.test_id not in bands]
    page = {
        "cards": cards,
        "rows": rows,
        "has_vitamin_d": any(row.test.slug == VITAMIN_D for row in newest),
        "vitamin_d": LabTest.objects.published().filter(slug=VITAMIN_D).first(),
    }
    return render(request, "labs/labs.html", page)


def lab_test(request, slug):
    test = get_object_or_404(LabTest, slug=slug)
    results = LabResult.objects.of(request.user).of_test(slug).select_related("test")
    if not test.is_published and not results.exists():
        test = get_object_or_404(LabTest.objects.published(), slug=slug)
    page = Paginator(results, ROWS_A_PAGE).get_page(request.GET.get("page"))
    bands = bands_for(request.user).get(test.pk)
    context = {
        "test": test,
        "card": _card(request.user, test, bands),
        "page": page,
        "readings": [read(row, bands, request.user.sex) for row in page],
    }
    return render(request, "labs/test.html", context)


def _card(patient, test, bands):
    """The newest result with its picture, and the same numbers for the table beneath; None without a result."""
    rows = LabResult.objects.of(patient).filter(test=test).select_related("test")
    results = list(rows.order_by("-drawn_on", "-pk")[:MOST_POINTS])
    if not results:
        return None
    readings = [read(row, bands, patient.sex) for row in results]
    return {
        "newest": readings[0],
        "readings": readings,
        "picture": picture(results, bands, patient.sex),
        "may_choose": bool(bands and len(bands.choices) > 1),
        "set": bands.chosen if bands else None,
    }
