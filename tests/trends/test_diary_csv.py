"""A diary in a CSV file: what is read, and which line is named when something is wrong."""

import datetime as dt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from trends.diary_csv import BadDiary, iso_date, read_diary

HEADER = "night,answered,episodes\n"


def read(*lines, header=HEADER):
    return read_diary((header + "\n".join(lines) + "\n").encode())


def problems(*lines, header=HEADER):
    with pytest.raises(BadDiary) as caught:
        read(*lines, header=header)
    return [(problem.line, problem.sentence) for problem in caught.value.problems]


def test_nights_in_any_order_and_absent_nights_are_unanswered():
    diary = read("2026-03-05,1,0", "2026-03-01,1,2", "2026-03-03,0,")

    assert diary.first_night == dt.date(2026, 3, 1)
    assert diary.last_night == dt.date(2026, 3, 5)
    np.testing.assert_array_equal(diary.counts, [2, np.nan, np.nan, np.nan, 0])


@pytest.mark.parametrize("word", ["1", "true", "yes", "TRUE", "Yes", " yes "])
def test_words_for_answered(word):
    assert read(f"2026-03-01,{word},3").counts.tolist() == [3]


@pytest.mark.parametrize("word", ["0", "false", "no", "NO"])
@pytest.mark.parametrize("episodes", ["", "0"])
def test_words_for_not_answered(word, episodes):
    assert np.isnan(read(f"2026-03-01,{word},{episodes}").counts).all()


@pytest.mark.parametrize(
    "header",
    [
        "night,answered,episodes\r\n",
        "\ufeffnight,answered,episodes\n",
        "Night, Answered ,EPISODES\n",
        "\n\n" + HEADER,
    ],
    ids=["windows", "byte-order mark", "spaces and capitals", "empty lines"],
)
def test_headers_as_programs_write_them(header):
    assert read("2026-03-01,1,2", header=header).counts.tolist() == [2]


def test_columns_may_stand_in_another_order():
    assert read("2,2026-03-01,1", header="episodes,night,answered\n").counts.tolist() == [2]


def test_quotes_windows_lines_and_empty_lines_are_fine():
    data = b'"night","answered","episodes"\r\n"2026-03-01","1","2"\r\n\r\n,,\r\n2026-03-02,1,0\r\n'

    assert read_diary(data).counts.tolist() == [2, 0]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("2026-02-30,1,0", "date"),
        ("1.3.2026,1,0", "date"),
        ("2026-3-1,1,0", "date"),
        ("20260301,1,0", "date"),
        ("2026-W09-7,1,0", "date"),
        ("٢٠٢٦-٠٣-٠١,1,0", "date"),
        (",1,0", "date"),
        ("2026-03-02,maybe,0", "answered"),
        ("2026-03-02,,0", "answered"),
        ("2026-03-02,1,", "whole number"),
        ("2026-03-02,1,-1", "whole number"),
        ("2026-03-02,1,1.5", "whole number"),
        ("2026-03-02,1,two", "whole number"),
        ("2026-03-02,1,nan", "whole number"),
        ("2026-03-02,1,1e3", "whole number"),
        ("2026-03-02,1,²", "whole number"),
        ("2026-03-02,1," + "9" * 400, "whole number"),
        ("2026-03-02,0,2", "not answered"),
        ("2026-03-02,0,x", "whole number"),
        ("2026-03-02,1", "Expected 3"),
        ("2026-03-02,1,0,0", "Expected 3"),
        ("2026-03-02;1;0", "Expected 3"),
        ("2026-03-01,1,0", "already on line 2"),
        ("9999-12-31,1,0", "twenty years"),
        ("0001-01-01,1,0", "twenty years"),
        ('2026-03-02,1,"0', "not CSV"),
        ('2026-03-02,1,"0"x', "not CSV"),
        ("2026-03-02,1,0\0", "NUL"),
    ],
)
def test_a_bad_line_is_named(line, said):
    found = problems("2026-03-01,1,1", line, "2026-03-04,1,1", "2026-03-05,1,1")

    assert 3 in [number for number, _ in found] or '"' in line
    assert any(said in sentence for _, sentence in found)


def test_every_bad_line_is_named_in_order():
    found = problems("2026-03-01,1,x", "2026-03-02,1,1", "2026-03-02,1,1", "nonsense,1,1")

    assert [number for number, _ in found] == [2, 4, 5]


def test_the_same_night_twice_even_if_the_answers_agree():
    assert problems("2026-03-01,1,1", "2026-03-01,1,1") == [(3, "2026-03-01 is already on line 2.")]


@pytest.mark.parametrize("header", ["", "\n", "\ufeff"])
def test_an_empty_file(header):
    with pytest.raises(BadDiary, match="empty"):
        read_diary(header.encode())


def test_a_header_and_nothing_else():
    with pytest.raises(BadDiary, match="line 2: There is no night"):
        read_diary(HEADER.encode())


@pytest.mark.parametrize(
    "header",
    ["date,answered,episodes\n", "night,answered\n", "night;answered;episodes\n", "night,night,episodes\n"],
)
def test_another_header(header):
    ((line, sentence),) = problems("2026-03-01,1,1", header=header)

    assert line == 1
    assert "night,answered,episodes" in sentence


def test_text_in_another_encoding():
    data = HEADER.encode() + b"2026-03-01,1,1\n2026-03-02,1,\xff\n"

    with pytest.raises(BadDiary, match="line 3: This is not UTF-8"):
        read_diary(data)


def test_a_file_far_too_long():
    with pytest.raises(BadDiary, match="too long"):
        read_diary(b"x" * 5_000_001)


@pytest.mark.parametrize(("started", "column"), [("2026-03-01", 0), ("2026-03-02", 1), ("2026-03-04", 3)])
def test_the_start_is_a_night_of_the_diary(started, column):
    diary = read("2026-03-01,1,1", "2026-03-04,1,0")

    assert diary.nights_before(iso_date(started)) == column


@pytest.mark.parametrize("started", ["2026-02-28", "2026-03-05", "2029-01-01"])
def test_a_start_outside_the_diary(started):
    with pytest.raises(ValueError, match="outside the diary, which runs from 2026-03-01 to 2026-03-04"):
        read("2026-03-01,1,1", "2026-03-04,1,0").nights_before(iso_date(started))


@given(st.binary(max_size=200) | st.binary(max_size=100).map(lambda tail: HEADER.encode() + tail))
def test_any_bytes_are_a_diary_or_a_sentence(data):
    counts, problems = read_or_refuse(data)

    assert len(counts) or problems
    assert all(problem.line >= 1 and problem.sentence for problem in problems)


def read_or_refuse(data):
    try:
        return read_diary(data).counts, ()
    except BadDiary as error:
        return (), error.problems


@given(
    st.dictionaries(
        st.dates(dt.date(2020, 1, 1), dt.date(2030, 1, 1)), st.none() | st.integers(0, 50), min_size=1
    )
)
def test_what_was_written_is_read(nights):
    lines = [
        f"{night},{0 if count is None else 1},{'' if count is None else count}"
        for night, count in nights.items()
    ]

    diary = read(*lines)

    for night, count in nights.items():
        found = diary.counts[(night - diary.first_night).days]
        assert np.isnan(found) if count is None else found == count
    assert np.isfinite(diary.counts).sum() == sum(count is not None for count in nights.values())
