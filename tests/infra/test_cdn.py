"""What the CDN is told when pictures go: by whom, and that nobody else may."""

from infra.test_access import modules_of

from infra import tree


def test_whoever_deletes_pictures_may_tell_the_cdn_and_knows_it() -> None:
    """Functions that come to kit/edge.py have its id and the right to use it, on that one distribution."""
    tellers = [each for each in tree.functions([tree.read("infra/media.yaml")]) if "kit.edge" in modules_of(each.name)]
    assert {each.name for each in tellers} == {"media.inbox", "media.sweep", "media.erase"}
    for each in tellers:
        known = each.resource.properties["Environment"]["Variables"]["MEDIA_DISTRIBUTION"]
        (said,) = [said for said in each.statements if said.get("Action") == "cloudfront:CreateInvalidation"]
        assert said["Resource"] == f"arn:aws:cloudfront::{tree.ACCOUNT}:distribution/{known}"
    others = [each for each in tree.functions(tree.stacks()) if each.name not in {one.name for one in tellers}]
    assert not [each.name for each in others if "cloudfront:CreateInvalidation" in str(each.statements)]
