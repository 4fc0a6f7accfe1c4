from django.core.exceptions import ValidationError
from django.utils.deconstruct import deconstructible


@deconstructible
class Readable:
    """Refuses text that no database and no screen can hold: NUL and halves of a surrogate pair."""

    message = "This text holds a character that cannot be stored. Please type it again."
    code = "unreadable"

    def __call__(self, value: str) -> None:
        if "\x00" in value or any("\ud800" <= letter <= "\udfff" for letter in value):
            raise ValidationError(self.message, code=self.code)

    def __eq__(self, other):
        return isinstance(other, Readable)

    __hash__ = None


unreadable = Readable()
