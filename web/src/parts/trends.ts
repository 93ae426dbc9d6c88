// Hashtags that more people use than before.

import { useQuery } from "@tanstack/react-query";
import { api } from "../kit/api";
import { names } from "../kit/query";

const MOST = 10;
const FRESH = 5 * 60_000;

/** Those of the last day or week, the most trending first. */
export const useTrendingTags = (span: "day" | "week") =>
  useQuery({
    queryKey: names.trends("tags", span),
    queryFn: ({ signal }) => api.trendingTags({ span, limit: MOST }, { signal }),
    staleTime: FRESH,
    retry: false, // what stands around goes on without them
  });
