from django.core.exceptions import ValidationError
from django.utils.deconstruct import deconstructible


@deconstructible
class Readable:
    """Refuses text that no database and no screen can hold: NUL, halves of a surrogate pair, bytes that are no text."""

    message = "This text holds a character that cannot be stored. Please type it again."
    code = "unreadable"

    def __call__(self, value: str) -> None:
        # Django reads bytes that are no UTF-8, such as half a surrogate pair, as U+FFFD: what was typed is lost.
        if {"\x00", "\ufffd"} & set(value) or any("\ud800" <= letter <= "\udfff" for letter in value):
            raise ValidationError(self.message, code=self.code)

    def __eq__(self, other):
        return isinstance(other, Readable)

    __hash__ = None


unreadable = Readable()
