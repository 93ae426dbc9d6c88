import { useInfiniteQuery } from "@tanstack/react-query";
import { api } from "../../kit/api";
import { itemsOf, names } from "../../kit/query";
import { Endless } from "../../parts/Endless";
import { Photo } from "../../parts/Photo";

export function Feed() {
  const query = useInfiniteQuery({
    queryKey: names.feed,
    queryFn: ({ pageParam, signal }) => api.showFeed(pageParam ? { cursor: pageParam } : {}, { signal }),
    initialPageParam: "",
    getNextPageParam: (page) => page.next,
  });
  return (
    <div>
      {itemsOf(query.data).map((post) => (
        <article key={post.id} data-post={post.id}>
          {post.photos[0] ? <Photo photo={post.photos[0]} /> : null}
        </article>
      ))}
      <Endless query={query} />
    </div>
  );
}
