"""Check who imports whom: tests/architecture/imports.toml, filled in with the contexts that exist, for import-linter.

import-linter refuses a contract that names a module that is not there. Contexts appear when their first feature lands,
so the contracts are written once with placeholders:

`@contexts`            every folder of functions/ that is a package; `@contexts-media` all but media
`@contexts.model`      that module in every context that has it
`@features`            in a contract with `each_context = true`: the modules of the context that bind `app`
`@helpers`             there: the modules declared for the context under [helpers]
"""

from __future__ import annotations

import argparse
import ast
import json
import os
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

from desk.bootstrap import ROOT

RULES = "tests/architecture/imports.toml"
SOURCES = ("functions", "layers/shared/python")


def contexts(tree: Path) -> list[str]:
    """The contexts that exist: packages below functions/."""
    return sorted(folder.parent.name for folder in (tree / "functions").glob("*/__init__.py"))


def features(tree: Path, context: str) -> list[str]:
    """The modules of a context that are Lambda functions: they bind `app` at top level."""
    return sorted(path.stem for path in (tree / "functions" / context).glob("*.py") if _binds_app(path))


def _binds_app(path: Path) -> bool:
    for node in ast.parse(path.read_text()).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and node.name == "app":
            return True
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        if any(isinstance(target, ast.Name) and target.id == "app" for target in targets):
            return True
    return False


def contracts(tree: Path) -> list[dict[str, Any]]:
    """The contracts for the tree as it stands. A contract about modules that do not exist yet is left out."""
    rules = tomllib.loads((tree / RULES).read_text())
    filled = []
    for rule in rules["contracts"]:
        if rule.pop("each_context", False):
            filled += [_inside(tree, context, rule, rules["helpers"].get(context, [])) for context in contexts(tree)]
        else:
            full = {
                key: _expand(tree, value) if key in {"source_modules", "forbidden_modules", "modules"} else value
                for key, value in rule.items()
            }
            if all(full.get(key, True) for key in ("source_modules", "forbidden_modules", "modules")):
                filled.append(full)
    return filled


def _expand(tree: Path, wanted: list[str]) -> list[str]:
    out = []
    for word in wanted:
        if not word.startswith("@contexts"):
            out.append(word)
            continue
        who, _, module = word.removeprefix("@contexts").partition(".")
        for context in contexts(tree):
            if context in who.split("-"):
                continue
            if not module:
                out.append(context)
            elif (tree / "functions" / context / f"{module}.py").exists():
                out.append(f"{context}.{module}")
    return out


def _inside(tree: Path, context: str, rule: dict[str, Any], helpers: list[str]) -> dict[str, Any]:
    layers = []
    for layer in rule["layers"]:
        words, mark = layer.split(), "|" if "|" in layer else ":"
        modules = []
        for word in words:
            known = {"@features": features(tree, context), "@helpers": helpers}
            modules += known.get(word, [] if word in {"|", ":"} else [word])
        if modules:
            layers.append(f" {mark} ".join(f"({module})" for module in modules))
    return {**rule, "name": f"{rule['name']}: {context}", "layers": layers, "containers": [context]}


def config(tree: Path) -> str:
    """import-linter's own configuration (TOML) for the tree."""
    shared = sorted(path.parent.name for path in (tree / "layers/shared/python").glob("*/__init__.py"))
    head = {"root_packages": [*shared, *contexts(tree)], "include_external_packages": True}
    lines = ["[tool.importlinter]", *(f"{key} = {json.dumps(value)}" for key, value in head.items())]
    for contract in contracts(tree):
        lines += ["", "[[tool.importlinter.contracts]]"]
        lines += [f"{key} = {json.dumps(value)}" for key, value in contract.items()]
    return "\n".join(lines) + "\n"


def lint(tree: Path) -> subprocess.CompletedProcess[str]:
    """Run import-linter over a tree; its return code is 0 when every contract is kept."""
    path = tree / ".local" / "imports.toml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(config(tree))
    settings = {**os.environ, "PYTHONPATH": os.pathsep.join(str(tree / source) for source in SOURCES)}
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache", "--config", str(path)]
    return subprocess.run(command, cwd=tree, env=settings, capture_output=True, text=True, check=False)


def main() -> int:
    """Lint the project's tree, or print the configuration that import-linter is given."""
    parser = argparse.ArgumentParser(prog="python -m desk.imports", description=__doc__)
    parser.add_argument("--print", action="store_true", dest="show", help="print import-linter's configuration only")
    if parser.parse_args().show:
        print(config(ROOT), end="")
        return 0
    done = lint(ROOT)
    print(done.stdout + done.stderr)
    return done.returncode


if __name__ == "__main__":
    raise SystemExit(main())
