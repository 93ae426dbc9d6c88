"""Media: photographs from the moment somebody wants to upload one until its renditions can be shown.

Says `MediaReady` and `MediaRejected`. Reacts to nothing but arrivals in its own upload bucket.
"""
