"""In production a file's name carries its hash: phones keep files for ever, and a new one has a new name."""

import re
from shutil import copytree

from django.conf import settings

from config.static_files import HashedStorage


def test_scripts_of_the_night_page_import_each_other_by_hashed_names(tmp_path):
    copytree(settings.BASE_DIR / "static" / "js" / "night", tmp_path / "js" / "night")
    storage = HashedStorage(location=tmp_path, base_url="/static/")
    names = [f"js/night/{path.name}" for path in (tmp_path / "js" / "night").iterdir()]

    done = [result for *_, result in storage.post_process({name: (storage, name) for name in names})]

    assert not [result for result in done if isinstance(result, Exception)]
    imports = re.findall(r'from "([^"]+)"', (tmp_path / storage.hashed_files["js/night/page.js"]).read_text())
    assert len(imports) >= 4
    assert all(re.search(r"\.[0-9a-f]{12}\.js$", name) for name in imports)
