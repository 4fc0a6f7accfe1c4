"""What a phone is told: JSON, kept by nobody."""

from django.http import JsonResponse


def said(status: int, **body) -> JsonResponse:
    return JsonResponse(body, status=status, headers={"Cache-Control": "no-store, private"})
