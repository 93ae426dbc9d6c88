"""Where the platform meets AWS: typed services, consumers, outbox, stores, cache, connections, settings."""
