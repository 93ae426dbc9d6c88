// The profile as others see it: its form is the profile's own (screens/profile/EditProfile), shown here in its place.

import { type ComponentType, lazy } from "react";
import { useMe } from "../../kit/session";
import { t } from "../../kit/words";
import { Avatar } from "../../parts/Avatar";
import { ButtonLink } from "../../parts/Button";
import { personPath } from "../../parts/People";
import { Part } from "./bits";

const forms = import.meta.glob<{ default: ComponentType }>("../profile/EditProfile.tsx");
const load = forms["../profile/EditProfile.tsx"];
const Form = load ? lazy(load) : null;

export default function Profile() {
  const me = useMe();
  if (!me) {
    return null;
  }
  return (
    <Part title={t("settings.profile")}>
      {Form ? (
        <Form />
      ) : (
        <>
          <Avatar person={me} size={96} />
          <div>
            <ButtonLink href={personPath(me)}>{t("settings.profile.see")}</ButtonLink>
          </div>
        </>
      )}
    </Part>
  );
}
