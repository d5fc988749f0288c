"""The watchlist: what is read, and how each mistake is told."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from afterprint.engine.newsroom import demo_watchlist
from afterprint.errors import WatchlistError
from afterprint.model import NetworkPolicy, Search, Source, TextPolicy, Watchlist
from afterprint.watchlist import load_watchlist, read, read_watchlist

LEAST = """\
[afterprint]
contact = "https://edits.example.org/about"
tag = "edits.example.org,2026"
[[source]]
id = "north-herald"
name = "North Herald"
feeds = ["https://north-herald.example/rss"]
"""
ALL = """\
[afterprint]
contact = "mailto:desk@example.org"
tag = "desk@example.org,2026-11-24"
site_url = "https://edits.example.org/changes/"

[publish]
text = "none"
noindex = false

[[source]]
id = "north-herald"
name = "North Herald"
feeds = ["http://north-herald.test:8080/rss"]
sitemaps = ["http://127.0.0.9:8080/news-sitemap.xml"]
articles = ["http://north-herald.test:8080/one"]
include = ['/news/', '^/\\d{4}/']
exclude = ['/sport/']
min_gap_seconds = 0.2
feed_minutes = 5
first_check_minutes = 20.5
second_look_minutes = 2
watch_days = 10
lookback_days = 0
cosmetic = true
honour_noarchive = false

[[search]]
name = "climate"
query = '"climate change" OR emissions source:north-herald'

[network]
allow = ["127.0.0.0/8"]
ports = [8080]
hosts = { "north-herald.test" = "127.0.0.2" }
"""


def told(text: str) -> list[tuple[int, str, str]]:
    """The mistakes of a watchlist."""
    with pytest.raises(WatchlistError) as raised:
        read_watchlist(text, "watchlist.toml")
    return [(mistake.line, mistake.what, mistake.remedy) for mistake in raised.value.mistakes]


def only(text: str) -> tuple[int, str, str]:
    (mistake,) = told(text)
    return mistake


def with_line(old: str, new: str, text: str = LEAST) -> str:
    assert text.count(old) == 1
    return text.replace(old, new)


# ── what is read ─────────────────────────────────────────────────────────────────────────────────────


def test_what_is_not_written_takes_its_default() -> None:
    assert read_watchlist(LEAST, "w") == Watchlist(
        contact="https://edits.example.org/about",
        tag="edits.example.org,2026",
        sources=(Source(id="north-herald", name="North Herald", feeds=("https://north-herald.example/rss",)),),
    )


def test_everything_that_can_be_written_is_read() -> None:
    assert read_watchlist(ALL, "w") == Watchlist(
        contact="mailto:desk@example.org",
        tag="desk@example.org,2026-11-24",
        site_url="https://edits.example.org/changes/",
        text=TextPolicy.NONE,
        noindex=False,
        sources=(
            Source(
                id="north-herald",
                name="North Herald",
                feeds=("http://north-herald.test:8080/rss",),
                sitemaps=("http://127.0.0.9:8080/news-sitemap.xml",),
                articles=("http://north-herald.test:8080/one",),
                include=("/news/", r"^/\d{4}/"),
                exclude=("/sport/",),
                min_gap_seconds=0.2,
                feed_minutes=5,
                first_check_minutes=20.5,
                second_look_minutes=2,
                watch_days=10,
                lookback_days=0,
                cosmetic=True,
                honour_noarchive=False,
            ),
        ),
        searches=(Search(name="climate", query='"climate change" OR emissions source:north-herald'),),
        network=NetworkPolicy(allow=("127.0.0.0/8",), ports=(8080,), hosts=(("north-herald.test", "127.0.0.2"),)),
    )


def test_the_demo_s_watchlist_is_one() -> None:
    assert len(read_watchlist(demo_watchlist(8781), "demo").sources) == 3


@pytest.mark.parametrize("contact", ["https://edits.example.org/about", "mailto:a@b.example", "desk@edits.example.org"])
def test_a_contact_is_an_address_of_the_web_or_of_mail(contact: str) -> None:
    assert read_watchlist(with_line("https://edits.example.org/about", contact), "w").contact == contact


@pytest.mark.parametrize("tag", ["example.org,2026", "a.b-c.example.org,2026-01", "me@example.org,2026-01-31"])
def test_a_tag_is_an_authority_and_a_date(tag: str) -> None:
    assert read_watchlist(with_line("edits.example.org,2026", tag), "w").tag == tag


def test_an_empty_site_url_is_none() -> None:
    assert read_watchlist(with_line("[[source]]", 'site_url = ""\n[[source]]'), "w").site_url == ""


# ── how mistakes are told ────────────────────────────────────────────────────────────────────────────

UNDER_AFTERPRINT = [
    ('contact = "nowhere"', "is no address", "mailto:"),
    ('contact = "ftp://a.example/"', "is no address", "mailto:"),
    ('contact = "https://edits.example.org/über"', "User-Agent", "ASCII"),
    ('contact = "a@b.example\\nX-Evil: 1"', "User-Agent", "without spaces"),
    ("contact = 5", "is a number", "quotation marks"),
    ("contact = true", "is a yes or no", "quotation marks"),
    ("contact = 2026-11-24", "is a date or time", "quotation marks"),
]


@pytest.mark.parametrize(("line", "what", "remedy"), UNDER_AFTERPRINT)
def test_a_contact_that_nobody_could_use_is_a_mistake(line: str, what: str, remedy: str) -> None:
    number, said, advised = only(with_line('contact = "https://edits.example.org/about"', line))
    assert number == 2
    assert what in said
    assert remedy in advised


@pytest.mark.parametrize(
    "tag",
    [
        "",
        "edits.example.org",
        ",2026",
        "edits.example.org,26",
        "a b,2026",
        "a.org,2026-13",
        "a.org,2026-02-30",
        "-a,2026",
    ],
)
def test_a_tag_that_rfc_4151_does_not_know_is_a_mistake(tag: str) -> None:
    assert only(with_line("edits.example.org,2026", tag))[0] == 3


@pytest.mark.parametrize(
    ("site_url", "remedy"),
    [
        ("https://a.example", 'write "https://a.example/"'),
        ("https://a.example/?x=/", "folder alone"),
        ("/changes/", "https://edits.example.org/"),
        ("file:///srv/", "https://edits.example.org/"),
    ],
)
def test_a_site_url_is_a_whole_address_that_ends_with_a_slash(site_url: str, remedy: str) -> None:
    number, _, advised = only(with_line("[[source]]", f'site_url = "{site_url}"\n[[source]]'))
    assert number == 4
    assert remedy in advised


@pytest.mark.parametrize(
    ("line", "what", "remedy"),
    [
        ("feed_minute = 5", "feed_minute is not known", "did you mean feed_minutes?"),
        ("zzzzzz = 5", "zzzzzz is not known", "known are id, name"),
        ("min_gap_seconds = -1", "out of range", "from 0 to 3,600"),
        ("min_gap_seconds = 3601", "out of range", "from 0 to 3,600"),
        ("feed_minutes = 0.9", "out of range", "from 1 to 57,600"),
        ("feed_minutes = inf", "out of range", "from 1 to 57,600"),
        ("first_check_minutes = 57601", "out of range", "from 1 to 57,600"),
        ("second_look_minutes = 0", "out of range", "from 1 to 57,600"),
        ("watch_days = nan", "out of range", "from 1 to 3,650"),
        ("lookback_days = -1", "out of range", "from 0 to 365"),
        ('feed_minutes = "10"', "is a text", "without quotation marks"),
        ("feed_minutes = true", "is a yes or no", "a number"),
        ("cosmetic = 1", "is a number", "true or"),
        ('sitemaps = "https://a.example/s.xml"', "is a text", 'a list: sitemaps = ["'),
        ("sitemaps = [1]", "holds a number", "texts only"),
        ('sitemaps = ["a.example/s.xml"]', "is no address", '"https://a.example/s.xml"'),
        ('sitemaps = ["/s.xml"]', "is no address", "the whole address"),
        ('sitemaps = ["ftp://a.example/"]', "no address of the web", "only http"),
        ('sitemaps = ["https://me:secret@a.example/"]', "password", "leave it out"),
        ('sitemaps = [" https://a.example/"]', "holds a space", "address alone"),
        ('sitemaps = ["https://[::1/"]', "is no address", "the whole address"),
        ('sitemaps = ["https://north-herald.example/rss#x"]', "by this source already (line 7)", "once"),
        ("include = ['(a']", "no regular expression (missing )", "RE2"),
        (r"exclude = ['(a)\1']", "no regular expression", "no back-references"),
        ("exclude = ['']", "is empty", "leave it out"),
        (f"include = ['{'a' * 1001}']", "1,001 characters", "at most 1,000"),
        ("min_gap_seconds = 0.5", "not an address of yours", "under [network] allow"),
    ],
)
def test_a_mistake_in_a_source_is_told_with_its_line_and_remedy(line: str, what: str, remedy: str) -> None:
    number, said, advised = only(LEAST + line)
    assert number == 8
    assert what in said
    assert remedy in advised


@pytest.mark.parametrize(
    ("wrong", "remedy"),
    [
        ("North Herald", '"north-herald"'),
        ("", "1 to 40"),
        ("a" * 41, "1 to 40"),
        ("..", "1 to 40"),
        ("feeds", "another id"),
        ("searches", "another id"),
        ("api", "another id"),
        ("static", "another id"),
        ("about", "another id"),
        ("search", "another id"),
        ("sources", "another id"),
        ("2026", "another id"),
    ],
)
def test_an_id_that_cannot_be_a_source_s_folder_is_a_mistake(wrong: str, remedy: str) -> None:
    number, _, advised = only(with_line('"north-herald"', f'"{wrong}"'))
    assert number == 5
    assert remedy in advised


def test_a_repeated_id_is_told_with_the_line_of_the_first() -> None:
    again = LEAST.partition("[[source]]")[2].replace("/rss", "/other")
    assert only(LEAST + "[[source]]" + again)[:2] == (9, "id 'north-herald' is taken (line 5)")


def test_an_address_of_two_sources_is_told_with_the_line_and_name_of_the_first() -> None:
    second = '[[source]]\nid = "b"\nname = "B"\narticles = [\n "https://b.example/",\n "https://north-herald.example/rss",\n]'
    number, what, _ = only(LEAST + second)
    assert number == 13
    assert "by north-herald already (line 7)" in what


def test_a_key_that_must_be_there_is_missed_at_its_table() -> None:
    mistakes = told("[afterprint]\n\n[[source]]\n")
    assert [(line, what) for line, what, _ in mistakes] == [
        (1, "contact is missing"),
        (1, "tag is missing"),
        (3, "id is missing"),
        (3, "name is missing"),
        (3, "nothing to watch is named"),
    ]


def test_an_empty_watchlist_lacks_everything_that_must_be_there() -> None:
    assert [what for _, what, _ in told("")] == ["contact is missing", "tag is missing", "there is no [[source]]"]


def test_single_brackets_around_source_are_told_apart_from_two() -> None:
    number, what, remedy = only(with_line("[[source]]", "[source]"))
    assert (number, what) == (4, "source is a table")
    assert "[[source]]" in remedy


@pytest.mark.parametrize(
    ("line", "what"), [("[[subscriber]]", "[[subscriber]] is not known"), ("[networks]", "[networks] is not known")]
)
def test_a_table_that_is_not_known_is_a_mistake(line: str, what: str) -> None:
    number, said, _ = only(LEAST + line)
    assert number == 8
    assert what in said


def test_an_unknown_text_policy_is_a_mistake() -> None:
    assert only(LEAST + '[publish]\ntext = "some"')[::2] == (9, 'write "changes", "full" or "none"')


@pytest.mark.parametrize(
    ("line", "what", "remedy"),
    [
        ('allow = ["127.0.0.1/8"]', "no block", 'write "127.0.0.0/8"'),
        ('allow = ["here"]', "no block", "CIDR"),
        ("ports = [0]", "out of range", "from 1 to 65,535"),
        ('ports = ["8080"]', "holds a text", "whole numbers"),
        ("ports = 8080", "is a number", "a list: ports = [8080]"),
        ('hosts = { "A.test" = "127.0.0.2" }', "no host name", 'write "a.test"'),
        ('hosts = { "a.test:8080" = "127.0.0.2" }', "no host name", "name alone"),
        ('hosts = { "a.test" = "b.test" }', "no IP address", "127.0.0.2"),
        ('hosts = { "a.test" = "fe80::1%eth0" }', "carries a zone", "leave out"),
        ('hosts = { "a.test" = 7 }', "is a number", "write hosts = {"),
        ('hosts = ["a"]', "is a list", "write hosts = {"),
    ],
)
def test_a_mistake_in_the_network_is_told_with_its_line_and_remedy(line: str, what: str, remedy: str) -> None:
    number, said, advised = only(f"{LEAST}[network]\n{line}")
    assert number == 9
    assert what in said
    assert remedy in advised


def test_haste_is_for_hosts_that_are_all_allowed() -> None:
    text = with_line('"http://127.0.0.9:8080/news-sitemap.xml"', '"https://93.184.216.34/s.xml"', ALL)
    assert "https://93.184.216.34/s.xml is not an address of yours" in only(text)[1]


def test_a_search_that_cannot_be_read_is_told_with_its_place_and_remedy() -> None:
    number, what, remedy = only(f"{LEAST}[[search]]\nname = 'a'\nquery = 'kind:headlin'")
    assert number == 10
    assert "'headlin' at character 1 is no kind" in what
    assert remedy == "did you mean headline?"


def test_two_searches_of_one_name_are_a_mistake() -> None:
    search = "[[search]]\nname = 'a'\nquery = 'b'\n"
    assert only(LEAST + search + search)[:2] == (12, "name 'a' is taken (line 9)")


def test_all_mistakes_are_told_at_once_in_the_order_of_their_lines() -> None:
    text = with_line("[[source]]", 'site_url = "x"\ncolour = 1\n[[source]]') + "watch_days = 0\n[publish]\nnoindex = 3"
    assert [line for line, _, _ in told(text)] == [4, 5, 10, 12]


def test_the_error_names_file_line_mistake_and_remedy() -> None:
    with pytest.raises(WatchlistError) as raised:
        read_watchlist(LEAST + "feed_minutes = 0", "here.toml")
    assert str(raised.value) == ("here.toml: line 8: feed_minutes = 0 is out of range; write a number from 1 to 57,600")


# ── what is no TOML, and no file ─────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("line", "number", "remedy"),
    [
        ("feed_minutes 5", 8, "write key = value"),
        ("feed_minutes = five", 8, "quotation marks"),
        ('include = ["\\d"]', 8, "single quotes"),
        ("id = 'again'", 8, "each key once"),
        ("include = ['a'", 8, "close the list"),
        ('cosmetic = "yes', 8, "close the text"),
        ("cosmetic = 'yes", 8, "close the text"),
        ("[publish", 8, "close the table's name"),
        ("include = ['a'\n\n\n", 8, "close the list"),
        ("feed_minutes = " + "9" * 5000, 0, "a shorter one"),
        ("feed_minutes = 1\x00", 8, "toml.io"),
        ("include = " + "[" * 5000, 0, "plain values"),
    ],
)
def test_what_is_no_toml_is_the_one_mistake(line: str, number: int, remedy: str) -> None:
    found, _, advised = only(LEAST + line)
    assert found == number
    assert remedy in advised


def test_a_file_is_read_with_or_without_a_byte_order_mark(tmp_path: Path) -> None:
    path = tmp_path / "watchlist.toml"
    path.write_bytes(b"\xef\xbb\xbf" + LEAST.replace("\n", "\r\n").encode())
    assert load_watchlist(path) == read_watchlist(LEAST, "w")


@pytest.mark.parametrize(
    ("body", "what"),
    [(None, "no such file"), (b"a = '\xe9'", "line 1 holds byte 0xe9"), (b"#" * 1001, "larger than")],
)
def test_a_file_that_cannot_be_used_is_told_without_a_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, body: bytes | None, what: str
) -> None:
    monkeypatch.setattr(read, "MAX_BYTES", 1000)
    path = tmp_path / "watchlist.toml"
    if body is not None:
        path.write_bytes(body)
    with pytest.raises(WatchlistError) as raised:
        load_watchlist(path)
    (mistake,) = raised.value.mistakes
    assert mistake.line == 0
    assert what in mistake.what


def test_a_folder_is_no_watchlist(tmp_path: Path) -> None:
    with pytest.raises(WatchlistError, match="a folder"):
        load_watchlist(tmp_path)


# ── whatever is written ──────────────────────────────────────────────────────────────────────────────


@given(st.integers(0, len(ALL)), st.integers(0, 12), st.text(alphabet="[]{}=.,\"'#\n\\ ab1", max_size=6))
def test_damage_anywhere_is_a_watchlist_or_mistakes_with_lines_of_it(at: int, cut: int, damage: str) -> None:
    text = ALL[:at] + damage + ALL[at + cut :]
    try:
        read_watchlist(text, "w")
    except WatchlistError as error:
        assert all(0 <= mistake.line <= text.count("\n") + 1 for mistake in error.mistakes)
        assert all(mistake.what and mistake.remedy for mistake in error.mistakes)


VALUES = ["1", '"x"', "[]", "[1, 'a', [2]]", "{}", "{a = {b = 1}}", "true", "nan", "2026-11-24", "[{a = 1}]", '""']


@given(st.sampled_from([line.split(" = ")[0] for line in ALL.splitlines() if " = " in line]), st.sampled_from(VALUES))
def test_a_value_of_any_type_anywhere_is_read_or_told(key: str, value: str) -> None:
    lines = [f"{key} = {value}" if line.startswith(f"{key} = ") else line for line in ALL.splitlines()]
    try:
        read_watchlist("\n".join(lines), "w")
    except WatchlistError as error:
        assert all(mistake.line for mistake in error.mistakes)
