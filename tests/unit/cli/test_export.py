"""Reading ahead of an export: the order stays, and only so many records are held."""

from __future__ import annotations

import itertools

import pytest

from afterprint.cli.export import in_order, lines
from afterprint.errors import NotStored
from contract.makers import a_version
from memory_stores import MemoryArchive


@pytest.mark.parametrize("ahead", [0, 1, 7, 100])
def test_what_is_read_side_by_side_comes_in_order(ahead: int) -> None:
    assert list(in_order(str, iter(range(50)), ahead=ahead)) == [str(number) for number in range(50)]


@pytest.mark.parametrize("ahead", [0, 1, 7])
def test_no_more_is_read_than_so_many_ahead(ahead: int) -> None:
    keys = itertools.count()
    taken = list(itertools.islice(in_order(str, keys, ahead=ahead), 5))
    assert taken == ["0", "1", "2", "3", "4"]
    assert next(keys) <= 5 + ahead


@pytest.mark.parametrize("ahead", [0, 3])
def test_what_stands_before_a_record_that_cannot_be_read_still_comes(ahead: int) -> None:
    def read(key: int) -> int:
        if key == 4:
            raise NotStored(str(key))
        return key

    found = in_order(read, iter(range(9)), ahead=ahead)
    assert [next(found) for _ in range(4)] == [0, 1, 2, 3]
    with pytest.raises(NotStored):
        next(found)


@pytest.mark.parametrize("ahead", [0, 3])
def test_a_record_withdrawn_since_it_was_listed_is_passed_over(ahead: int) -> None:
    archive = MemoryArchive()
    for number in (1, 2, 3):
        archive.add_version(a_version(number))
    listed = list(archive.version_keys())
    archive.purge(listed[1].path)
    archive.version_keys = lambda article=None: iter(listed)  # type: ignore[method-assign]
    found = lines("versions", archive=archive, ahead=ahead)  # type: ignore[arg-type]
    assert [line["number"] for line in found] == [1, 3]
