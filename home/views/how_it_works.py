from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render

from home.figures import figures
from home.how_it_works import HowItWorks


@login_not_required
def how_it_works(request):
    """What the comparison does, how often it is wrong and what it cannot know, for anybody."""
    return render(request, "home/how_it_works.html", {"page": HowItWorks(figures())})
