from django.shortcuts import render


def supplements(request):
    return render(request, "journal/supplements.html", {})
