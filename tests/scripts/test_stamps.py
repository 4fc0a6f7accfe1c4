"""A step is done again when what it stands on has changed, and only then."""

from scripts.stamps import Stamps, fingerprint, identity


def test_unchanged_inputs_are_done(tmp_path):
    source = tmp_path / "requirements.txt"
    source.write_text("django==5.2")
    stamps = Stamps(tmp_path / "stamps")

    assert not stamps.is_done("packages", fingerprint([source]))
    stamps.mark("packages", fingerprint([source]))

    assert stamps.is_done("packages", fingerprint([source]))


def test_a_changed_a_new_and_a_renamed_file_are_noticed(tmp_path):
    folder = tmp_path / "content"
    folder.mkdir()
    (folder / "labs.toml").write_text("a = 1")
    seen = {fingerprint([folder])}

    (folder / "labs.toml").write_text("a = 2")
    seen.add(fingerprint([folder]))
    (folder / "new.toml").touch()
    seen.add(fingerprint([folder]))
    (folder / "new.toml").rename(folder / "newer.toml")
    seen.add(fingerprint([folder]))

    assert len(seen) == 4


def test_byte_code_is_not_an_input(tmp_path):
    (tmp_path / "people.py").write_text("ALICE = 1")
    before = fingerprint([tmp_path])

    (tmp_path / "people.cpython-311.pyc").write_bytes(b"compiled")

    assert fingerprint([tmp_path]) == before


def test_a_removed_database_is_not_the_same_database(tmp_path):
    database = tmp_path / "db.sqlite3"
    database.touch()
    before = identity(database)

    database.write_text("rows")
    assert identity(database) == before

    database.unlink()
    assert identity(database) == ""
