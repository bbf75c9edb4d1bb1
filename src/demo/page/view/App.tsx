import { useEffect, useState } from 'preact/hooks';
import { readPicture } from '../engine/picture.js';
import { Answers } from './Answers.js';
import { Query } from './Query.js';
import { Status } from './Status.js';
import { useDemo, type Demo } from './useDemo.js';

/** The whole page. */
export function App() {
  const demo = useDemo();
  const isDragging = useFilesFromAnywhere(demo);
  const { description, problem } = demo;
  return (
    <div class={isDragging ? 'page dragging' : 'page'}>
      <header class="top">
        <div>
          <h1>Asymmetric retrieval, in this tab</h1>
          <p class="lead">
            Small query models run in your browser and search vectors that one large gallery model made. How
            much of its order do they keep?
          </p>
        </div>
        <Status demo={demo} />
      </header>
      {problem && (
        <div class="problem" role="alert">
          <b>{problem.message}</b> {problem.fix}
        </div>
      )}
      <main class="layout">
        <Query demo={demo} />
        <Answers demo={demo} />
      </main>
      <footer class="foot">
        {description && (
          <>
            <p>
              Gallery: {description.gallery.name}.{' '}
              {description.gallery.credit && `Pictures: ${description.gallery.credit}.`}
            </p>
            <p>
              {description.isStatic
                ? 'These are files alone: nothing you choose here leaves your browser, and the gallery model answers for pictures of the gallery only.'
                : 'Your picture goes to no other machine than the one this page came from, whose gallery model embeds it for comparison.'}
            </p>
          </>
        )}
      </footer>
    </div>
  );
}

/** Takes pictures that are dropped on the page or pasted into it. @returns whether one is held over it */
function useFilesFromAnywhere({ take }: Demo): boolean {
  const [isDragging, setDragging] = useState(false);
  useEffect(() => {
    const use = (data: DataTransfer | null): boolean => {
      const file = data?.files[0];
      if (file) take(() => readPicture(file, file.name || 'Pasted picture'));
      return file !== undefined;
    };
    const over = (event: DragEvent): void => {
      event.preventDefault();
      setDragging(true);
    };
    const left = (event: DragEvent): void => setDragging(event.relatedTarget !== null);
    const drop = (event: DragEvent): void => {
      event.preventDefault();
      setDragging(false);
      use(event.dataTransfer);
    };
    const paste = (event: ClipboardEvent): void => {
      if (use(event.clipboardData)) event.preventDefault();
    };
    addEventListener('dragover', over);
    addEventListener('dragleave', left);
    addEventListener('drop', drop);
    addEventListener('paste', paste);
    return () => {
      removeEventListener('dragover', over);
      removeEventListener('dragleave', left);
      removeEventListener('drop', drop);
      removeEventListener('paste', paste);
    };
  }, [take]);
  return isDragging;
}
