"""Many diaries at once: rows to arrays, arrays to conclusions. One patient is a batch of one.

`people` says whom, `starts` since when, `outcomes` what each night was, `shares` what was taken of it, `asked` which
nights are looked at; `concluding` puts the questions to `trends.core`, grouped by the shape of the diary. No row of a
diary becomes an object.
"""
