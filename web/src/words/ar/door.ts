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
};
