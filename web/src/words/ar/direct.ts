import type { Like } from "../../kit/words";
import type { direct as english } from "../en/direct";

/** Conversations: their list, and one of them. */
export const direct: Like<typeof english> = {
  "direct.title": "الرسائل",
  "direct.requests": "طلبات المراسلة",
  "direct.archived": "المؤرشفة",
  "direct.details": "التفاصيل",
  "direct.search": "البحث في المحادثة",
  "direct.new": "رسالة جديدة",
};
