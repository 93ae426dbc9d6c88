"""Every import rule of imports.toml is shown refusing what it forbids, in a small tree that has one of everything."""

import shutil
from pathlib import Path

import pytest

from desk.bootstrap import ROOT
from desk.imports import RULES, lint

FEATURE = "app = object()\n"
TREE = {
    "layers/shared/python/kernel/ids.py": "",
    "layers/shared/python/contracts/posts.py": "",
    "layers/shared/python/kit/service.py": "",
    "layers/shared/python/views/posts.py": "",
    **{
        f"functions/{context}/{module}.py": FEATURE if module in {"likes", "inbox"} else ""
        for context in ("posts", "media", "identity")
        for module in ("model", "keys", "store", "reads", "likes", "inbox")
    },
    **{f"functions/media/{helper}.py": "" for helper in ("decoding", "headers", "imaging")},
    # What is allowed, in use: these stay green, so a refusal below is the planted line's doing.
    "functions/posts/likes.py": FEATURE + "from posts import store, reads, model\nfrom kit import service\n",
    "functions/posts/store.py": "import pynamodb\nfrom posts import keys, model\n",
    "functions/posts/keys.py": "from posts import model\nfrom views import posts\n",
    "functions/media/imaging.py": "import PIL\n",
    "functions/identity/likes.py": FEATURE + "import jwt, argon2, cryptography\n",
}
ORDER = "Functions stand on store and reads, these on keys, keys on the model: posts"
CONTEXTS = "Contexts never import each other"
SHARED = "Views read through the kit, the kit speaks in contracts, contracts in kernel"
PLAIN = "Model and keys meet no AWS"
MEDIA = "Only media decodes pictures"
IDENTITY = "Only identity meets passwords and tokens"
KEYS = "Only identity meets keys, and notifications to encrypt pushes"
MONGO = "Only discovery asks MongoDB"

PLANTED = [
    (CONTEXTS, "functions/posts/inbox.py", "from media import model"),
    (CONTEXTS, "functions/identity/model.py", "import posts.keys"),
    ("Shared code never imports a context", "layers/shared/python/kit/service.py", "import posts.model"),
    (SHARED, "layers/shared/python/kernel/ids.py", "import contracts.posts"),
    (SHARED, "layers/shared/python/kernel/ids.py", "import kit.service"),
    (SHARED, "layers/shared/python/contracts/posts.py", "from kit import service"),
    (SHARED, "layers/shared/python/kit/service.py", "from views import posts"),
    (ORDER, "functions/posts/model.py", "from posts import keys"),
    (ORDER, "functions/posts/keys.py", "from posts import store"),
    (ORDER, "functions/posts/keys.py", "from posts import reads"),
    (ORDER, "functions/posts/store.py", "from posts import likes"),
    (ORDER, "functions/posts/reads.py", "from posts import likes"),
    (ORDER, "functions/posts/inbox.py", "from posts import likes"),
    (ORDER.replace("posts", "media"), "functions/media/imaging.py", "from media import likes"),
    *((PLAIN, "functions/posts/model.py", f"import {name}") for name in ("boto3", "botocore", "chalice", "redis")),
    (PLAIN, "functions/posts/keys.py", "from pynamodb.models import Model"),
    ("Hot reads do not load pynamodb", "functions/posts/reads.py", "import pynamodb"),
    ("Hot reads do not load pynamodb", "functions/posts/reads.py", "from posts import store"),
    *((MEDIA, "functions/posts/likes.py", f"import {name}") for name in ("PIL.Image", "pillow_heif", "thumbhash")),
    (MEDIA, "layers/shared/python/views/posts.py", "from PIL import Image"),
    *((IDENTITY, "functions/posts/likes.py", f"import {name}") for name in ("jwt", "argon2")),
    (KEYS, "functions/posts/likes.py", "import cryptography"),
    (IDENTITY, "layers/shared/python/kit/service.py", "import jwt"),
    *((MONGO, "functions/posts/likes.py", f"import {name}") for name in ("bson", "pymongo")),
    (MONGO, "layers/shared/python/views/posts.py", "import pymongo"),
]


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    for name, text in {RULES: (ROOT / RULES).read_text(), **TREE}.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.suffix == ".py":
            (path.parent / "__init__.py").touch()
        path.write_text(text)
    return tmp_path


def broken(tree: Path) -> list[str]:
    done = lint(tree)
    names = [row.removesuffix(" BROKEN") for row in done.stdout.splitlines() if row.endswith(" BROKEN")]
    assert bool(names) == bool(done.returncode), done.stdout + done.stderr
    return names


def test_the_project_itself_keeps_every_rule(tmp_path: Path) -> None:
    for part in ("functions", "layers/shared/python"):
        shutil.copytree(ROOT / part, tmp_path / part, ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / RULES).parent.mkdir(parents=True)
    shutil.copy(ROOT / RULES, tmp_path / RULES)
    done = lint(tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr


def test_what_is_allowed_is_allowed(tree: Path) -> None:
    assert broken(tree) == []


@pytest.mark.parametrize(("rule", "path", "line"), PLANTED)
def test_what_is_forbidden_is_refused(tree: Path, rule: str, path: str, line: str) -> None:
    target = tree / path
    target.write_text(target.read_text() + line + "\n")
    assert rule in broken(tree)


def test_every_rule_has_been_seen_refusing(tree: Path) -> None:
    planted = {rule.partition(":")[0] for rule, _, _ in PLANTED}
    written = {row.split('"')[1] for row in (tree / RULES).read_text().splitlines() if row.startswith("name = ")}
    assert planted == written


def test_a_module_that_is_neither_a_function_nor_declared_is_refused(tree: Path) -> None:
    (tree / "functions/posts/misc.py").write_text("x = 1\n")
    done = lint(tree)
    assert done.returncode != 0
    assert "posts.misc" in (done.stdout + done.stderr).replace("\n", "")


def test_a_context_that_lands_later_is_held_to_the_rules(tree: Path) -> None:
    (tree / "functions/chat").mkdir()
    (tree / "functions/chat/__init__.py").touch()
    (tree / "functions/chat/model.py").write_text("import boto3\nfrom posts import model\n")
    assert {CONTEXTS, PLAIN} <= set(broken(tree))
