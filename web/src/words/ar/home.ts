import type { Like } from "../../kit/words";
import type { home as english } from "../en/home";

/** The home feed. */
export const home: Like<typeof english> = {
  "home.title": "الرئيسية",
  "home.list": "منشورات من تتابعهم والوسوم التي تتابعها، الأحدث أولًا",
  "home.new": {
    zero: "لا منشورات جديدة",
    one: "منشور جديد",
    two: "منشوران جديدان",
    few: "{count} منشورات جديدة",
    many: "{count} منشورًا جديدًا",
    other: "{count} منشور جديد",
  },
  "home.newFailed": "تعذّرت قراءة أحدث المنشورات.",
  "home.end": "شاهدت كل شيء",
  "home.endMore": "لحظة مناسبة لتعلّق صورة من عندك.",
  "home.publish": "نشر",
  "home.publishFirst": "انشر صورتك الأولى",
  "home.empty": "جدارك ما زال فارغًا",
  "home.emptyMore": "تابع أشخاصًا تُعلَّق صورهم هنا، الأحدث أولًا. بلا إعلانات، ولا شيء بين الصور.",
  "home.search": "ابحث عن أشخاص",
  "home.followed": "شاهد صورهم",
};
