"""Telling subscribers that something can be read: what a notice says of a change or event."""

from afterprint.notify.notice import notice_of

__all__ = ["notice_of"]
