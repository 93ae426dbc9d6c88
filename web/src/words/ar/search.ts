import type { Like } from "../../kit/words";
import type { search as english } from "../en/search";

/** Searching for people. */
export const search: Like<typeof english> = {
  "search.title": "البحث",
  "search.titleOf": "«{search}» · البحث",
  "search.label": "ابحث عن أشخاص",
  "search.placeholder": "الاسم أو اسم المستخدم",
  "search.empty": "إفراغ الحقل",
  "search.people": "الأشخاص",
  "search.found": {
    zero: "لم يُعثر على أحد بحثًا عن «{search}»",
    one: "عُثر على شخص واحد بحثًا عن «{search}»",
    two: "عُثر على شخصين بحثًا عن «{search}»",
    few: "عُثر على {count} أشخاص بحثًا عن «{search}»",
    many: "عُثر على {count} شخصًا بحثًا عن «{search}»",
    other: "عُثر على {count} شخص بحثًا عن «{search}»",
  },
  "search.foundMore": {
    zero: "لم يُعثر على أحد بحثًا عن «{search}»",
    one: "عُثر على شخص واحد بحثًا عن «{search}»، وهناك المزيد",
    two: "عُثر على شخصين بحثًا عن «{search}»، وهناك المزيد",
    few: "عُثر على {count} أشخاص بحثًا عن «{search}»، وهناك المزيد",
    many: "عُثر على {count} شخصًا بحثًا عن «{search}»، وهناك المزيد",
    other: "عُثر على {count} شخص بحثًا عن «{search}»، وهناك المزيد",
  },
  "search.nobody": "لم يُعثر على أحد باسم «{search}»",
  "search.nobodyHint": "جرّب حروفًا أقل، أو اسم المستخدم.",
  "search.failed": "تعذّر البحث",
  "search.away": "البحث غير متاح للحظة. من تعرف اسم المستخدم الخاص به يمكنك زيارته مع ذلك.",
  "search.straight": "إلى @{name}",
  "search.recent": "الأخيرة",
  "search.clear": "مسح الكل",
  "search.clearTitle": "مسح من بحثت عنهم؟",
  "search.clearHint": "تُمسح القائمة على كل أجهزتك. ومن تتابعهم يبقون كما هم.",
  "search.notCleared": "لم تُمسح القائمة.",
  "search.forget": "إزالة {name} من القائمة",
  "search.notForgotten": "ما زال {name} في القائمة.",
  "search.begin": "عمّن تبحث؟",
  "search.beginHint": "تكفي حروف قليلة من الاسم أو اسم المستخدم. ومن تفتح صفحته يُحفظ هنا للمرة القادمة.",
};
