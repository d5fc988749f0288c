"""The `afterprint` command: one file a command, all thin over the pipeline and the engine."""
