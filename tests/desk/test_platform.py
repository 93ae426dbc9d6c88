"""A whole platform with the toy tree: deployed, called, changed, restarted, and what goes wrong said plainly."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError

from desk import cloud, places
from desk.children import demand_free, free_port
from desk.emulator import Access
from desk.platform import Platform, Ports
from desk.terminal import DeskError


def note(platform: Platform) -> dict[str, Any]:
    """What the toy's function answers over HTTP."""
    api = platform.deployed.outputs["ApiId"]
    with urllib.request.urlopen(f"{platform.endpoint}/_aws/execute-api/{api}/$default/note", timeout=10) as answer:
        found: dict[str, Any] = json.loads(answer.read())
    return found


def test_the_deployed_function_answers_with_its_layer(toy_platform: Platform) -> None:
    assert note(toy_platform)["says"].endswith(" world")


def test_a_function_sees_its_zip_and_its_layers_and_nothing_of_the_emulator(toy_platform: Platform) -> None:
    seen = note(toy_platform)
    assert not seen["boto3"]
    assert not seen["botocore loaded"]
    assert [entry for entry in seen["path"] if "site-packages" in entry or "emulator_site" in entry] == []
    assert not {"PYTHONPATH", "AWS_PROFILE", "VIRTUAL_ENV"} & set(seen["environ"])
    assert seen["bytecode"]


def test_layers_are_unpacked_once_for_all_workers(toy_platform: Platform) -> None:
    note(toy_platform)
    unpacked = toy_platform.state_dir / "emulator/tmp/layers"
    links = list((toy_platform.state_dir / "emulator/tmp").glob("ministack-lambda-*/layer_0"))
    assert links
    assert all(link.resolve().parent == unpacked for link in links)


def test_the_emulator_s_gaps_are_closed(toy_platform: Platform) -> None:
    clients, prefix = toy_platform.clients(), toy_platform.prefix
    expiry = clients.dynamodb.describe_time_to_live(TableName=f"{prefix}-notes")["TimeToLiveDescription"]
    assert expiry == {"TimeToLiveStatus": "ENABLED", "AttributeName": "expires_at"}
    limit = clients("lambda").get_function_concurrency(FunctionName=f"{prefix}-notes-web")
    assert limit["ReservedConcurrentExecutions"] == 3
    api = toy_platform.deployed.outputs["ApiId"]
    question = urllib.request.Request(
        f"{toy_platform.endpoint}/_aws/execute-api/{api}/$default/note",
        method="OPTIONS",
        headers={"Origin": "https://toy.example", "Access-Control-Request-Method": "GET"},
    )
    with urllib.request.urlopen(question, timeout=5) as answer:
        assert answer.headers["Access-Control-Allow-Origin"] == "https://toy.example"


def test_strangers_are_refused_when_keys_count(toy_platform: Platform) -> None:
    stranger = Access(toy_platform.endpoint, key="AKIASTRANGER", secret="guessed")
    with pytest.raises(ClientError, match="security token"):
        cloud.client(stranger, "dynamodb").list_tables()


def test_changed_code_is_live_within_two_seconds(toy_platform: Platform) -> None:
    word = toy_platform.root / "layers/shared/python/greeting/word.py"
    web = toy_platform.root / "functions/notes/web.py"
    told: list[str] = []
    reloader = toy_platform.reloader()
    note(toy_platform)
    started = time.monotonic()
    word.write_text('"""The word."""\n\nWORD = "moon"\n')
    assert reloader.reload("layers/shared", told.append)
    assert note(toy_platform)["says"].endswith(" moon")
    web.write_text(web.read_text().replace("{word.WORD}", "{word.WORD}!"))
    assert reloader.reload("functions/notes", told.append)
    assert note(toy_platform)["says"].endswith(" moon!")
    assert time.monotonic() - started < 2.0
    assert "layers/shared is live in 2 functions" in told[0]


def test_code_that_does_not_compile_leaves_the_running_code_alone(toy_platform: Platform) -> None:
    web = toy_platform.root / "functions/notes/web.py"
    kept, before = web.read_text(), note(toy_platform)["says"]
    told: list[str] = []
    web.write_text("def (")
    assert not toy_platform.reloader().reload("functions/notes", told.append)
    web.write_text(kept)
    assert "does not compile" in told[0]
    assert note(toy_platform)["says"] == before


def test_a_changed_template_updates_the_stack_and_an_unchanged_one_is_left_alone(
    toy_platform: Platform, toy: Path
) -> None:
    def deployed(**parameters: str) -> cloud.Deployed:
        return cloud.deploy(toy_platform.access, "lambdagram-second", parameters, root=toy, build=toy / "build")

    def greeting() -> str:
        web = toy_platform.clients()("lambda").get_function_configuration(FunctionName="lambdagram-second-notes-web")
        return str(web["Environment"]["Variables"]["GREETING"])

    assert deployed().changed
    assert not deployed().changed
    assert deployed(Greeting="good evening").changed
    assert greeting() == "good evening"
    assert not deployed(Greeting="good evening").changed


def test_the_reason_of_a_failure_in_a_nested_stack_is_said(toy_platform: Platform, toy: Path) -> None:
    notes = toy / "infra/notes.yaml"
    notes.write_text(
        notes.read_text().replace("Handler: notes.web.app", "Handler: notes.web.app\n      Role: !GetAtt Queue.Nope")
    )
    with pytest.raises(DeskError, match="Nope"):
        cloud.deploy(toy_platform.access, "lambdagram-broken", root=toy, build=toy / "build")


def test_an_unknown_parameter_is_refused_by_name(toy_platform: Platform, toy: Path) -> None:
    with pytest.raises(DeskError, match="declares no parameter Sise"):
        cloud.deploy(toy_platform.access, toy_platform.prefix, {"Sise": "small"}, root=toy, build=toy / "build")


def test_destroy_leaves_nothing_of_a_stage(toy_platform: Platform, toy: Path) -> None:
    prefix, clients = "lambdagram-passing", toy_platform.clients()
    cloud.deploy(toy_platform.access, prefix, root=toy, build=toy / "build")
    cdn = {"Resources": {"App": {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": f"{prefix}-app"}}}}
    clients.cloudformation.create_stack(StackName=cloud.edge_of(prefix), TemplateBody=json.dumps(cdn))
    clients.cloudformation.get_waiter("stack_create_complete").wait(StackName=cloud.edge_of(prefix))
    clients.s3.put_object(Bucket=f"{prefix}-app", Key="index.html", Body=b"x")
    cloud.destroy(toy_platform.access, prefix)
    names = [
        *clients.dynamodb.list_tables()["TableNames"],
        *(row["FunctionName"] for row in clients("lambda").list_functions()["Functions"]),
        *(row["Name"] for row in clients.s3.list_buckets()["Buckets"]),
        *(row["RoleName"] for row in clients.iam.list_roles()["Roles"]),
    ]
    assert [name for name in names if name.startswith(prefix)] == []


def test_data_is_kept_between_runs_and_a_second_start_deploys_nothing(tmp_path: Path, toy: Path) -> None:
    ports = Ports.free()

    def start(*, fresh: bool = False) -> Platform:
        return Platform.start(
            stage="kept", state_dir=tmp_path / "state", root=toy, origin=False, fresh=fresh, ports=ports
        )

    item = {"pk": {"S": "a"}, "sk": {"S": "b"}}
    with start() as platform:
        assert platform.deployed.changed
        platform.clients().dynamodb.put_item(TableName="lambdagram-kept-notes", Item=item)
        with pytest.raises(DeskError, match="already running"):
            start()
    with start() as platform:
        assert not platform.deployed.changed
        assert platform.clients().dynamodb.get_item(TableName="lambdagram-kept-notes", Key=item)["Item"] == item
        assert note(platform)["says"] == "hello world"
    with start(fresh=True) as platform:
        assert "Item" not in platform.clients().dynamodb.get_item(TableName="lambdagram-kept-notes", Key=item)


def test_a_taken_port_is_named_with_what_to_do() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(DeskError, match=rf"Port {port} for the web page is taken.*scripts/dev --port 8081"):
            demand_free(port, whose="the web page", option="scripts/dev --port 8081")
    demand_free(port, whose="the web page", option="")


def test_dev_says_which_part_died_and_ends_cleanly(toy: Path) -> None:
    names = ("--port", "--emulator-port", "--valkey-port", "--mongo-port", "--mail-port")
    ports = {name: free_port() for name in names}
    stage = f"selftest{os.getpid()}"
    command = [sys.executable, str(places.ROOT / "scripts/dev"), "--tree", str(toy), "--stage", stage, "--no-seed"]
    command += [str(word) for pair in ports.items() for word in pair]
    running = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    said: list[str] = []
    try:
        assert running.stdout
        for line in running.stdout:
            said.append(line)
            if line.startswith("Changed code"):
                break
        assert any("is up after" in line for line in said), "".join(said)
        children = subprocess.run(
            ["ps", "--ppid", str(running.pid), "-o", "pid=,args="], capture_output=True, text=True, check=True
        )
        valkey = next(row for row in children.stdout.splitlines() if "valkey" in row or "redis" in row)
        os.kill(int(valkey.split()[0]), signal.SIGKILL)
        rest, _ = running.communicate(timeout=20)
        assert "Valkey has ended" in rest
        assert "stopped; the data is kept" in rest
        assert running.returncode == 1
        demand_free(ports["--emulator-port"], whose="the emulator", option="")
    finally:
        running.kill()
        running.communicate()
        subprocess.run(["rm", "-rf", str(places.state_of(stage))], check=False)


def test_a_restarted_stream_starts_over_instead_of_skipping_records(tmp_path: Path, toy: Path) -> None:
    """The emulator keeps positions over a restart but not the records they point at."""
    notes = toy / "infra/notes.yaml"
    stream = (
        "        Table: {Type: DynamoDB, Properties: {Stream: !GetAtt Table.StreamArn, StartingPosition: LATEST}}\n"
    )
    notes.write_text(notes.read_text().replace("      Events:\n", f"      Events:\n{stream}"))
    (toy / "functions/notes/inbox.py").write_text(
        "import os, sys, urllib.request\n"
        "def app(event, context):\n"
        "    sys.stderr.write('stream saw %d\\n' % len(event['Records']))\n"
        "    open(os.environ['STATE_DIR'] + '/../seen', 'a').write('x' * len(event['Records']))\n"
    )
    ports, seen = Ports.free(), tmp_path / "state/emulator/seen"

    def write(platform: Platform, count: int, so_far: int) -> None:
        for number in range(count):
            item = {"pk": {"S": "a"}, "sk": {"S": f"{so_far}-{number}"}}
            platform.clients().dynamodb.put_item(TableName="lambdagram-stream-notes", Item=item)
        deadline = time.monotonic() + 8
        while time.monotonic() < deadline and (not seen.exists() or len(seen.read_text()) < so_far + count):
            time.sleep(0.1)
        assert len(seen.read_text()) == so_far + count

    for so_far in (0, 3):
        with Platform.start(
            stage="stream", state_dir=tmp_path / "state", root=toy, origin=False, redis=False, mongo=False, ports=ports
        ) as platform:
            write(platform, 3, so_far)
