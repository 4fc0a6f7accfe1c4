"""People in the admin: who may do what, and whether a clinician was checked. Nothing of anybody's diary."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import AdminRadioSelect

from accounts.actions import verify_clinician, withdraw_verification
from accounts.models import Clinician, RecordAccess, User

# Their stock pages would let an administrator take over a patient's account through a new address.
admin.site.unregister([EmailAddress, Authenticator])


class LookOnly(admin.ModelAdmin):
    """Rows to read. Not to be added, changed or deleted, whoever asks."""

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, row=None):
        return False

    def has_delete_permission(self, request, row=None):
        return False

    def lookup_allowed(self, lookup, value, request):
        # An address may name any column to filter by: letter by letter it would tell a password's hash, a birth date.
        shown = {*self.list_display, *(self.fields or ()), "id"}
        hidden = {field.name for field in self.opts.get_fields(include_hidden=True)} - shown
        return lookup.partition("__")[0] not in hidden and super().lookup_allowed(lookup, value, request)


@admin.register(User)
class UserAdmin(LookOnly):
    """Accounts. An account is closed, never deleted here: the record of access must stay."""

    list_display = ("email", "name", "is_active", "is_staff", "is_demo", "date_joined")
    list_filter = ("is_active", "is_staff", "is_superuser", "is_demo")
    search_fields = ("email", "name")
    ordering = ("email",)
    fields = (
        "email", "name", "date_joined", "last_login", "is_active", "is_staff", "is_superuser", "groups",
        "user_permissions",
    )  # fmt: skip
    readonly_fields = ("email", "name", "date_joined", "last_login")
    filter_horizontal = ("groups", "user_permissions")

    def has_change_permission(self, request, row=None):
        return request.user.is_superuser

    def save_model(self, request, user, form, change):
        # Only the fields of this form: a whole save would put back what the person changed meanwhile.
        plain = {field.name for field in User._meta.concrete_fields}
        user.save(update_fields=[name for name in form.changed_data if name in plain])


class ClinicianForm(forms.ModelForm):
    DECISIONS = [
        ("verify", "Checked: may read what patients share"),
        ("withdraw", "Not (or no longer) a clinician"),
    ]

    decision = forms.ChoiceField(
        label="What you found", choices=DECISIONS, widget=AdminRadioSelect(attrs={"class": "radiolist"})
    )
    verification_note = forms.CharField(
        label="How it was checked",
        max_length=300,
        widget=forms.TextInput(attrs={"class": "vTextField"}),
        help_text="For example: public register, number and name agree, practice called back on its listed number.",
        error_messages={"required": "Please say how you checked it: somebody will ask one day."},
    )

    class Meta:
        model = Clinician
        fields = ["verification_note"]


class CheckedFilter(admin.SimpleListFilter):
    title = "checked"
    parameter_name = "checked"

    def lookups(self, request, model_admin):
        return [("no", "Waiting"), ("yes", "Checked")]

    def queryset(self, request, queryset):
        return queryset.filter(verified_at__isnull=self.value() == "no") if self.value() else queryset


@admin.register(Clinician)
class ClinicianAdmin(LookOnly):
    """Registrations to check. A clinician reads nothing before somebody else has looked her up."""

    form = ClinicianForm
    list_display = ("user", "email", "practice", "registration", "verified_at", "verified_by")
    list_filter = (CheckedFilter,)
    list_select_related = ("user", "verified_by")
    search_fields = ("user__email", "user__name", "practice", "registration")
    ordering = ("-verified_at", "user__name")
    fields = (
        "user", "email", "practice", "registration", "verified_at", "verified_by", "decision", "verification_note",
    )  # fmt: skip
    readonly_fields = ("user", "email", "practice", "registration", "verified_at", "verified_by")

    @admin.display(description="e-mail address", ordering="user__email")
    def email(self, clinician):
        return clinician.user.email

    def has_change_permission(self, request, clinician=None):
        # Nobody vouches for herself.
        is_own = clinician is not None and clinician.user_id == request.user.pk
        return not is_own and request.user.has_perm("accounts.change_clinician")

    def save_model(self, request, clinician, form, change):
        note = form.cleaned_data["verification_note"]
        if form.cleaned_data["decision"] == "verify":
            verify_clinician(clinician, by=request.user, note=note)
        else:
            withdraw_verification(clinician, by=request.user, note=note)
            messages.info(request, f"{clinician} can open no record any more, from now on.")


@admin.register(Authenticator)
class AuthenticatorAdmin(LookOnly):
    """Second factors, without their secrets. Deleting one lets somebody who lost her device set up a new one."""

    list_display = ("user", "type", "created_at", "last_used_at")
    list_filter = ("type",)
    list_select_related = ("user",)
    search_fields = ("user__email", "user__name")
    fields = ("user", "type", "created_at", "last_used_at")

    def has_delete_permission(self, request, row=None):
        return request.user.is_superuser and (row is None or row.user_id != request.user.pk)


@admin.register(RecordAccess)
class RecordAccessAdmin(LookOnly):
    """Who opened whose record. Append-only for everybody."""

    list_display = ("at", "reader_name", "surface", "patient", "kinds")
    list_filter = ("surface", "at")
    list_select_related = ("patient",)
    search_fields = ("reader_name", "patient__email", "patient__name")
    ordering = ("-at", "-pk")
    show_full_result_count = False
