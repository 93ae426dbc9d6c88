// A place's page: its name, where it lies, and the posts that were made there.

import { useQuery } from "@tanstack/react-query";
import { usePageTitle } from "../../app/Frame";
import type { ScreenProps } from "../../app/routes";
import { api, missing, type PostAnswer, Refused } from "../../kit/api";
import { itemsOf, names } from "../../kit/query";
import { t } from "../../kit/words";
import { Empty } from "../../parts/Empty";
import { Icon } from "../../parts/Icon";
import css from "./Discovery.module.css";
import { Head } from "./Head";
import { Hung, useHung } from "./Hung";

export default function Place({ params, place }: ScreenProps) {
  const id = params.id ?? "";
  const query = useQuery({ queryKey: names.place(id), queryFn: ({ signal }) => api.showPlace(id, { signal }) });
  const hung = useHung(place, names.place(id), (given, signal) => api.listPlaced(id, given, { signal }));
  const { data: head, error } = query;
  const name = head?.name ?? "";
  usePageTitle(name || t("search.places"));
  if (missing(error) || (error instanceof Refused && error.status === 422)) {
    return (
      <Empty icon="place" title={t("places.missing")} level={1}>
        <p>{t("places.missingHint")}</p>
      </Empty>
    );
  }
  return (
    <div className={css.page}>
      <Head
        icon="place"
        title={name || t("search.places")}
        posts={query.isPending ? undefined : (head?.posts ?? null)}
        below={<OnMap posts={itemsOf(hung.query.data)} />}
      />
      <Hung
        hung={hung}
        ready={!query.isPending}
        label={t("places.gridOf", { name })}
        onAgain={() => void query.refetch()}
        empty={
          <Empty icon="place" title={t("places.none", { name })}>
            <p>{t("places.noneHint")}</p>
          </Empty>
        }
      />
    </div>
  );
}

/** A way to the map, where one of the posts says where it was made. */
function OnMap({ posts }: { posts: PostAnswer[] }) {
  const { latitude = null, longitude = null } = posts.find(({ place }) => place?.latitude != null)?.place ?? {};
  return latitude === null || longitude === null ? null : (
    <a href={mapPath(latitude, longitude)} target="_blank" rel="noopener noreferrer" className={css.map}>
      <Icon name="globe" small />
      {t("places.map")}
    </a>
  );
}

const NEAR = 14; // how near the map is, as OpenStreetMap counts

const mapPath = (latitude: number, longitude: number): string =>
  `https://www.openstreetmap.org/?mlat=${latitude}&mlon=${longitude}#map=${NEAR}/${latitude}/${longitude}`;
