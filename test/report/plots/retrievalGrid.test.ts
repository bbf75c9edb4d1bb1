import { describe, expect, test } from 'vitest';
import { altText } from '../../../src/report/plots/figureWords.js';
import { retrievalGrid, type GridPicture } from '../../../src/report/plots/retrievalGrid.js';
import { ink } from '../../../src/report/plots/theme.js';

const image = 'data:image/png;base64,AAAA';
const picture = (id: string, relevance: GridPicture['relevance'] = 'negative'): GridPicture => ({
  id,
  image,
  relevance,
});

const figure = retrievalGrid([
  {
    label: '<script>x</script>',
    query: { id: 'q', image },
    galleryModel: [picture('a', 'positive'), picture('b'), picture('c', 'junk')],
    queryModel: [picture('b'), picture('a', 'positive'), picture('new', 'positive')],
  },
]);

describe('the retrieval grid', () => {
  test('frames the query and junk grey, positives green, negatives red', () => {
    const colors = (figure.layout.shapes as { line: { color: string } }[]).map((shape) => shape.line.color);
    const { neutral, positive, negative } = ink;
    expect(colors).toEqual([neutral, positive, negative, neutral, negative, positive, positive]);
  });

  test('tells below each result of the query model its rank with the gallery model', () => {
    const texts = (figure.layout.annotations as { text: string }[]).map(({ text }) => text);
    expect(texts.slice(-3)).toEqual(['▲ 2', '▼ 1', '▲ >3']);
  });

  test('counts the right results of both models in its title', () => {
    expect(figure.layout.title!.text).toContain(
      'The query model gets 2 of 3 first results right, the gallery model 1',
    );
  });

  test('says below its title how the queries were chosen', () => {
    const example = { label: 'a', query: { id: 'q', image }, galleryModel: [picture('a')], queryModel: [] };
    const drawn = { ...example, chosen: 'drawn by lot (seed 3)' };
    const { text } = retrievalGrid([drawn, drawn, { ...example, chosen: 'the <worst>' }]).layout.title!;
    const plain = text!.replace(/<br>/g, ' ');
    expect(plain).toContain('Queries: 2 drawn by lot (seed 3), one the &lt;worst&gt;.');
  });

  test('tells in words what its pictures show', () => {
    expect(altText(figure)).toMatch(
      /the gallery model 1\. Query <script>x<\/script>: gallery model 1 of 3 right, query model 2 of 3 right\.$/,
    );
  });

  test('escapes labels', () => {
    expect(JSON.stringify(figure)).not.toContain('<script>');
    expect(JSON.stringify(figure)).toContain('&lt;script&gt;');
  });

  test('keeps all pictures inside the plot and apart from each other', () => {
    const cells = figure.layout.images as { x: number; y: number; sizex: number }[];
    const [, right] = figure.layout.xaxis!.range as [number, number];
    expect(cells.every(({ x, sizex }) => x >= 0 && x + sizex <= right)).toBe(true);
    const overlaps = cells.filter((a, i) =>
      cells.some(
        (b, j) => j > i && Math.abs(a.x - b.x) < Math.min(a.sizex, b.sizex) && Math.abs(a.y - b.y) < a.sizex,
      ),
    );
    expect(overlaps).toEqual([]);
  });

  test('refuses to be empty', () => {
    expect(() => retrievalGrid([])).toThrow(/needs a query/);
  });
});
