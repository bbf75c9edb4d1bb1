import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

interface Point {
  id: number;
  vector: number[];
  payload: { row: number; id: string };
}

/** What of Qdrant's protocol an index uses, over points in memory that are all compared. */
export interface QdrantStub {
  url: string;
  collections: Map<string, Map<number, Point>>;
  /** Bodies of the requests, by method and address. */
  asked: { call: string; body: Record<string, unknown>; key: string | undefined }[];
  /** Closes connections from this request on, as a server does that is gone. */
  goneAfter: number;
  close(): Promise<void>;
}

/** Starts a server on this machine alone. */
export async function startQdrantStub(): Promise<QdrantStub> {
  const server: Server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const text = Buffer.concat(parts).toString('utf8');
      const body = (text === '' ? {} : JSON.parse(text)) as Record<string, unknown>;
      const { pathname } = new URL(request.url ?? '/', 'http://stub');
      const call = `${request.method} ${pathname.replace(/gallery_\w+/, 'NAME')}`;
      stub.asked.push({ call, body, key: request.headers['api-key'] as string | undefined });
      if (stub.asked.length > stub.goneAfter) return request.socket.destroy();
      const name = /gallery_\w+/.exec(pathname)?.[0] ?? '';
      const result = answer(stub.collections, call, name, body);
      response.writeHead(result === undefined ? 404 : 200, { 'Content-Type': 'application/json' });
      response.end(JSON.stringify({ status: 'ok', time: 0, result }));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const stub: QdrantStub = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    collections: new Map(),
    asked: [],
    goneAfter: Infinity,
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
  return stub;
}

interface RowFilter {
  must: [{ key: 'row'; range: { lt?: number; gte?: number } }];
}

function passes(filter: RowFilter | undefined, { payload: { row } }: Point): boolean {
  const { lt = Infinity, gte = -Infinity } = filter?.must[0].range ?? {};
  return row < lt && row >= gte;
}

function answer(
  collections: QdrantStub['collections'],
  call: string,
  name: string,
  body: Record<string, unknown>,
): unknown {
  if (call === 'GET /collections/NAME/exists') return { exists: collections.has(name) };
  if (call === 'PUT /collections/NAME') return Boolean(collections.set(name, new Map()));
  const points = collections.get(name);
  if (!points) return undefined;
  const filter = body.filter as RowFilter | undefined;
  switch (call) {
    case 'DELETE /collections/NAME':
      return collections.delete(name);
    case 'GET /collections/NAME':
      return { status: 'green' };
    case 'PUT /collections/NAME/points':
      for (const point of body.points as Point[]) points.set(point.id, point);
      return { status: 'completed' };
    case 'POST /collections/NAME/points/delete':
      for (const point of [...points.values()]) {
        const isNamed = (body.points as number[] | undefined)?.includes(point.id);
        if (isNamed ?? passes(filter, point)) points.delete(point.id);
      }
      return { status: 'completed' };
    case 'POST /collections/NAME/points/query': {
      const query = body.query as number[];
      const scored = [...points.values()]
        .filter((point) => passes(filter, point))
        .map(({ id, vector }) => ({
          id,
          score: vector.reduce((sum, value, d) => sum + value * query[d], 0),
        }));
      return { points: scored.sort((a, b) => b.score - a.score).slice(0, body.limit as number) };
    }
    case 'POST /collections/NAME/points/scroll': {
      const from = (body.offset as number | undefined) ?? 0;
      const after = [...points.values()].filter(({ id }) => id >= from).sort((a, b) => a.id - b.id);
      const limit = body.limit as number;
      return { points: after.slice(0, limit), next_page_offset: after[limit]?.id ?? null };
    }
    default:
      return undefined;
  }
}
