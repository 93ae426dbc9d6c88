"""Generated requests that no function would see: they end at the edge, whose answers are not the API's."""

from typing import Any
from urllib.parse import quote

import schemathesis  # type: ignore[import-not-found]  # lives in an environment of its own

EDGE_TAKES = 4_000
"""Characters of a query or a name in a path; the edge itself takes about 8,000 of a whole address."""

SPLITS_A_PATH = set("/\\.?#%")


@schemathesis.hook  # type: ignore[untyped-decorator]
def filter_case(context: Any, case: Any) -> bool:
    """Whether the request can come through as it is."""
    query = case.query if isinstance(case.query, dict) else {}
    path = case.path_parameters if isinstance(case.path_parameters, dict) else {}
    if len(quote(repr(query))) > EDGE_TAKES:
        return False
    names = [name for name in path.values() if isinstance(name, str)]
    return not any(len(quote(name)) > EDGE_TAKES or SPLITS_A_PATH & set(name) for name in names)
