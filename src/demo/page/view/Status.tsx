import { backendLabels, backendNames, type BackendName } from '../engine/backend.js';
import { bytes } from './bytes.js';
import type { Demo } from './useDemo.js';

/** What computes, how much of it was loaded, and a choice of another backend. */
export function Status({ demo: { description, engine, loaded, chooseBackend } }: { demo: Demo }) {
  if (!description)
    return (
      <p class="status" role="status">
        Loading …
      </p>
    );
  const { models, gallery, search } = description;
  const all = models.reduce((sum, model) => sum + model.bytes, 0);
  return (
    <div class="status">
      <p role="status">
        <span class={engine ? 'dot ready' : 'dot'} aria-hidden="true" />
        {engine ? (
          <>
            Running on <b>{backendLabels[engine.backend.name]}</b>
          </>
        ) : (
          `Loading query model ${Math.min(loaded + 1, models.length)} of ${models.length} …`
        )}
      </p>
      <p class="quiet">
        {models.length === 1 ? '1 model' : `${models.length} models`}, {bytes(all)}
        {search === 'page' &&
          ` · ${gallery.rows.toLocaleString('en')} vectors, ${bytes(gallery.rows * (gallery.columns + 4))}`}
      </p>
      <details>
        <summary>Backend</summary>
        <label>
          Compute with{' '}
          <select
            onChange={({ currentTarget }) =>
              chooseBackend((currentTarget.value || undefined) as BackendName | undefined)
            }
          >
            <option value="">the first that works</option>
            {backendNames.map((name) => (
              <option key={name} value={name}>
                {backendLabels[name]}
              </option>
            ))}
          </select>
        </label>
        {engine && engine.backend.passedOver.length > 0 && (
          <ul>
            {engine.backend.passedOver.map((reason) => (
              <li key={reason}>{reason}</li>
            ))}
          </ul>
        )}
      </details>
    </div>
  );
}
