"""A contract for import-linter that goes by file names, where its own go by whole modules and packages."""

from fnmatch import fnmatchcase
from typing import Any

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output


def _patterns() -> Any:
    return fields.ListField(subfield=fields.StringField(), required=False, default=())


class KnownTo(Contract):
    """Say who may import the modules that `modules` name; all are patterns, as in `app.*controller`.

    Others than `known_to` may not (everybody may where it is empty), nor may `kept_from`; within the package of
    such a module, and in those it stands in, the files `inside` may.
    """

    type_name = "known_to"

    modules: Any = _patterns()
    known_to: Any = _patterns()
    kept_from: Any = _patterns()
    inside: Any = _patterns()

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:  # noqa: FBT001  # as Contract has it
        wrong = [
            (importer, module)
            for module in sorted(graph.modules)
            if _matches(module, self.modules)
            for importer in sorted(graph.find_modules_that_directly_import(module))
            if not self._may_import(importer, module)
        ]
        return ContractCheck(kept=not wrong, metadata={"wrong": wrong})

    def render_broken_contract(self, check: ContractCheck) -> None:
        for importer, module in check.metadata["wrong"]:
            output.print_error(f"{importer} imports {module}.", bold=False)

    def _may_import(self, importer: str, module: str) -> bool:
        package, _, file = importer.rpartition(".")
        if module.startswith(f"{package}.") and _matches(file, self.inside):
            return True
        anybody = not self.known_to and not self.inside
        return (anybody or _matches(importer, self.known_to)) and not _matches(importer, self.kept_from)


def _matches(name: str, patterns: Any) -> bool:
    return any(fnmatchcase(name, pattern) for pattern in patterns)
