"""Words that every part of the platform shares: ids, errors, clock, paging, text. Standard library and msgspec only."""
