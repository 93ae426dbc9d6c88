import type { Like } from "../../kit/words";
import type { publish as english } from "../en/publish";

export const publish: Like<typeof english> = {
  "publish.file.kind": "لا يمكننا عرض هذا النوع من الملفات. استخدم JPEG أو PNG أو WebP أو AVIF أو HEIC أو GIF.",
  "publish.file.empty": "الملف فارغ.",
  "publish.file.large": "حجم الملف أكبر من 25 ميغابايت.",
  "publish.file.grown": "تغيّر الملف أثناء إرساله. اختره من جديد.",
  "publish.file.notStored": "لم يُقبل الرفع. حاول مرة أخرى.",
  "publish.file.unreadable": "تعذّرت قراءة الصورة.",
  "publish.file.gone": "مضى على هذا الرفع وقت طويل ويجب إرساله من جديد.",
  "publish.file.stuck": "يستغرق هذا وقتًا أطول من المعتاد. حاول مرة أخرى.",
  "publish.crop.how": "اسحبها أو استخدم مفاتيح الأسهم. الزائد والناقص للتكبير والتصغير، والصفر للإعادة.",
  "publish.crop.zoom": "التكبير",
};
