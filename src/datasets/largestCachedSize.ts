/** Pictures up to this side are prepared once for the whole data set and kept on disk. */
export const largestCachedSize = 128;
