"""The child process of `cage.Cage`."""

from afterprint.cage.child import from_command_line

from_command_line()
