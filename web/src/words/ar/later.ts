import { direct } from "./direct";
import { discovery } from "./discovery";
import { letters } from "./letters";
import { notifications } from "./notifications";
import { people } from "./people";
import { places } from "./places";
import { post } from "./post";
import { profile } from "./profile";
import { publish } from "./publish";
import { saved } from "./saved";
import { search } from "./search";
import { settings } from "./settings";
import { talks } from "./talks";

/** What all other screens say: read when the first of them is asked for. */
export const later = {
  ...post,
  ...publish,
  ...profile,
  ...people,
  ...notifications,
  ...saved,
  ...settings,
  ...letters,
  ...places,
  ...direct,
  ...talks,
  ...search,
  ...discovery,
};
