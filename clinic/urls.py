from django.urls import path

from clinic.views import invitations, patients, record

urlpatterns = [
    path("", patients.patients, name="clinic"),
    path("invitations/<str:token>/", invitations.invitation, name="clinic-invitation"),
    path("<int:patient_id>/", record.record, name="clinic-patient"),
]
