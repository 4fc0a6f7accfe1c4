"""Red-flag notices. Their rules are checked here, where the facts they may ask about are known."""

from django.contrib import admin
from django.core.exceptions import ValidationError

from guides.admin import ContentAdmin, ContentForm
from guides.models import Notice
from safety.rules import problems
from safety.watch import KNOWN_FACTS


class NoticeForm(ContentForm):
    class Meta:
        model = Notice
        fields = "__all__"

    def clean_asked_when(self):
        return self._sound("asked_when")

    def clean_fires_when(self):
        return self._sound("fires_when")

    def _sound(self, name):
        rule = self.cleaned_data[name]
        if rule and (found := problems(rule, KNOWN_FACTS)):
            raise ValidationError(found)
        return rule


@admin.register(Notice)
class NoticeAdmin(ContentAdmin):
    form = NoticeForm
    search_fields = ("title", "sign")
