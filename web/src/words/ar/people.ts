import type { Like } from "../../kit/words";
import type { people as english } from "../en/people";

/** Lists of people: who follows whom, and who liked something. */
export const people: Like<typeof english> = {
  "people.followers": "المتابِعون",
  "people.following": "المتابَعون",
  "people.mutuals": "يتابعهم أشخاص تتابعهم",
  "people.likes": "الإعجابات",
  "people.of": "{title} · {name}",
  "people.toPost": "إلى المنشور",
  "people.search": "ابحث بالاسم",
  "people.none.followers": "لا أحد يتابع {name} بعد",
  "people.none.following": "لا يتابع {name} أحدًا بعد",
  "people.none.mutuals": "لا أحد ممن تتابعهم يتابع {name}",
  "people.none.likes": "لم يُعجب هذا أحدًا بعد",
  "people.mine.followers": "لا أحد يتابعك بعد",
  "people.mine.following": "لا تتابع أحدًا بعد",
  "people.mine.followingHint": "صور من تتابعهم تصل إلى صفحتك الرئيسية.",
  "people.noHit": "لا أحد هنا باسم «{search}»",
  "people.noHitHint": "يُعثر على الاسم أو اسم المستخدم بأوله.",
  "people.private": "هذه القائمة خاصة",
  "people.privateHint": "لا يراها إلا متابعو {name}.",
  "people.missing": "هذه القائمة غير موجودة",
  "people.missingHint": "ربما حُذفت، أو أنها ليست متاحة لك.",
  "people.signIn": "سجّل الدخول لترى من أُعجب به",
  "people.remove": "إزالة",
  "people.removeLabel": "إزالة {name} من المتابعين",
};
