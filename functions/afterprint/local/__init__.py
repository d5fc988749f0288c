"""The ports on one machine: records and documents as files, rows and messages in SQLite."""
