"""Media: photographs from the moment somebody wants to upload one until their renditions are deleted.

Says `MediaReady` and `MediaRejected`. Reacts to arrivals in its own upload bucket; to `PostPublished`, `PostRestored`,
`PostDeleted`, `ProfileChanged`, `MessageSent`, `MessageRemoved` and `ConversationPictured` by keeping what is shown and
deleting what is not.
"""
