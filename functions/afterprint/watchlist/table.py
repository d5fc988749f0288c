"""Reading a table's keys one by one, and noting every mistake on the way instead of stopping at the first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

from afterprint.errors import Mistake
from afterprint.watchlist.lines import Lines, Path

LONGEST_NUMBER_BITS = 1000
"""Longer numbers are shown in the hexadecimal in which alone they can be written."""


class Wrong(NamedTuple):
    """What is wrong with a value ("holds a space"), as said behind the key's name, and what would be right."""

    what: str
    remedy: str


Check = Callable[[str], Wrong | None]
"""Says what is wrong with a text; None where nothing is."""


class Notes:
    """The mistakes found so far, each with its line."""

    def __init__(self, lines: Lines) -> None:
        self._lines = lines
        self.mistakes: list[Mistake] = []

    def line(self, path: Path) -> int:
        return self._lines.at(path)

    def add(self, path: Path, what: str, remedy: str) -> None:
        self.mistakes.append(Mistake(self.line(path), what, remedy))


class Table:
    """One table. Each method reads one key and gives a value of the right type, whatever is written there."""

    def __init__(self, values: dict[str, Any], path: Path, notes: Notes) -> None:
        self._values = values
        self.path = path
        self._notes = notes
        self._known: list[str] = []

    def text(self, key: str, *, default: str = "", required: str = "", check: Check | None = None) -> str:
        """A text; `required` is the remedy where it is missing."""
        value = self._value(key, required=required)
        if value is None:
            return default
        if not isinstance(value, str):
            self._wrong_type(key, value, f'write it in quotation marks: {key} = "…"')
            return default
        return value if self._passes((key,), value, check) else default

    def number(self, key: str, *, default: float, low: float, high: float) -> float:
        """A number from `low` to `high`."""
        value = self._value(key)
        if value is None:
            return default
        if isinstance(value, bool) or not isinstance(value, int | float):
            self._wrong_type(key, value, f"write a number without quotation marks: {key} = {default:g}")
            return default
        if not low <= value <= high:
            self._note(key, f"{key} = {_short(value)} is out of range", f"write a number from {low:,g} to {high:,g}")
            return default
        return value

    def flag(self, key: str, *, default: bool) -> bool:
        """A yes or no."""
        value = self._value(key)
        if value is None or isinstance(value, bool):
            return default if value is None else value
        self._wrong_type(key, value, f"write {key} = true or {key} = false, without quotation marks")
        return default

    def texts(self, key: str, *, example: str, check: Check | None = None) -> tuple[str, ...]:
        """The texts of a list that pass."""
        texts: list[str] = []
        for number, value in self._list(key, f'["{example}"]'):
            if not isinstance(value, str):
                self._wrong_type(key, value, f'write texts only: {key} = ["{example}"]', number=number)
            elif self._passes((key, number), value, check):
                texts.append(value)
        return tuple(texts)

    def numbers(self, key: str, *, low: int, high: int, example: str) -> tuple[int, ...]:
        """The whole numbers of a list that lie from `low` to `high`."""
        numbers: list[int] = []
        for number, value in self._list(key, f"[{example}]"):
            if isinstance(value, bool) or not isinstance(value, int):
                self._wrong_type(key, value, f"write whole numbers only: {key} = [{example}]", number=number)
            elif not low <= value <= high:
                what = f"{key}: {_short(value)} is out of range"
                self._note(key, what, f"write numbers from {low:,} to {high:,}", number=number)
            else:
                numbers.append(value)
        return tuple(numbers)

    def table(self, key: str, *, example: str) -> Table:
        """The table of this name, empty where there is none."""
        value = self._value(key)
        if value is not None and not isinstance(value, dict):
            self._wrong_type(key, value, f"write {example}")
            value = None
        return Table(value or {}, (*self.path, key), self._notes)

    def tables(self, key: str) -> tuple[Table, ...]:
        """The tables of an array of tables."""
        value = self._value(key)
        if value is None:
            return ()
        if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
            self._wrong_type(key, value, f"write [[{key}]], in two brackets, above each one's keys")
            return ()
        return tuple(Table(each, (*self.path, key, number), self._notes) for number, each in enumerate(value))

    def entries(self, remedy: str) -> tuple[tuple[str, str], ...]:
        """All keys with their values, for a table whose keys are free; the values are texts."""
        for key, value in self._values.items():
            if not isinstance(value, str):
                self._wrong_type(key, value, remedy)
        return tuple((key, value) for key, value in self._values.items() if isinstance(value, str))

    def listed(self, *keys: str) -> Iterator[tuple[Path, str]]:
        """The texts in the lists of these names, as written, each with its place."""
        for key in keys:
            values = self._values.get(key)
            for number, value in enumerate(values if isinstance(values, list) else ()):
                if isinstance(value, str):
                    yield (*self.path, key, number), value

    def line(self, key: str) -> int:
        """The line on which a key stands."""
        return self._notes.line((*self.path, key))

    def holds(self, *keys: str) -> bool:
        """Whether one of these keys is written, right or wrong, and is more than an empty list."""
        return any(self._values.get(key, []) != [] for key in keys)

    def wrong(self, key: str, what: str, remedy: str) -> None:
        """Note a mistake about a key, or about the table where the key is ""."""
        self._notes.add((*self.path, key) if key else self.path, what, remedy)

    def finish(self) -> None:
        """Note the keys that nobody asked for."""
        for key in self._values:
            if key not in self._known:
                self._note(key, f"{_as_written(key, self._values[key])} is not known here", self._nearest(key))

    def _nearest(self, key: str) -> str:
        from rapidfuzz import fuzz, process  # only a mistake needs it

        # The plain ratio: scores of parts would find `id` in any `video`.
        found = process.extractOne(key.lower(), self._known, scorer=fuzz.ratio, score_cutoff=60)
        if found:
            return f"did you mean {found[0]}?"
        return f"known are {', '.join(self._known)}"

    def _value(self, key: str, *, required: str = "") -> Any:
        self._known.append(key)
        value = self._values.get(key)
        if value is None and required:
            self.wrong("", f"{key} is missing", required)
        return value

    def _list(self, key: str, example: str) -> Iterable[tuple[int, Any]]:
        value = self._value(key)
        if value is None:
            return ()
        if not isinstance(value, list):
            self._wrong_type(key, value, f"write a list: {key} = {example}")
            return ()
        return tuple(enumerate(value))

    def _passes(self, key: tuple[str, *tuple[int, ...]], value: str, check: Check | None) -> bool:
        wrong = check(value) if check else None
        if wrong is None:
            return True
        self._notes.add((*self.path, *key), f"{key[0]}: {_short(value)} {wrong.what}", wrong.remedy)
        return False

    def _wrong_type(self, key: str, value: Any, remedy: str, *, number: int | None = None) -> None:
        verb = "is" if number is None else "holds"
        what = f"{_on_one_line(key)} {verb} {_kind(value)}"
        self._note(key, what, remedy, number=number)

    def _note(self, key: str, what: str, remedy: str, *, number: int | None = None) -> None:
        place: Path = (*self.path, key) if number is None else (*self.path, key, number)
        self._notes.add(place, what, remedy)


def _as_written(key: str, value: Any) -> str:
    """A key as it stands in the file: tables in their brackets."""
    name = _on_one_line(key)
    if isinstance(value, list) and value and all(isinstance(each, dict) for each in value):
        return f"[[{name}]]"
    return f"[{name}]" if isinstance(value, dict) else name


def _on_one_line(key: str) -> str:
    """A key as a message can hold it; a quoted one may be anything."""
    return key if key.isprintable() and 0 < len(key) <= 60 else _short(key)


def _kind(value: Any) -> str:
    kinds = ((bool, "a yes or no"), (int | float, "a number"), (str, "a text"), (list, "a list"), (dict, "a table"))
    return next((name for kind, name in kinds if isinstance(value, kind)), "a date or time")


def _short(value: Any) -> str:
    if isinstance(value, int) and value.bit_length() > LONGEST_NUMBER_BITS:
        said = hex(value)  # Python refuses thousands of decimal digits
    else:
        said = ascii(value) if isinstance(value, str) and not value.isprintable() else repr(value)
    return said if len(said) <= 100 else said[:97] + "…"
