"""`python -m bench [NAME …]`: each benchmark prints its figures as `bench<TAB>figure<TAB>value<TAB>unit`.

Compare within a run only: each benchmark measures its baseline beside the product, in turns, in the same process.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator

from bench import caging, checking, differ, extraction, first_look, newsroom, publishing, scaling, starting, stream
from bench.timing import Figure

BENCHES: dict[str, Callable[[], Iterator[Figure]]] = {
    "extraction": extraction.figures,
    "diff": differ.figures,
    "checking": checking.figures,
    "caging": caging.figures,
    "first_look": first_look.figures,
    "publishing": publishing.figures,
    "newsroom": newsroom.figures,
    "scaling": scaling.figures,
    "starting": starting.figures,
    "stream": stream.figures,
}


def main() -> int:
    wanted = sys.argv[1:] or list(BENCHES)
    unknown = [name for name in wanted if name not in BENCHES]
    if unknown:
        print(f"no such benchmark: {', '.join(unknown)}; there are {', '.join(BENCHES)}", file=sys.stderr)
        return 2
    for name in wanted:
        for figure in BENCHES[name]():
            print(name, figure.name, f"{figure.value:.3g}", figure.unit, sep="\t", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
