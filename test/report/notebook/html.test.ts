import { expect, test } from 'vitest';
import { html } from '../../../src/report/notebook/html.js';

test('values are escaped, templates inside stay, lists are joined', () => {
  const names = ['bread & butter', '<script>alert("x")</script>'];
  const list = html`<ul>
    ${names.map((name) => html`<li>${name}</li>`)}
  </ul>`;
  expect(String(list).replace(/\s*\n\s*/g, '')).toBe(
    '<ul><li>bread &amp; butter</li><li>&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;</li></ul>',
  );
  expect(String(html`<b title="${'a" onload="b'}">${list}</b> ${3}`)).toBe(
    `<b title="a&quot; onload=&quot;b">${String(list)}</b> 3`,
  );
});
