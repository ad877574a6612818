"""The wiring: settings, addresses, tasks and the embedded services."""
