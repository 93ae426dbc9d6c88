"""PostgreSQL as somebody would use it for the same searches: what the bench of search compares with.

Captions are a tsvector with a GIN index, names and hashtags have one for beginnings and trigrams for typing errors,
and what a hashtag or a place has is a table of its own, in the order in which its page shows it.
"""

from __future__ import annotations

import importlib
import io
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from discovery import posts_index, words

from desk.children import Child, answers
from desk.search_data import Person, Post
from desk.terminal import DeskError
from kernel.ids import PersonId
from views.posts import PostCounts, place_id

CLIENT = Path(__file__).resolve().parents[2] / ".local" / "postgres"
"""Where the client is put, beside what the locks name."""

INSTALL = (
    "To compare with PostgreSQL: apt-get install postgresql, and\n"
    f"  .local/venv/bin/python -m pip install --target {CLIENT.relative_to(CLIENT.parents[1])} psycopg2-binary"
)

GIVEN_UP_MS = 1_000
"""As long as the platform's own searches may take."""

TABLES = """
create extension pg_trgm;
create table people (id text primary key, username text, name text, called text);
create table posts (id text primary key, author text, authors text[], caption text, open boolean, rank float,
    found tsvector generated always as (to_tsvector('english', caption)) stored);
create table labelled (label text, post text, author text, open boolean, rank float);
create table labels (id text primary key, kind text, name text, posts int);
create table shares (label text, author text, n int);
create table follows (follower text, followee text, primary key (follower, followee));
"""

INDEXES = """
create index on people using gin (to_tsvector('simple', called));
create index on people using gin (called gin_trgm_ops);
create index on posts using gin (found);
create index on labelled (label, post desc) where open;
create index on labelled (label, rank desc, post desc) where open;
create index on labels (name text_pattern_ops) where kind = '#';
create index on labels (kind, posts desc, id);
create index on labels using gin (to_tsvector('simple', name)) where kind = '@';
create index on labels using gin (name gin_trgm_ops);
create index on shares (label, author);
create index on shares (author, label);
"""

LOADING = {"fsync": "off", "maintenance_work_mem": "512MB", "max_wal_size": "8GB", "synchronous_commit": "off"}
SEARCHING = {"jit": "off", "random_page_cost": "1.1", "work_mem": "64MB"}
"""What everybody sets who has solid-state disks; compiling queries takes longer here than running them."""


def find_postgres() -> Path | None:
    """Where this machine has PostgreSQL's programs."""
    known = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
    beside = [Path(found).parent for found in [shutil.which("initdb")] if found]
    return next((each for each in [*reversed(known), *beside] if (each / "initdb").exists()), None)


def find_client() -> Any:
    """The module of its client, or None."""
    sys.path.append(str(CLIENT))
    try:
        return importlib.import_module("psycopg2")
    except ImportError:
        return None
    finally:
        sys.path.remove(str(CLIENT))


class Postgres:
    """A PostgreSQL of its own with the data of the bench. `folder` must be one that others may enter."""

    def __init__(self, programs: Path, client: Any, *, port: int, folder: Path, cache_mb: int) -> None:
        self.port, self.folder = port, folder
        folder.mkdir()
        as_other = _as_postgres(folder)
        making = [*as_other, str(programs / "initdb"), "-D", str(folder / "data"), "-U", "bench", "-A", "trust"]
        done = subprocess.run(
            [*making, "-E", "UTF8", "--locale", "C", "--no-sync"], capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise DeskError(f"PostgreSQL could not be made ready: {done.stderr.strip()}")
        command = [*as_other, str(programs / "postgres"), "-D", str(folder / "data"), "-p", str(port)]
        here = {"listen_addresses": "127.0.0.1", "unix_socket_directories": str(folder)}
        for name, value in (here | LOADING | SEARCHING | {"shared_buffers": f"{cache_mb}MB"}).items():
            command += ["-c", f"{name}={value}"]
        environ = {"PATH": os.environ.get("PATH", ""), "LANG": "C"}
        log = folder.parent / "logs" / "postgres.log"
        self.child = Child("PostgreSQL", command, log=log, environ=environ, folder=folder)
        self.child.wait_until(lambda: answers(port), seconds=20)
        self.line = self._connect(client)
        self.line.autocommit = True
        self.cursor = self.line.cursor()
        self.cursor.execute(TABLES)

    def stop(self) -> None:
        """End it."""
        self.line.close()
        self.child.stop(seconds=20)

    def people(self, people: Iterable[Person]) -> None:
        """Whom there is. What somebody is called has dots and underscores as spaces, and the username as it is."""
        rows = (
            (each.id, each.username, each.name, f"{_plain(each.username, ' ')} {_plain(each.username, '')} {each.name}")
            for each in people
        )
        self._copy("people", "id, username, name, called", rows)

    def posts(self, posts: Sequence[Post]) -> None:
        """Some posts more, with what has their hashtags and places."""
        rows, labelled = [], []
        for each in posts:
            rank = posts_index.rank(each.id, PostCounts(likes=each.likes))
            authors = "{" + ",".join(each.authors) + "}"
            rows.append((each.id, each.authors[0], authors, each.caption, each.public, rank))
            place = [words.place_label(place_id(each.place))] if each.place else []
            own = [*map(words.tag_label, each.tags), *place]
            labelled += [(label, each.id, each.authors[0], each.public, rank) for label in own]
        self._copy("posts", "id, author, authors, caption, open, rank", rows)
        self._copy("labelled", "label, post, author, open, rank", labelled)

    def labels(self, counted: Iterable[tuple[str, str, int]]) -> None:
        """Hashtags and places: id, name, number of posts; and who has how many of these."""
        self._copy("labels", "id, kind, name, posts", ((id_, id_[0], name, n) for id_, name, n in counted))
        self.cursor.execute(
            "insert into shares select label, author, count(*) from labelled where open group by label, author"
        )

    def follows(self, pairs: Iterable[tuple[PersonId, PersonId, str]]) -> None:
        """Who follows whom."""
        self._copy("follows", "follower, followee", ((follower, followee) for follower, followee, _ in pairs))

    def prepare(self) -> None:
        """Make the indexes, and let it learn how the data lie."""
        self.cursor.execute(INDEXES)
        self.cursor.execute("vacuum analyze")
        self.cursor.execute(f"set statement_timeout = {GIVEN_UP_MS}")
        self.cursor.execute("set pg_trgm.similarity_threshold = 0.4; set pg_trgm.word_similarity_threshold = 0.4")

    def ask(self, query: str, values: Sequence[Any]) -> list[Any]:
        """The rows of a query. TimeoutError when it takes too long."""
        try:
            self.cursor.execute(query, values)
        except self._canceled:
            raise TimeoutError from None
        return list(self.cursor.fetchall())

    def sizes(self) -> tuple[int, int]:
        """Bytes of the tables, and of their indexes."""
        self.cursor.execute(
            "select sum(pg_table_size(oid)), sum(pg_indexes_size(oid)) from pg_class "
            "where relkind = 'r' and relnamespace = 'public'::regnamespace"
        )
        tables, indexes = self.cursor.fetchone()
        return int(tables), int(indexes)

    def _connect(self, client: Any) -> Any:
        self._canceled = importlib.import_module(f"{client.__name__}.errors").QueryCanceled
        for _ in range(100):
            try:
                return client.connect(host="127.0.0.1", port=self.port, user="bench", dbname="postgres")
            except client.OperationalError:  # it listens a moment before it takes anybody
                time.sleep(0.1)
        raise DeskError(f"PostgreSQL takes nobody. Its log says:\n{self.child.last_words()}")

    def _copy(self, table: str, columns: str, rows: Iterable[Sequence[Any]]) -> None:
        text = io.StringIO("".join("\t".join(map(str, row)) + "\n" for row in rows))
        self.cursor.copy_expert(f"copy {table} ({columns}) from stdin", text)


def _plain(username: str, instead: str) -> str:
    return username.replace(".", instead).replace("_", instead)


def _as_postgres(folder: Path) -> list[str]:
    """PostgreSQL refuses to be root: then it is the user that its package made."""
    if os.geteuid():
        return []
    shutil.chown(folder, "postgres", "postgres")
    return ["setpriv", "--reuid", "postgres", "--regid", "postgres", "--clear-groups", "--pdeathsig", "TERM", "--"]
