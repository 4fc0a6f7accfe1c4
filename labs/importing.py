"""Results from a CSV file: read, checked line by line, shown, then stored all or not at all."""

import csv
import io
import uuid
from dataclasses import dataclass, field

from labs.forms.fields import DrawnOnField, FastingField
from labs.forms.panel import result_of
from labs.forms.reported import NOTE_LENGTH, ReportedFields, check, lab_name_field, note_field, prepare
from labs.models import LabResult, LabTest
from labs.ranges import span
from labs.units import plain

NEEDED = ("test", "value", "unit", "drawn_on")
OPTIONAL = ("comparator", "range_low", "range_high", "lab_name", "fasting", "note")
MOST_ROWS, MOST_BYTES = 200, 300_000
YES, NO = ("yes", "y", "true", "1", "fasting"), ("no", "n", "false", "0", "")
# Every imported row's id is made from its patient and its words below this one.
NAMESPACE = uuid.UUID("8b0f3c58-6f4e-4d0b-9b6e-6c1f5d5e7a10")


class BadFile(ValueError):
    """The whole file cannot be read, and why."""


@dataclass
class Line:
    """One row of the file: what would be stored, or what is wrong with it."""

    number: int
    errors: list[str] = field(default_factory=list)
    result: LabResult | None = None
    known_from: str = ""

    @property
    def lab_range(self) -> str:
        return span(self.result.range_low, self.result.range_high)

    @property
    def is_new(self) -> bool:
        return self.result is not None and not self.known_from


class ImportedRowForm(ReportedFields):
    drawn_on = DrawnOnField()
    fasting = FastingField()
    lab_name = lab_name_field()
    note = note_field()

    def __init__(self, *args, test, patient, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["drawn_on"].patient = patient
        prepare(self, test)
        self.reported = None

    def clean(self):
        cleaned = super().clean()
        self.reported = check(self, cleaned.get("fasting"))
        return cleaned


def decode(raw: bytes) -> str:
    """The text of an uploaded file. Raises BadFile."""
    if len(raw) > MOST_BYTES:
        raise BadFile(f"This file is too large. Please keep it below {MOST_BYTES // 1000} KB.")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadFile(
            "This file is not UTF-8 text. Please save it as “CSV UTF-8” and choose it again."
        ) from None
    if "\x00" in text:
        raise BadFile("This file is not a text file. Please save it as “CSV UTF-8” and choose it again.")
    return text


def read_lines(text: str, patient) -> list[Line]:
    """Every row of the file with its line number. Raises BadFile where there is no reading it at all."""
    rows = _rows(text)
    if not rows:
        raise BadFile("There are no results below the header.")
    if len(rows) > MOST_ROWS:
        raise BadFile(f"This file has more than {MOST_ROWS} results. Please split it.")
    tests = _names(LabTest.objects.published())
    lines = [_line(number, row, tests, patient) for number, row in rows]
    _mark_known(lines, patient)
    return lines


def _rows(text):
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text), strict=True)
    try:
        header = [name.strip().casefold().replace(" ", "_") for name in next(reader, [])]
        _check_header(header)
        rows = []
        for cells in reader:
            if any(cell.strip() for cell in cells):
                rows.append(
                    (reader.line_num, dict(zip(header, cells, strict=False)) | _surplus(header, cells))
                )
    except csv.Error as why:
        raise BadFile(f"Line {reader.line_num} cannot be read as CSV ({why}).") from None
    return rows


def _separator(text):
    header = text.partition("\n")[0]
    return max((",", ";", "\t"), key=header.count)


def _check_header(header):
    missing = [name for name in NEEDED if name not in header]
    if missing:
        raise BadFile(
            f"The first line must name the columns. Missing: {', '.join(missing)}. "
            f"Needed are {', '.join(NEEDED)}; {', '.join(OPTIONAL)} may follow."
        )
    unknown = [name for name in header if name not in NEEDED + OPTIONAL]
    if unknown:
        raise BadFile(f"These columns are not known: {', '.join(name or '(empty)' for name in unknown)}.")
    if len(set(header)) < len(header):
        raise BadFile("The first line names a column twice.")


def _surplus(header, cells):
    return {"surplus": True} if any(cell.strip() for cell in cells[len(header) :]) else {}


def _names(tests) -> dict[str, tuple[LabTest, str]]:
    """Every name a file may use for a test, and the code it then came under if that is not the test's own."""
    names: dict[str, tuple[LabTest, str]] = {}
    for test in tests:
        for name in (test.slug, test.name, test.short_name, test.loinc):
            names[name.casefold()] = test, ""
        names |= {code: (test, code) for code in test.loinc_accepted}
    return names


def _line(number, row, tests, patient):
    line = Line(number)
    if row.pop("surplus", False):
        line.errors.append("This line has more cells than the header names.")
        return line
    row = {name: cell.strip() for name, cell in row.items()}
    test, code = tests.get(row.get("test", "").casefold(), (None, ""))
    if test is None:
        line.errors.append(
            f"“{row.get('test', '')[:60]}” is not a known test. Use the name it has here, or its LOINC code."
        )
        return line
    form = ImportedRowForm(_as_posted(row), test=test, patient=patient)
    if not form.is_valid():
        line.errors = [
            f"{_label(form, name)}{words}" for name, found in form.errors.items() for words in found
        ]
        return line
    line.result = _result(form, code, patient)
    if len(line.result.note) > NOTE_LENGTH:
        line.errors, line.result = ["Please shorten the note."], None
    return line


def _as_posted(row):
    fasting = row.get("fasting", "").casefold()
    said = "yes" if fasting in YES else "no" if fasting in NO and fasting else fasting
    return row | {"fasting": said}


def _label(form, name):
    return "" if name == "__all__" else f"{name}: "


def _result(form, code, patient):
    said = form.cleaned_data
    note = said["note"]
    if code:
        # A code for D3 only, or in moles, is not the code of this test: it stays readable where it came from.
        note = f"Reported under LOINC {code}. {note}".strip()
    fields = {"drawn_on": said["drawn_on"], "lab_name": said["lab_name"], "note": note}
    result = result_of(patient, form.test, form.reported, **fields)
    result.client_id = uuid.uuid5(NAMESPACE, _words_of(result))
    return result


def _words_of(result):
    numbers = (result.value, result.range_low, result.range_high)
    parts = ["" if number is None else plain(number) for number in numbers]
    parts += [result.test.slug, result.comparator, result.unit, str(result.drawn_on), str(result.fasting)]
    return "\x1f".join([str(result.patient_id), *parts, result.lab_name, result.note])


def _mark_known(lines, patient):
    """Say of each line whether it is in the file already, or in the journal, or was deleted there."""
    wanted = [line for line in lines if line.result]
    ids = [line.result.client_id for line in wanted]
    days = {line.result.drawn_on for line in wanted}
    rows = LabResult.objects.ever_of(patient)
    imported = dict(rows.filter(client_id__in=ids).values_list("client_id", "deleted_at"))
    stored = {same_value(row): row.pk for row in rows.live().filter(drawn_on__in=days).select_related("test")}
    seen: dict[uuid.UUID, int] = {}
    for line in wanted:
        line.known_from = _known_from(line, imported, stored, seen)
        seen.setdefault(line.result.client_id, line.number)


def _known_from(line, imported, stored, seen):
    client_id = line.result.client_id
    if client_id in seen:
        return f"the same as line {seen[client_id]}"
    if imported.get(client_id):
        return "you deleted this one; it stays deleted"
    if client_id in imported or same_value(line.result) in stored:
        return "already in your journal"
    return ""


def same_value(result: LabResult) -> tuple:
    """Two rows with this in common are the same result, whoever typed it."""
    return result.test_id, result.drawn_on, result.comparator, round(result.canonical_value, 3)
