from django.urls import path

from accounts.views import settings, sharing

urlpatterns = [
    path("sharing/", sharing.sharing, name="sharing"),
    path("sharing/invite/", sharing.share_invite, name="share-invite"),
    path("sharing/opened/", sharing.access_record, name="access-record"),
    path("sharing/<int:link_id>/resend/", sharing.share_resend, name="share-resend"),
    path("sharing/<int:link_id>/revoke/", sharing.share_revoke, name="share-revoke"),
    path("sharing/<int:link_id>/restore/", sharing.share_restore, name="share-restore"),
    path("settings/", settings.settings, name="settings"),
    path("zone/", settings.zone, name="zone"),
]
