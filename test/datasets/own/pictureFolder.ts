import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { writePicture } from '../pictures.js';

/** Lines of a table without any fault. */
export const good = [
  'path,label,split,role',
  'p0.jpg,a,fit,',
  'p1.jpg,b,fit,',
  'p2.jpg,c,test,query',
  'p3.jpg,c,test,gallery',
  'p4.jpg,constructor,test,both',
  'p5.jpg,constructor,test,both',
  'p6.jpg,__proto__,validation,query',
  'p7.jpg,__proto__,validation,gallery',
];

/** A temporary folder of a test file: pictures, what is none, and a table among them. */
export function pictureFolder() {
  const base = mkdtempSync(join(tmpdir(), 'own-'));
  const pictures = join(base, 'pictures');
  beforeAll(async () => {
    for (let i = 0; i < 10; i++) await writePicture(pictures, `p${i}.jpg`, i);
    writeFileSync(join(pictures, 'page.jpg'), '<html>');
    writeFileSync(join(base, 'outside.jpg'), 'x');
    symlinkSync(join(base, 'outside.jpg'), join(pictures, 'link.jpg'));
  });
  afterAll(() => rmSync(base, { recursive: true, force: true }));
  return {
    base,
    pictures,
    writeTable: (lines: string[], end = '\n', start = ''): string => {
      const file = join(pictures, 'table.csv');
      writeFileSync(file, start + lines.join(end));
      return file;
    },
  };
}
