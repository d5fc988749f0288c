"""The embedded runner, its local web server, and the sample newsroom that it can watch."""
