// The account: its address, its password, the username, and its further profiles.

import { t } from "../../kit/words";
import { Part } from "./bits";
import { Contact } from "./Contact";
import { Password, Username } from "./Names";
import { Profiles } from "./Profiles";

export default function Account() {
  return (
    <Part title={t("settings.account")}>
      <Contact />
      <Username />
      <Password />
      <Profiles />
    </Part>
  );
}
