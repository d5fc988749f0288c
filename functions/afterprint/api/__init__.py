"""api: answers on demand, which no document that is written beforehand can hold.

`Api.answer` takes a request and gives its response, and is all that a door has to call: the function behind the CDN and
the local web server do the same. Nothing is fetched and nothing is written; each answer reads a bounded number of rows
and records, and what it may show is decided by the text policy, as everywhere.
"""

from afterprint.api.exchange import Refused, Request, Response, problem
from afterprint.api.routes import ROUTES, Api

__all__ = ["ROUTES", "Api", "Refused", "Request", "Response", "problem"]
