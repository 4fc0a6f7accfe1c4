from whitenoise.storage import CompressedManifestStaticFilesStorage as Compressed


class HashedStorage(Compressed):
    """Each file under a name with its hash, also where a script of the night page imports another.

    Of ours only: other people's scripts have words in their comments that look like imports.
    """

    patterns = (*Compressed.patterns, ("js/night/*.js", Compressed._js_module_import_aggregation_patterns[1]))
