// The profile as others see it: its form is the profile's own, shown here in its place.

import { t } from "../../kit/words";
import { EditProfile } from "../profile/EditProfile";
import { Part } from "./bits";

export default function Profile() {
  return (
    <Part title={t("settings.profile")}>
      <EditProfile />
    </Part>
  );
}
