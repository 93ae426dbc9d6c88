"""Discovery: finding people by what they are called, and whom one opened from a search lately.

Says nothing. Reacts to `CardChanged` by keeping the index of people, a read model in MongoDB that scripts/rebuild makes
anew; what it shows of somebody, and whether it may, is read from profiles' cards and graph's relations through their
views at that moment. Without MongoDB a search answers 503, and nothing else is missing.
"""
