"""ID6 through the public doors: two profiles of one account, switched without signing in again."""

from collections.abc import Callable

from kernel.ids import new_id
from support.people import Member, eventually

Join = Callable[[str], Member]


def test_a_member_switches_between_two_profiles(member: Join) -> None:
    dan = member("dan")
    studio = f"studio.{new_id()[-8:]}"
    made = dan.ask("POST", "/v1/auth/people", json={"username": studio}, status=201)
    first, second = dan.ask("GET", "/v1/auth/people")["items"]
    assert (first["username"], second["username"], second["id"]) == (dan.username, studio, made["id"])

    switched = dan.ask("POST", f"/v1/auth/people/{made['id']}/switch", status=200)
    dan.http.headers["authorization"] = f"Bearer {switched['accessToken']['value']}"
    me = eventually(lambda: dan.http.get("/v1/me"), lambda found: found.status_code == 200)
    assert me.json()["person"]["username"] == studio

    again = dan.ask("POST", "/v1/auth/refresh", json={"refreshToken": dan.refresh_token}, status=200)
    dan.http.headers["authorization"] = f"Bearer {again['accessToken']['value']}"
    assert dan.ask("GET", "/v1/me")["person"]["username"] == studio

    dan.ask("POST", f"/v1/auth/people/{first['id']}/switch", status=200)
    dan.ask("POST", "/v1/auth/sign-out", status=204)
    dan.ask("POST", "/v1/auth/refresh", json={"refreshToken": again["refreshToken"]["value"]}, status=401)


def test_nobody_switches_to_a_stranger(member: Join) -> None:
    eve, frank = member("eve"), member("frank")
    frank_id = frank.ask("GET", "/v1/auth/people")["items"][0]["id"]
    eve.ask("POST", f"/v1/auth/people/{frank_id}/switch", status=404)
