"""What many people are to the reader, for lists of them."""

from graph import reads
from kernel.errors import at
from kernel.ids import PersonId, parse_ids
from kernel.shapes import Answer
from kit.endpoints import IdList
from kit.service import Service
from views import cards, visible
from views.graph import Relation
from views.profiles import profile_key

app = Service("relations")


class RelationAnswer(Answer, frozen=True):
    """What a person is to the reader, as the person's page says it."""

    person_id: PersonId
    relation: Relation


class Relations(Answer, frozen=True):
    """In the order in which the people were asked for."""

    items: list[RelationAnswer]


@app.get("/v1/me/relations")
def list_relations(me: PersonId, people: IdList) -> Relations:
    """What up to 100 people are to the reader. Their ids are separated by commas.

    Whom the reader may not meet is left out.
    """
    wanted = [PersonId(each) for each in at("?people", parse_ids, people)]
    found, digest = reads.relations(me, wanted)
    loaded = cards.load(map(profile_key, wanted))
    sight = visible.sight(me, wanted, digest=digest, loaded=loaded, followed=wanted)
    return Relations(
        items=[
            RelationAnswer(person_id=each, relation=found[each])
            for each in wanted
            if each in sight.people and sight.person(each)
        ]
    )
