"""Functions as Lambda runs them: the real handler, with the template's variables, role, layer and time."""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest import mock

from afterprint.ports import Clock
from cloud.values import REGION, BadTemplate

ROOT = Path(__file__).resolve().parents[3]
FUNCTIONS = ROOT / "functions"


class Failed(Exception):
    """A function raised, or could not be started: Lambda counts an error."""


@dataclass(frozen=True)
class Context:
    """What a handler is told of its invocation."""

    function_name: str
    memory_limit_in_mb: int
    invoked_function_arn: str
    seconds: int
    aws_request_id: str = "00000000-0000-0000-0000-000000000000"

    def get_remaining_time_in_millis(self) -> int:
        return self.seconds * 1000


class Function:
    """One function of the stack. It is loaded at its first invocation, with nothing but its own variables."""

    def __init__(
        self, name: str, properties: Mapping[str, Any], *, key: str, endpoint: str, opt: Path | None, clock: Clock
    ) -> None:
        self.name = name
        self._properties = properties
        self._clock = clock
        self._variables = _variables(properties, key=key, endpoint=endpoint, opt=opt)
        self._module: Any = None

    def __call__(self, event: Mapping[str, Any]) -> Any:
        """What the handler answers. Raises Failed where it raises, or cannot be loaded."""
        context = Context(
            function_name=self.name,
            memory_limit_in_mb=int(self._properties["MemorySize"]),
            invoked_function_arn=f"arn:aws:lambda:{REGION}:123456789012:function:{self.name}",
            seconds=int(self._properties["Timeout"]),
        )
        with mock.patch.dict(os.environ, self._variables, clear=True):
            try:
                if self._module is None:
                    self._module = self._load()
                return getattr(self._module, self._entry[2])(event, context)
            except Exception as error:
                raise Failed(f"{self.name}: {error!r}") from error

    @property
    def module(self) -> Any:
        """The handler's module, loaded where it was not yet."""
        with mock.patch.dict(os.environ, self._variables, clear=True):
            if self._module is None:
                self._module = self._load()
        return self._module

    @property
    def _entry(self) -> tuple[str, str, str]:
        folder, name, entry = self._properties["Handler"].split(".")
        return folder, name, entry

    def _load(self) -> Any:
        """Import the handler's file anew, on the clock of the test."""
        folder, name, _ = self._entry
        packed = Path(self._properties["Code"]["S3Key"]).name
        if name != packed:
            raise BadTemplate(f"{self._properties['Handler']} is not in the artefact of {packed}")
        path = FUNCTIONS / folder / f"{name}.py"
        found = importlib.util.spec_from_file_location(f"{folder}.{name}", path)
        assert found is not None
        assert found.loader is not None
        module = importlib.util.module_from_spec(found)
        with mock.patch("afterprint.local.clock.SystemClock", return_value=self._clock):
            found.loader.exec_module(module)
        return module

    def close(self) -> None:
        """End the environment: the next invocation starts from cold. The parser's child ends too, if there is one."""
        world = getattr(self._module, "world", None)
        if world is not None:
            world.reader.close()
        self._module = None


def _variables(properties: Mapping[str, Any], *, key: str, endpoint: str, opt: Path | None) -> dict[str, str]:
    declared = {name: str(value) for name, value in properties["Environment"]["Variables"].items()}
    if opt is not None:
        declared = {name: value.replace("/opt/", f"{opt}/", 1) for name, value in declared.items()}
    return declared | {
        "PATH": os.environ["PATH"],
        "AWS_REGION": REGION,
        "AWS_DEFAULT_REGION": REGION,
        "AWS_ACCESS_KEY_ID": key,
        "AWS_SECRET_ACCESS_KEY": "none",
        "AWS_ENDPOINT_URL": endpoint,
        "AWS_LAMBDA_FUNCTION_NAME": properties["Handler"],
    }
