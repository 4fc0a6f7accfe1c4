"""Indexes for tables to which people write at every hour."""

from django.db import migrations


class AddIndexOnline(migrations.AddIndex):
    """An index built beside the writes of the night, where the database can: Postgres. For a migration not atomic."""

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        model = to_state.apps.get_model(app_label, self.model_name)
        if not self.allow_migrate_model(schema_editor.connection.alias, model):
            return
        # What an earlier try left half built would be in the way of this one.
        self._drop(schema_editor)
        online = {"concurrently": True} if _is_postgres(schema_editor) else {}
        schema_editor.add_index(model, self.index, **online)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        model = to_state.apps.get_model(app_label, self.model_name)
        if self.allow_migrate_model(schema_editor.connection.alias, model):
            self._drop(schema_editor)

    def _drop(self, schema_editor):
        online = "CONCURRENTLY " if _is_postgres(schema_editor) else ""
        name = schema_editor.quote_name(self.index.name)
        schema_editor.execute(f"DROP INDEX {online}IF EXISTS {name}", params=None)


def _is_postgres(schema_editor):
    return schema_editor.connection.vendor == "postgresql"
