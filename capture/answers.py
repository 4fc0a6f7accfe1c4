"""How a phone is heard and answered: in JSON, kept by nobody."""

from django.http import JsonResponse


def heard(request) -> bytes:
    """The JSON that was sent; nothing where it is a form, which may have been read already."""
    return request.body if request.content_type == "application/json" else b""


def said(status: int, **body) -> JsonResponse:
    answer = JsonResponse(body, status=status, headers={"Cache-Control": "no-store, private"})
    if "retry_after" in body:
        answer["Retry-After"] = str(body["retry_after"])
    return answer
