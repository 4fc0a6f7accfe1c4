"""Content in the admin: the form drafts, the revision page shows the difference and takes it further."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.views.decorators.http import require_POST

from guides import revisions
from guides.models import Guide, Revision


class OverdueFilter(admin.SimpleListFilter):
    title = "review"
    parameter_name = "review"

    def lookups(self, request, model_admin):
        return [("overdue", "Overdue")]

    def queryset(self, request, queryset):
        if self.value() == "overdue":
            return queryset.filter(review_due_on__lt=timezone.localdate())
        return queryset


class ContentKindFilter(admin.RelatedOnlyFieldListFilter):
    """Guides, notices, band sets …: what has revisions, by its own name. Not the names of everybody's records."""

    def __init__(self, field, *args, **kwargs):
        super().__init__(field, *args, **kwargs)
        self.title = "kind"

    def field_choices(self, field, request, model_admin):
        found = super().field_choices(field, request, model_admin)
        return [(pk, name.rpartition(" | ")[2].capitalize()) for pk, name in found]


class ContentForm(forms.ModelForm):
    reason = forms.CharField(
        label="Why this change",
        max_length=300,
        required=False,
        widget=forms.TextInput(attrs={"class": "vTextField"}),
    )


class ContentAdmin(admin.ModelAdmin):
    """Saving never changes what patients see: it keeps a draft for a second person to review and publish."""

    form = ContentForm
    list_filter = ("is_published", "awaiting_clinical_review", OverdueFilter)
    readonly_fields = ("version", "is_published", "published_at")
    change_form_template = "admin/guides/content_form.html"

    def get_list_display(self, request):
        return ("__str__", "slug", "version", "is_published", "review", "open_drafts")

    @admin.display(description="review due", ordering="review_due_on")
    def review(self, subject):
        overdue = subject.is_overdue(timezone.localdate())
        return (
            format_html("<strong>overdue since {}</strong>", subject.review_due_on)
            if overdue
            else subject.review_due_on
        )

    @admin.display(description="drafts")
    def open_drafts(self, subject):
        return revisions.revisions_of(subject).filter(status__in=["draft", "reviewed"]).count() or ""

    def get_readonly_fields(self, request, subject=None):
        return (*self.readonly_fields, *(["slug"] if subject else []))

    def has_delete_permission(self, request, subject=None):
        return False

    def save_model(self, request, subject, form, change):
        if not change:
            subject.save()
        self._draft = revisions.draft(subject, by=request.user, reason=form.cleaned_data.get("reason", ""))
        # The form worked on this object; what follows (log, response) must speak of the published row.
        subject.refresh_from_db()

    def response_change(self, request, subject):
        return self._to_draft(request)

    def response_add(self, request, subject, post_url_continue=None):
        return self._to_draft(request)

    def _to_draft(self, request):
        messages.success(
            request, "Kept as a draft. Nobody sees it until a second person has reviewed and published it."
        )
        return HttpResponseRedirect(reverse("admin:guides_revision_change", args=[self._draft.pk]))

    def render_change_form(self, request, context, *args, **kwargs):
        # Every way of saving ends at the draft: one button is enough.
        context |= {"show_save_and_add_another": False, "show_save_and_continue": False}
        if context.get("original"):
            context["revisions"] = revisions.revisions_of(context["original"])
        return super().render_change_form(request, context, *args, **kwargs)


@admin.register(Guide)
class GuideAdmin(ContentAdmin):
    search_fields = ("title", "body")


@admin.register(Revision)
class RevisionAdmin(admin.ModelAdmin):
    list_display = (
        "__str__",
        "content_type",
        "status",
        "drafted_by",
        "drafted_at",
        "reviewed_by",
        "published_by",
    )
    list_filter = ("status", ("content_type", ContentKindFilter))
    change_form_template = "admin/guides/revision.html"

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, revision=None):
        return False

    def get_urls(self):
        step = "<int:pk>/step/<slug:step>/"
        return [
            path(
                "<int:pk>/preview/", self.admin_site.admin_view(self.preview), name="guides_revision_preview"
            ),
            path(step, self.admin_site.admin_view(require_POST(self.take_step)), name="guides_revision_step"),
            *super().get_urls(),
        ]

    def change_view(self, request, object_id, form_url="", extra_context=None):
        if request.method == "POST":
            raise PermissionDenied("A revision is changed through its content's form.")
        revision = self.get_object(request, object_id)
        extra = {"differences": revisions.differences(revision) if revision else []}
        return super().change_view(request, object_id, form_url, {**(extra_context or {}), **extra})

    def preview(self, request, pk):
        revision = get_object_or_404(Revision, pk=pk)
        self._require_permission(request)
        subject = revisions.thawed(revision)
        context = {"revision": revision, "subject": subject, subject._meta.model_name: subject}
        return render(request, f"admin/guides/preview_{self._preview_name(subject)}.html", context)

    def take_step(self, request, pk, step):
        revision = get_object_or_404(Revision, pk=pk)
        self._require_permission(request)
        try:
            target = self._step(request, revision, step)
        except revisions.Refused as why:
            messages.error(request, str(why))
            target = revision
        except ValidationError as why:
            messages.error(request, "This cannot be published: " + " ".join(why.messages))
            target = revision
        if target is None:
            return HttpResponseRedirect(reverse("admin:guides_revision_changelist"))
        return HttpResponseRedirect(reverse("admin:guides_revision_change", args=[target.pk]))

    def _step(self, request, revision, step):
        if step == "review":
            revisions.review(revision, by=request.user)
            messages.success(request, "Reviewed. It can be published now.")
        elif step == "publish":
            revisions.publish(revision, by=request.user)
            messages.success(request, "Published: everybody sees this version from now on.")
        elif step == "bring-back":
            return revisions.bring_back(revision, by=request.user)
        elif step == "discard":
            revisions.discard(revision)
            return None
        return revision

    def _require_permission(self, request):
        if not self.has_change_permission(request):
            raise PermissionDenied

    def _preview_name(self, subject):
        return subject._meta.model_name if subject._meta.model_name in ("guide", "notice") else "other"
