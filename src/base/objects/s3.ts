import type { S3Client } from '@aws-sdk/client-s3';
import { howToInstall } from '../files/howToInstall.js';
import { RetrievalError } from '../../errors.js';
import { lostObject, noObject, type ByteSource } from './types.js';

/** An object of a listing. */
export interface ListedObject {
  /** Behind the listing's prefix. */
  name: string;
  url: string;
  /** Changes with its content. */
  stamp: string;
  size: number;
}

type Kit = typeof import('@aws-sdk/client-s3');
let kit: Promise<{ client: S3Client; sdk: Kit }> | undefined;

/**
 * The client of AWS, which takes credentials, region and address (`AWS_ENDPOINT_URL`) by its own rules from the environment and
 * the profile.
 */
function s3(): Promise<{ client: S3Client; sdk: Kit }> {
  // What later versions will ask of Node is nothing to a user of this one.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
  return (kit ??= import('@aws-sdk/client-s3').then(
    (sdk) => {
      // Stores of one's own have their buckets in the path.
      const forcePathStyle = Boolean(process.env.AWS_ENDPOINT_URL_S3 ?? process.env.AWS_ENDPOINT_URL);
      return { sdk, client: new sdk.S3Client({ maxAttempts: 5, forcePathStyle }) };
    },
    (cause: unknown) => {
      kit = undefined;
      throw new RetrievalError({
        what: 'The client of S3 is not installed',
        where: '@aws-sdk/client-s3',
        found: cause instanceof Error ? cause.message : String(cause),
        fix: howToInstall('@aws-sdk/client-s3'),
        kind: 'usage',
        cause,
      });
    },
  ));
}

/**
 * An object of a store, `s3://bucket/key`.
 * @throws RetrievalError (data) where there is none; LostObject where the store does not answer or lets nobody in.
 */
export async function openS3(url: string): Promise<ByteSource> {
  const { client, sdk } = await s3();
  const place = placeOf(url);
  const head = await onStore(url, () => client.send(new sdk.HeadObjectCommand(place)));
  const [size, etag] = [head.ContentLength ?? 0, head.ETag];
  return {
    name: url,
    size,
    stamp: `${size} ${etag ?? ''}`,
    async read(start, end) {
      if (start === end) return new Uint8Array(0);
      const range = { Range: `bytes=${start}-${end - 1}`, IfMatch: etag };
      return onStore(url, async () => {
        const { Body } = await client.send(new sdk.GetObjectCommand({ ...place, ...range }));
        return Body!.transformToByteArray();
      });
    },
  };
}

/** All bytes of an object. */
export async function fetchS3(url: string): Promise<Uint8Array> {
  const { client, sdk } = await s3();
  return onStore(url, async () => {
    const { Body } = await client.send(new sdk.GetObjectCommand(placeOf(url)));
    return Body!.transformToByteArray();
  });
}

/** Objects whose keys begin with a prefix, in the order of the keys' bytes. */
export async function listS3(url: string): Promise<ListedObject[]> {
  const { client, sdk } = await s3();
  const { Bucket, Key } = placeOf(url);
  const found: ListedObject[] = [];
  const pages = sdk.paginateListObjectsV2({ client }, { Bucket, Prefix: Key });
  await onStore(url, async () => {
    for await (const { Contents = [] } of pages) {
      for (const { Key: key = '', Size = 0, ETag = '' } of Contents) {
        const name = key.slice(Key.length).replace(/^\//, '');
        found.push({ name, url: `s3://${Bucket}/${key}`, stamp: `${Size} ${ETag}`, size: Size });
      }
    }
  });
  return found;
}

function placeOf(url: string): { Bucket: string; Key: string } {
  const [, Bucket, Key = ''] = /^s3:\/\/([^/]+)(?:\/(.*))?$/s.exec(url) ?? [];
  if (Bucket) return { Bucket, Key };
  throw noObject(url, 'an address without a bucket');
}

/** Errors of the store as errors of this library. */
async function onStore<T>(url: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    const { name, message, $metadata } = cause as Error & { $metadata?: { httpStatusCode?: number } };
    const status = $metadata?.httpStatusCode;
    const found = [name, message].filter((word) => word && word !== 'UnknownError').join(': ');
    if (status === 412) throw noObject(url, 'it was replaced while it was read', cause);
    if (status === 404) throw noObject(url, found, cause);
    throw lostObject(url, found, cause);
  }
}
