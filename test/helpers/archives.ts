import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { pack } from 'tar-stream';

/** A tar of some files, in their order. */
export async function tarOf(entries: Record<string, Buffer | string>): Promise<Buffer> {
  const tar = pack();
  for (const [name, content] of Object.entries(entries)) tar.entry({ name }, content);
  tar.finalize();
  const parts: Buffer[] = [];
  for await (const part of tar) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

/** A Parquet table with two rows in a group. */
export function parquetOf(columns: Parameters<typeof parquetWriteBuffer>[0]['columnData']): Buffer {
  return Buffer.from(parquetWriteBuffer({ columnData: columns, rowGroupSize: 2 }));
}

/** Makes a bucket with some objects, in the store that the environment names. */
export async function fillBucket(bucket: string, objects: Record<string, Uint8Array>): Promise<void> {
  const client = new S3Client({ forcePathStyle: true });
  await client.send(new CreateBucketCommand({ Bucket: bucket }));
  for (const [Key, Body] of Object.entries(objects))
    await client.send(new PutObjectCommand({ Bucket: bucket, Key, Body, ACL: 'public-read' }));
  client.destroy();
}
