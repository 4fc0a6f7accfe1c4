"""A CSV file: shown before anything is stored, all or nothing, errors by line."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile

from labs.importing import MOST_BYTES, MOST_ROWS
from labs.views.imports import SALT
from safety.models import ShownNotice
from tests.labs.report import add, results

pytestmark = pytest.mark.usefixtures("content")
HEADER = "test,value,unit,drawn_on"
GOOD = f"{HEADER},range_low,range_high\n25(OH)D,38,ng/mL,2026-08-05,30,100\ncalcium,9.6,mg/dL,2026-08-05,8.8,10.4\n"


@pytest.fixture(autouse=True)
def signed_in(client, alice):
    client.force_login(alice)


@pytest.fixture
def upload(client):
    def send(text, encoding="utf-8"):
        raw = text if isinstance(text, bytes) else text.encode(encoding)
        return client.post("/labs/import/", {"file": SimpleUploadedFile("labs.csv", raw)})

    return send


@pytest.fixture
def store(client, upload):
    return lambda text: client.post("/labs/import/store/", {"payload": upload(text).context["payload"]})


def problems(response):
    return {line.number: " ".join(line.errors) for line in response.context["bad"]}


def test_the_preview_shows_both_units_and_stores_nothing(upload, alice):
    page = upload(GOOD).content.decode()

    assert "38 ng/mL" in page
    assert "= 95 nmol/L" in page
    assert "Is ng/mL printed on your report?" in page
    assert "Yes, store 2 results" in page
    assert not results(alice).exists()


def test_a_yes_stores_all_of_it(store, alice):
    response = store(GOOD)

    assert response.url == "/labs/"
    assert set(results(alice).values_list("test__slug", "range_low")) == {
        ("vitamin-d-25oh", Decimal("30")),
        ("calcium", Decimal("8.8")),
    }


def test_importing_twice_stores_once(store, upload, alice):
    store(GOOD)

    again = upload(GOOD)
    assert "already in your journal" in again.content.decode()
    store(GOOD)

    assert results(alice).count() == 2


def test_the_same_yes_sent_twice_stores_once(client, upload, alice):
    payload = upload(GOOD).context["payload"]

    for _ in range(2):
        assert client.post("/labs/import/store/", {"payload": payload}).status_code == 302

    assert results(alice).count() == 2


def test_two_patients_may_import_the_same_file(client, store, alice, bob):
    store(GOOD)
    client.force_login(bob)
    store(GOOD)

    assert results(alice).count() == results(bob).count() == 2


def test_a_row_typed_by_hand_before_is_pointed_out_and_left_out(client, upload, store, alice):
    add(client, "calcium", value="9.60", lab_name="Synlab")

    assert "already in your journal" in upload(GOOD).content.decode()
    store(GOOD)

    assert results(alice).of_test("calcium").count() == 1


def test_a_row_that_stands_in_the_file_twice_is_stored_once(upload, store, alice):
    text = f"{HEADER}\ncalcium,9.6,mg/dL,2026-08-05\ncalcium,9.6,mg/dL,2026-08-05\n"

    assert "the same as line 2" in upload(text).content.decode()
    store(text)

    assert results(alice).count() == 1


def test_a_result_deleted_since_stays_deleted(upload, store, alice):
    store(GOOD)
    results(alice).of_test("calcium").get().discard()

    assert "it stays deleted" in upload(GOOD).content.decode()
    store(GOOD)

    assert results(alice).count() == 1


def test_every_bad_line_is_named_with_a_sentence_and_nothing_is_stored(client, upload, alice):
    response = upload(
        f"{HEADER},comparator,range_low,range_high,fasting,note\n"
        "25(OH)D,45,,2026-08-05,,,,,\n"
        "25(OH)D,45,IU,2026-08-05,,,,,\n"
        "calcium,99,mg/dL,2026-08-05,,,,,\n"
        "calcium,9.6,mg/dL,2036-08-05,,,,,\n"
        "calcium,9.6,mg/dL,05/08/2026,,,,,\n"
        "calcium,high,mg/dL,2026-08-05,,,,,\n"
        "calcium,9.6,mg/dL,2026-08-05,=,,,,\n"
        "calcium,9.6,mg/dL,2026-08-05,,10,9,,\n"
        "glucose-fasting,90,mg/dL,2026-08-05,,,,no,\n"
        "calcium,9.6,mg/dL,2026-08-05,,,,perhaps,\n"
        "mystery,1,x,2026-08-05,,,,,\n"
        "calcium,9.6,mg/dL,2026-08-05,,,,,,,surplus\n"
        "calcium,9.6\n"
        f"calcium,9.6,mg/dL,2026-08-05,,,,,{'a' * 4001}\n"
        "calcium,9.6,mg/dL,2026-08-05,,,,,fine\n"
    )  # fmt: skip

    found = problems(response)
    assert response.status_code == 200
    assert list(found) == list(range(2, 16))
    assert "choose the unit" in found[2]
    assert "not a unit of this test" in found[3]
    assert "not possible" in found[4]
    assert "in the future" in found[5]
    assert "Please give a day" in found[6]
    assert "as printed" in found[7]
    assert "leave it empty" in found[8]
    assert "10 is above 9" in found[9]
    assert "fasting sample only" in found[10]
    assert "yes or no" in found[11]
    assert "“mystery” is not a known test" in found[12]
    assert "more cells" in found[13]
    assert "choose the unit" in found[14]
    assert "4000 characters" in found[15]
    assert "Store" not in response.content.decode()
    assert not results(alice).exists()


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "empty"),
        (HEADER, "no results below the header"),
        ("\n\n", "must name the columns"),
        ("test,value,drawn_on\ncalcium,9.6,2026-08-05\n", "Missing: unit"),
        (f"{HEADER},colour\ncalcium,9.6,mg/dL,2026-08-05,red\n", "not known: colour"),
        (f"{HEADER},unit\n", "twice"),
        (f'{HEADER}\ncalcium,"9.6,mg/dL,2026-08-05\n', "cannot be read as CSV"),
        (f"{HEADER}\ncalcium,9.6\x00,mg/dL,2026-08-05\n", "not a text file"),
        ("\udcff", "not UTF-8"),
        (f"{HEADER}\n" + "calcium,9.6,mg/dL,2026-08-05\n" * (MOST_ROWS + 1), "more than 200 results"),
        ("a" * (MOST_BYTES + 1), "too large"),
        (f"{HEADER}\ncalcium,{'9' * 140_000},mg/dL,2026-08-05\n", "cannot be read as CSV"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(upload, alice, text, sentence):
    response = upload(text.encode("utf-8", "surrogateescape"))

    assert response.status_code == 200
    assert sentence in str(response.context["form"].errors["file"])


def test_no_file_at_all_says_so(client):
    response = client.post("/labs/import/", {})

    assert "Please choose a file." in response.content.decode()


@pytest.mark.parametrize(
    "text",
    [
        "\ufefftest,value,unit,drawn_on\ncalcium,9.6,mg/dL,2026-08-05\n",
        "test;value;unit;drawn_on\r\ncalcium;9,6;mg/dL;05.08.2026\r\n",
        "Test\tValue\tUnit\tDrawn on\nCalcium, total\t9.6\tMG/DL\t2026-08-05\n",
        'test,value,unit,drawn_on\n17861-6,"9,6",mg/dL,2026-08-05\n\n,,,\n',
        "drawn_on,unit,value,test\n2026-08-05,mg/dL,9.6,calcium\n",
    ],
)
def test_files_come_in_many_shapes(store, alice, text):
    store(text)

    stored = results(alice).get()
    assert (stored.test.slug, f"{stored.value:.1f}", stored.drawn_on) == (
        "calcium",
        "9.6",
        dt.date(2026, 8, 5),
    )


def test_a_code_for_part_of_a_test_stays_readable_in_the_note(store, alice):
    store(f"{HEADER},note\n1989-3,38,ng/mL,2026-08-05,morning\n62292-8,40,ng/mL,2026-08-06,\n")

    notes = dict(results(alice).values_list("value", "note"))
    assert notes[38] == "Reported under LOINC 1989-3. morning"
    assert notes[40] == ""


def test_signs_ranges_and_fasting_are_kept(store, alice):
    store(
        f"{HEADER},comparator,range_low,fasting\nPTH,4,pg/mL,2026-08-05,<,15,\n"
        "glucose-fasting,90,mg/dL,2026-08-05,,,yes\nTSH,< 0.01,mU/L,2026-08-05,,,\n"
    )

    assert results(alice).of_test("pth").get().comparator == "<"
    assert results(alice).of_test("pth").get().range_low == 15
    assert results(alice).of_test("glucose-fasting").get().fasting is True
    assert results(alice).of_test("tsh").get().comparator == "<"


def test_formula_characters_are_only_text(upload, store, alice):
    text = f"{HEADER},note,lab_name\ncalcium,9.6,mg/dL,2026-08-05,=1+1,<b>@Lab</b>\n"

    page = upload(text).content.decode()
    assert "=1+1" in page
    assert "&lt;b&gt;@Lab&lt;/b&gt;" in page

    store(text)
    assert results(alice).get().note == "=1+1"


def test_a_dangerous_row_leads_to_its_notice(store, alice):
    response = store(f"{HEADER}\nsodium,120,mmol/L,2026-08-05\ncalcium,9.6,mg/dL,2026-08-05\n")

    assert response.url.startswith("/notices/")
    assert ShownNotice.objects.of(alice).get().notice == "sodium-very-low"


@pytest.mark.parametrize("payload", ["", "nonsense", "a:b:c"])
def test_a_preview_not_made_here_stores_nothing(client, alice, payload):
    response = client.post("/labs/import/store/", {"payload": payload})

    assert response.status_code == 200
    assert "choose the file again" in response.content.decode()


def test_somebody_elses_preview_stores_nothing(client, upload, alice, bob):
    payload = upload(GOOD).context["payload"]
    client.force_login(bob)

    client.post("/labs/import/store/", {"payload": payload})

    assert not results(alice).exists()
    assert not results(bob).exists()


def test_an_old_preview_stores_nothing(client, upload, alice, monkeypatch):
    payload = upload(GOOD).context["payload"]
    monkeypatch.setattr("labs.views.imports.LIFE", -1)

    assert (
        "choose the file again" in client.post("/labs/import/store/", {"payload": payload}).content.decode()
    )


def test_what_comes_back_signed_is_checked_again(client, alice):
    text = f"{HEADER}\ncalcium,99,mg/dL,2026-08-05\n"
    payload = signing.dumps({"patient": alice.pk, "text": text}, salt=SALT, compress=True)

    response = client.post("/labs/import/store/", {"payload": payload})

    assert "not possible" in response.content.decode()
    assert not results(alice).exists()


def test_a_getting_of_the_store_address_is_refused(client):
    assert client.get("/labs/import/store/").status_code == 405
