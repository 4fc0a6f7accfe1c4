"""A question before something is stored. Everything typed travels along, unseen, until it is answered."""

from hashlib import sha256

from labs.checking import Question


def key_of(asked: list[Question]) -> str:
    """Names these very questions: a yes to one number is not a yes to another."""
    return sha256("\n".join(question.words for question in asked).encode()).hexdigest()[:24]


def is_confirmed(request, asked: list[Question]) -> bool:
    return request.POST.get("confirmed") == key_of(asked)


def wants_to_change(request) -> bool:
    return "change" in request.POST
