/** Pictures up to this side are prepared once for the whole data set and kept on disk. */
export const largestCachedSize = 128;
/** A cache that would be larger than this is not made; its pictures are decoded each time. */
export const largestCachedBytes = 2 ** 31;
