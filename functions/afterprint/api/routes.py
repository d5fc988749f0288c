"""The API's routes: which there are, and what each answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import urlencode

from afterprint.api import compare, find, lookup
from afterprint.api.exchange import (
    MOST_BYTES,
    OPENAPI,
    Refused,
    Request,
    Response,
    answered,
    page,
    problem,
)
from afterprint.api.parameters import AFTER, ARTICLE, QUERY, URL, Parameter, form, read, version_number
from afterprint.model import ArticleKey, Watchlist
from afterprint.ports import Archive, Catalog, Clock
from afterprint.searching import Finder

Values = Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Route:
    """An address that is answered: what it promises, and the parameters that it reads."""

    path: str
    name: str
    summary: str
    parameters: tuple[Parameter, ...]
    answer: Callable[[Api, Values], Response]


@dataclass(frozen=True, kw_only=True)
class Api:
    """What answers are made from. `watchlist` says whose text is shown, and where the site stands."""

    archive: Archive
    catalog: Catalog
    clock: Clock
    watchlist: Watchlist
    finder: Finder

    def answer(self, request: Request) -> Response:
        """The response to a GET; whatever is wrong with the request is a problem (RFC 9457), or a page that says so.

        Raises StoreError where the world fails.
        """
        route = ROUTES.get(request.path)
        if route is None:
            remedy = f"there are {', '.join(ROUTES)}"
            return problem(Refused(HTTPStatus.NOT_FOUND, f"there is nothing at {request.path[:100]}", remedy=remedy))
        try:
            response = route.answer(self, read(request, route.parameters))
        except Refused as refused:
            return self._refusal(refused, request)
        if len(response.body) > MOST_BYTES:
            return problem(Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "the answer would be too large"))
        return response

    def _refusal(self, refused: Refused, request: Request) -> Response:
        if ("format", "html") not in request.parameters:
            return problem(refused)
        from afterprint.publish.pages import refusal_page, search_page

        if request.path == SEARCH:
            asked = dict(request.parameters).get(QUERY.name, "")[: QUERY.longest]
            refusal = f"{refused.detail}; {refused.remedy}" if refused.remedy else refused.detail
            body = search_page(SEARCH[1:], self.watchlist, query=asked, refusal=refusal)
            return page(body, status=refused.status)
        body = refusal_page(request.path[1:], refused.detail, refused.remedy, self.watchlist)
        return page(body, status=refused.status)


def _look_up(api: Api, values: Values) -> Response:
    row = lookup.look_up(values["url"], catalog=api.catalog)
    if values["format"] == "html":
        if row is None:
            raise Refused(HTTPStatus.NOT_FOUND, "no article is watched at this address")
        from afterprint.publish import paths

        where = lookup.site_path(api.watchlist, paths.article(row.key))
        return Response(status=HTTPStatus.FOUND, headers={"Location": where})
    found = [lookup.told(row, catalog=api.catalog, watchlist=api.watchlist)] if row else []
    return answered({"articles": found})


def _compare(api: Api, values: Values) -> Response:
    source, _, article = values["article"].partition("/")
    view = compare.compared(
        ArticleKey(source, article),
        int(values["old"]),
        int(values["new"]),
        archive=api.archive,
        clock=api.clock,
        watchlist=api.watchlist,
    )
    if values["format"] == "json":
        return answered(compare.told(view))
    from afterprint.publish.pages import change_page
    from afterprint.publish.views import Around

    # Encoded, it has no slash but that of the folder: links lead back to the site's root from there.
    path = f"{COMPARE.removeprefix('/')}?{urlencode(values)}"
    return page(change_page(view, Around(is_comparison=True), api.watchlist, path=path))


def _search(api: Api, values: Values) -> Response:
    found = find.found(values["q"], values["after"], api.archive, api.finder, api.watchlist)
    if values["format"] == "json":
        return answered(find.told(values["q"], found, api.watchlist))
    from afterprint.publish.pages import search_page

    path = f"{SEARCH.removeprefix('/')}?{urlencode({'q': values['q']})}"
    later = find.next_address(values, found)
    return page(search_page(path, api.watchlist, query=values["q"], lines=found.lines, later=later))


def _describe(api: Api, values: Values) -> Response:
    from afterprint.api.openapi import document

    return answered(document(ROUTES.values(), api.watchlist.site_url), content_type=OPENAPI)


LOOKUP = "/api/lookup"
COMPARE = "/api/compare"
SEARCH = "/api/search"
DESCRIPTION = "/api/openapi.json"

ROUTES = {
    route.path: route
    for route in (
        Route(
            path=LOOKUP,
            name="lookup",
            summary="Has this address been edited? The article that is watched there, with its changes.",
            parameters=(URL, form("json", "html")),
            answer=_look_up,
        ),
        Route(
            path=COMPARE,
            name="compare",
            summary="Any two versions of an article, beside each other.",
            parameters=(ARTICLE, version_number("old"), version_number("new"), form("json", "html")),
            answer=_compare,
        ),
        Route(
            path=SEARCH,
            name="search",
            summary="The changes and events that a query finds, the newest first.",
            parameters=(QUERY, AFTER, form("json", "html")),
            answer=_search,
        ),
        Route(path=DESCRIPTION, name="describe", summary="This description.", parameters=(), answer=_describe),
    )
}
