/** Benchmarks that have a protocol. */
export const protocolNames = [
  'roxford5k',
  'rparis6k',
  'google-landmarks-v2',
  'in-shop',
  'stanford-online-products',
  'cub-200-2011',
] as const;

/** A benchmark that has a protocol. */
export type ProtocolName = (typeof protocolNames)[number];
