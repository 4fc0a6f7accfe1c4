"""Jobs and the self-check in the admin: pages to read, with counts in them and no diary."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone

from accounts.admin import LookOnly
from trends.core.self_check import LEAST_DIARIES, TOO_FEW
from trends.job_health import MISSED_AFTER, health
from trends.models import NightlyRun, SelfCheck

NIGHTS_SHOWN = 30


class DeskPage(LookOnly):
    """One page in place of a list of rows and their forms."""

    template: str

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}_changelist"
        return [path("", self.admin_site.admin_view(self.changelist_view), name=name)]

    def changelist_view(self, request, extra_context=None):
        if not self.has_view_permission(request):
            raise PermissionDenied
        context = self.admin_site.each_context(request) | {"opts": self.opts} | self.facts(timezone.now())
        return TemplateResponse(request, self.template, context)


@admin.register(NightlyRun)
class JobsAdmin(DeskPage):
    template = "admin/trends/jobs.html"

    def facts(self, now):
        return health(now) | {"title": "Jobs"}


@admin.register(SelfCheck)
class SelfCheckAdmin(DeskPage):
    template = "admin/trends/self_check.html"

    def facts(self, now):
        latest = list(SelfCheck.objects.latest_night())
        return {
            "title": "Self-check",
            "latest": latest,
            "alarms": [row for row in latest if row.is_alarm],
            "too_few": all(row.state == TOO_FEW for row in latest),
            "is_old": bool(latest) and now - latest[0].at > MISSED_AFTER,
            "nights": _nights(SelfCheck.objects.all()[: 4 * NIGHTS_SHOWN]),
            "columns": [(kind, start) for kind in SelfCheck.Kind for start in SelfCheck.Start],
            "least": LEAST_DIARIES,
        }


def _nights(rows):
    """The rows of each night side by side, newest night first."""
    nights = {}
    for row in rows:
        nights.setdefault(row.night, []).append(row)
    return nights.items()
