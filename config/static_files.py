from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStorage(CompressedManifestStaticFilesStorage):
    """Each file under a name with its hash, also where one script imports another."""

    support_js_module_import_aggregation = True
