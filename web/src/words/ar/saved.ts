import type { Like } from "../../kit/words";
import type { saved as english } from "../en/saved";

/** One's own collections. */
export const saved: Like<typeof english> = {
  "saved.title": "المحفوظات",
  "saved.private": "لا يرى أحد غيرك ما تحفظه.",
  "saved.count": {
    zero: "لا منشورات",
    one: "منشور واحد",
    two: "منشوران",
    few: "{count} منشورات",
    many: "{count} منشورًا",
    other: "{count} منشور",
  },
  "saved.everything": "منشورات محفوظة",
  "saved.emptyTitle": "لم تحفظ شيئًا بعد",
  "saved.emptyText": "اضغط الشريط تحت الصورة لتحتفظ بها هنا، وحدها أو في مجموعة.",
  "saved.home": "إلى صفحتك الرئيسية",
  "saved.arrange": "ترتيب",
  "saved.earlier": "انقل {name} نحو البداية",
  "saved.later": "انقل {name} نحو النهاية",
  "saved.orderFailed": "لم يُحفظ الترتيب.",
  "saved.collectionEmpty": "هذه المجموعة فارغة",
  "saved.collectionEmptyText": "تظهر هنا المنشورات المحفوظة التي تضعها في هذه المجموعة.",
  "saved.rename": "تغيير اسم المجموعة",
  "saved.name": "الاسم",
  "saved.renamed": "للمجموعة اسم جديد.",
  "saved.delete": "حذف المجموعة",
  "saved.deleteTitle": "هل تحذف {name}؟",
  "saved.deleteText": "تبقى منشوراتها محفوظة: تنتقل إلى مجموعتك الأولى.",
  "saved.deleteFailed": "ما زالت المجموعة موجودة.",
  "saved.all": "كل المجموعات",
};
