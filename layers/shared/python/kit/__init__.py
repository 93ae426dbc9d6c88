"""Where the platform meets AWS: typed services, consumers, the outbox, stores, cache, connections, settings, telemetry."""
