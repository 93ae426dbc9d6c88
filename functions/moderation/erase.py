"""Erasing a person from moderation: what they reported, and what staff noted about them.

A case keeps its number of reports and the bare ids of its owner and of who reported: they lead to nobody any more.
The log of staff's actions keeps its lines whole, for its chain: ids stand in them, never a name or an address.
"""

from kit import store as kit_store
from kit.batches import delete_all
from kit.settings import settings
from kit.steps import Part, Steps, Work
from kit.wire import Table
from moderation import keys, reads
from moderation.store import ReportItem

app = Steps("erase", "moderation")

PAGE = 20

_table = Table(lambda: settings().table("moderation"))


@app.of("reports")
def reports(work: Work) -> Part:
    """Their reports: the words go, then the two items by which they could be found."""
    found = reads.reports(work.person, None, PAGE)
    for each in found:
        key = keys.case(each.subject), f"{keys.REPORT}{each.report_id}"
        there = ReportItem.pk.exists()
        try:
            kit_store.write(kit_store.update(ReportItem, *key, [ReportItem.text.set("")], condition=there))
        except kit_store.ConditionFailed:
            continue
    gone = [(keys.reports(work.person), each.report_id) for each in found]
    gone += [(keys.reported(work.person), each.subject) for each in found]
    delete_all(_table.name, gone)
    return Part(len(found), "more" if len(found) == PAGE else None)


@app.of("decisions")
def decisions(work: Work) -> Part:
    """Notes about them, a suspension and its end."""
    page = _table.query(keys.person(work.person), limit=100, consistent=True)
    gone = [(item["pk"], item["sk"]) for item in page]
    gone += [(keys.DUE, keys.due(item["until"], work.person)) for item in page if item.get("until")]
    gone.append((keys.STAFF, work.person))
    delete_all(_table.name, gone)
    return Part(len(page), "more" if page.last_key else None)
