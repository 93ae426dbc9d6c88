// The account: its address, its password, the username, and its further profiles.

import { t } from "../../kit/words";
import { Part } from "./bits";
import { Contact, useContact } from "./Contact";
import { Password, Username } from "./Names";
import { Profiles } from "./Profiles";

export default function Account() {
  const { isPending } = useContact(); // how tall the first group will be is known then: nothing below it moves
  return (
    <Part title={t("settings.account")}>
      <Contact />
      {isPending ? null : (
        <>
          <Username />
          <Password />
          <Profiles />
        </>
      )}
    </Part>
  );
}
