// Where hashtags and places have their pages.

export const tagPath = (tag: string): string => `/tags/${encodeURIComponent(tag)}`;
export const placePath = (id: string): string => `/places/${encodeURIComponent(id)}`;
