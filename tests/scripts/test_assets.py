"""Copied front-end files ask for nothing that is not there."""

import pytest

from scripts.assets import copy_without_source_map


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a{color:red}\n/*# sourceMappingURL=bootstrap.min.css.map */", "a{color:red}\n"),
        ("run()\n//# sourceMappingURL=axe.min.js.map\n", "run()\n"),
        ("a{color:red}\n", "a{color:red}\n"),
    ],
)
def test_the_pointer_to_a_source_map_goes(tmp_path, text, expected):
    source = tmp_path / "from.css"
    source.write_text(text)

    copy_without_source_map(source, tmp_path / "vendor" / "to.css")

    assert (tmp_path / "vendor" / "to.css").read_text() == expected
