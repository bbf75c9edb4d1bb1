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

/** The protocol of one's own labelled vectors. */
export const labelsProtocol = 'labels';

/** A benchmark's protocol, or that of one's own labels. */
export type AnyProtocolName = ProtocolName | typeof labelsProtocol;
