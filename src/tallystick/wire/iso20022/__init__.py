"""ISO 20022: tables of what each message may hold, and everything that follows from them.

`tables` says once, per type, which elements stand where; the types' names carry their
versions, so a message's versions share what did not change. `grammar` reads the tables.
From them come our own schema of each version (`schema`), the tree that keeps every
element (`tree`), and the typed views with the fields a payment needs, which a chart ties
to element paths (`charts`, `readers`, `writers`; `drafting` draws up the writers' source).
What views share is in `views`, `originals`, `cases` and `entries`; each family's own is in
a module by its name, and `documents` has them all.

`messages` is the way in and out: bytes to checked views, views to checked bytes. `check`
tells all that is wrong with a file and raises nothing; `roundtrip` whether anything is lost.
`mapping` makes one version of another (`moves`, `facets`), and tells what is lost.
"""
