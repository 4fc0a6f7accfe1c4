from allauth.account.decorators import secure_admin_login
from django.conf import settings
from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.urls import include, path

admin.site.site_header = admin.site.site_title = "Quiet Nights"
admin.site.index_title = "Content, people, jobs"
# The admin's door is the same as everybody's: same limits, same second factor.
admin.site.login = secure_admin_login(admin.site.login)


@login_not_required
def alive(request):
    """For the load balancer: this process answers."""
    return HttpResponse("ok", content_type="text/plain")


urlpatterns = [
    path("healthz/", alive, name="alive"),
    path("admin/", admin.site.urls),
    path("accounts/", include("allauth.urls")),
    path("", include("accounts.urls")),
    path("", include("guides.urls")),
    path("", include("safety.urls")),
    path("", include("journal.urls")),
    path("", include("labs.urls")),
    path("", include("home.urls")),
    path("clinic/", include("clinic.urls")),
]
if settings.EMBEDDED:
    urlpatterns.append(path("", include("demo.urls")))
