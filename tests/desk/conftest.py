"""A desk on each kind of database."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url, text

from gaitcheck.desk.desk import Desk, open_desk
from tests.batching.clusters import led_to_s3, s3_server
from tests.desk.servers import postgresql

OpenDesk = Callable[..., Desk]


@pytest.fixture(scope="session")
def server() -> Iterator[str | None]:
    with postgresql() as address:
        yield address


@pytest.fixture(scope="session")
def bucket(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a bucket in an S3 server of this computer."""
    import s3fs

    with s3_server(tmp_path_factory.mktemp("s3")) as address, led_to_s3(address):
        s3fs.S3FileSystem(endpoint_url=address).mkdir("club")
        yield "s3://club"


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str | Path]:
    """Where a new desk goes: a folder, or an empty database."""
    if request.param == "sqlite":
        yield tmp_path / "desk"
        return
    address = request.getfixturevalue("server")
    if address is None:
        pytest.skip("no PostgreSQL on this machine")
    name = f"desk_{secrets.token_hex(6)}"
    engine = create_engine(address, isolation_level="AUTOCOMMIT")
    try:
        with engine.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name}"))
        yield make_url(address).set(database=name).render_as_string(hide_password=False)
        with engine.connect() as connection:
            connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    finally:
        engine.dispose()


@pytest.fixture
def open_here(place: str | Path, tmp_path: Path) -> Iterator[OpenDesk]:
    """Open the desk at that place, as often as a test likes."""
    opened: list[Desk] = []

    def open_again(who: str = "local") -> Desk:
        files = None if isinstance(place, Path) else tmp_path / "files"
        opened.append(open_desk(place, files=files, who=who))
        return opened[-1]

    yield open_again
    for desk in opened:
        desk.close()


@pytest.fixture
def desk(open_here: OpenDesk) -> Desk:
    return open_here()


@pytest.fixture
def sqlite_desk(tmp_path: Path) -> Iterator[Desk]:
    with open_desk(tmp_path / "desk") as opened:
        yield opened
