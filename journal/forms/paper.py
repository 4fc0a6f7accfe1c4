"""A line of the paper diary, typed in: a number or a tick for the night, a number for each daily score."""

from journal.forms.fields import NumberField
from journal.forms.nights import AnswerForm, ScoreForm
from journal.models import CheckIn

NOT_A_SCORE = "Please give a number from 0 to 10."
SHORT = [("quiet", "Quiet"), ("yes", "Yes"), ("unsure", "Don’t remember")]
CONTRADICTION = "You gave a number and “I don’t remember”. Which of the two is right?"


class PaperLine:
    """Part of a grid: left as it was shown, it is not part of what is saved."""

    unseen = frozenset({"client_id", "version"})

    def __init__(self, *args, **kwargs):
        super().__init__(*args, empty_permitted=True, use_required_attribute=False, **kwargs)

    def has_changed(self):
        return bool({*self.changed_data} - self.unseen)


class PaperNightForm(PaperLine, AnswerForm):
    """One night: a number alone says “yes”, nothing but zeros says “quiet”."""

    def __init__(self, *args, columns, **kwargs):
        super().__init__(*args, **kwargs)
        shown = {symptom.slug for symptom in columns}
        for slug in {*self.count_names} - shown:
            del self.fields[self.count_names.pop(slug)]
        answer = self.fields["answer"]
        answer.required, answer.choices = False, SHORT

    @property
    def boxes(self):
        return [self[name] for name in self.count_names.values()]

    def clean(self):
        given = [self.cleaned_data.get(name) for name in self.count_names.values()]
        answer = self.cleaned_data.get("answer")
        if answer == CheckIn.Answer.UNSURE and any(number is not None for number in given):
            self.add_error("answer", CONTRADICTION)
        elif not answer and "answer" not in self.errors:
            self._infer(given)
        return super().clean()

    def _infer(self, given):
        if any(given):
            self.cleaned_data["answer"] = CheckIn.Answer.YES
        elif given and all(number == 0 for number in given):
            self.cleaned_data["answer"] = CheckIn.Answer.QUIET
        elif not self.errors:
            self.add_error("answer", self.fields["answer"].error_messages["required"])


class PaperScoreForm(PaperLine, ScoreForm):
    """One score, typed."""

    score = NumberField(most=10, sentence=NOT_A_SCORE)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["score"].required = True
        self.fields["score"].error_messages["required"] = NOT_A_SCORE
