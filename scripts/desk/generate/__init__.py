"""Everything in the tree that is made from the code: routes, documents, schemas, examples, clients, pages.

`discover` reads the code, one module per kind of file turns what it found into text, `main` writes or checks.
Nothing here opens a connection, and nothing that runs in a function imports it.
"""

import sys

from desk import places

CODE = ("functions", "layers/shared/python")
"""Where the platform's own packages are, from the tree's root."""

for _place in CODE:
    if str(places.ROOT / _place) not in sys.path:
        sys.path.append(str(places.ROOT / _place))
