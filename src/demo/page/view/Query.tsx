import { useState } from 'preact/hooks';
import { readPicture } from '../engine/picture.js';
import { bytes } from './bytes.js';
import { Camera } from './Camera.js';
import { CropBox } from './CropBox.js';
import type { Demo } from './useDemo.js';

/** The picture that is searched with, and where another comes from. */
export function Query({ demo }: { demo: Demo }) {
  const { query, comparison, description, take, takeRow, crop } = demo;
  const [hasCamera, setCamera] = useState(false);
  return (
    <section class="query" aria-labelledby="query-title">
      <h2 id="query-title">Query</h2>
      {query ? (
        <CropBox picture={query.picture} box={query.box} onCrop={crop} />
      ) : (
        <div class="frame empty" />
      )}
      <p class="name">
        {comparison?.label || query?.picture.name}
        <span class="quiet">Drag a box on it to search with a part.</span>
      </p>
      <div class="sources">
        <label class="button primary">
          Choose picture
          <input
            type="file"
            class="unseen"
            accept="image/jpeg,image/png,image/webp"
            onChange={({ currentTarget }) => {
              const file = currentTarget.files?.[0];
              if (file) take(() => readPicture(file, file.name));
              currentTarget.value = '';
            }}
          />
        </label>
        <button type="button" class="button" onClick={() => setCamera(true)}>
          Camera
        </button>
      </div>
      <p class="quiet">Or drop or paste one anywhere on this page.</p>
      {hasCamera && (
        <Camera
          onPicture={(picture) => take(() => Promise.resolve(picture))}
          onClose={() => setCamera(false)}
        />
      )}
      {description && (
        <>
          <h3 id="samples-title">From the gallery</h3>
          <ul class="samples" aria-labelledby="samples-title">
            {description.gallery.samples.map((row) => (
              <li key={row}>
                <button
                  type="button"
                  aria-label={`Search with picture ${row + 1} of the gallery`}
                  aria-pressed={query?.picture.row === row}
                  onClick={() => takeRow(row)}
                >
                  <img src={`pictures/${row}`} alt="" loading="lazy" width="48" height="48" />
                </button>
              </li>
            ))}
          </ul>
          <Sizes demo={demo} />
        </>
      )}
    </section>
  );
}

/** What a query takes: a vector in the place of a picture. */
function Sizes({ demo: { description, comparison, engine } }: { demo: Demo }) {
  const { gallery, search, models } = description!;
  const vector = gallery.columns * 4;
  const taken =
    comparison?.models.flatMap((one) => (one.state === 'done' ? [one.milliseconds ?? NaN] : [])) ?? [];
  const mean = taken.reduce((sum, one) => sum + one, 0) / taken.length;
  return (
    <>
      <dl class="sizes">
        <div>
          <dt>A query</dt>
          <dd>{engine && taken.length > 0 ? `${mean.toFixed(mean < 10 ? 1 : 0)} ms` : '…'}</dd>
        </div>
        <div>
          <dt>A model</dt>
          <dd>{bytes(models[0]?.bytes ?? 0)}</dd>
        </div>
        <div>
          <dt>As vector</dt>
          <dd>{bytes(vector)}</dd>
        </div>
        <div>
          <dt>As picture</dt>
          <dd>{comparison?.pictureBytes ? bytes(comparison.pictureBytes) : '…'}</dd>
        </div>
      </dl>
      <p class="quiet">
        {search === 'page'
          ? 'The gallery’s vectors are in this tab as bytes, so that a query model sends nothing.'
          : 'A query model sends its vector to the server, which holds the gallery’s.'}
      </p>
    </>
  );
}
