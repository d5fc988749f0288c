"""When to look: which hosts have something due, and how long to wait between two looks at an article."""

from afterprint.schedule.hosts import due_messages, expected, reschedule, send_while
from afterprint.schedule.intervals import next_interval

__all__ = ["due_messages", "expected", "next_interval", "reschedule", "send_while"]
