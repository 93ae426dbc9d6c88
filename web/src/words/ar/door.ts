import type { Like } from "../../kit/words";
import type { door as english } from "../en/door";

/** Welcome and sign in. */
export const door: Like<typeof english> = {
  "door.title": "صور من تتابعهم.",
  "door.login": "اسم المستخدم أو البريد أو الهاتف",
  "door.password": "كلمة المرور",
  "door.new": "جديد هنا؟",
  "door.make": "أنشئ حسابًا",
  "door.guests": "أو تجوّل باسم",
  "door.failed": "لم يتم تسجيل دخولك.",
  "door.forgotten": "هل نسيت كلمة المرور؟",
  "door.or": "أو",
  "door.passkey": "الدخول بمفتاح المرور",
  "door.language": "اللغة",
  "door.why.ended": "أُنهيت جلستك هنا. سجّل الدخول من جديد.",
  "door.why.suspended": "هذا الحساب موقوف.",
  "door.why.leaving": "سيُحذف حسابك. سجّل الدخول مجددًا إن أردت الاحتفاظ به.",
  "refused.wrong-credentials": "اسم الدخول أو كلمة المرور غير صحيحة.",
  "refused.suspended": "هذا الحساب موقوف.",
};
