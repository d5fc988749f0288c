"""What every request calls itself."""

from afterprint import __version__


def user_agent(contact: str) -> str:
    """The User-Agent, with the address to complain to (RFC 9110 §10.1.5)."""
    return f"Afterprint/{__version__} (+{contact})"
