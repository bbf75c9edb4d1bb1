import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { DemoDescription } from '../../description.js';
import { backendNames, type BackendName } from '../engine/backend.js';
import { compare, type Comparison } from '../engine/comparison.js';
import { openGallery, type Gallery } from '../engine/gallery.js';
import { openEngine, type Engine } from '../engine/models.js';
import { readPicture, wholePicture, type Box, type QueryPicture } from '../engine/picture.js';
import { fetched, problemOf, type Problem } from '../engine/problem.js';

/** Everything that the page shows and can do. */
export interface Demo {
  description?: DemoDescription | undefined;
  engine?: Engine | undefined;
  /** Query models that are loaded. */
  loaded: number;
  problem?: Problem | undefined;
  query?: { picture: QueryPicture; box: Box } | undefined;
  comparison?: Comparison | undefined;
  /** Uses a picture that is still to be read. */
  take: (read: () => Promise<QueryPicture>) => void;
  takeRow: (row: number) => void;
  crop: (box: Box) => void;
  chooseBackend: (name: BackendName | undefined) => void;
}

/** Loads the demo and answers queries. */
export function useDemo(): Demo {
  const [description, setDescription] = useState<DemoDescription>();
  const [gallery, setGallery] = useState<Gallery>();
  const [engine, setEngine] = useState<Engine>();
  const [loaded, setLoaded] = useState(0);
  const [among, setAmong] = useState<readonly BackendName[]>(backendNames);
  const [problem, setProblem] = useState<Problem>();
  const [query, setQuery] = useState<Demo['query']>();
  const [comparison, setComparison] = useState<Comparison>();
  const newest = useRef(0);

  const take = useCallback((read: () => Promise<QueryPicture>) => {
    const turn = ++newest.current;
    setProblem(undefined);
    read().then(
      (picture) => {
        if (turn !== newest.current) return URL.revokeObjectURL(picture.address);
        setQuery((before) => {
          if (before) URL.revokeObjectURL(before.picture.address);
          return { picture, box: wholePicture };
        });
      },
      (error: unknown) => turn === newest.current && setProblem(problemOf(error)),
    );
  }, []);
  const takeRow = useCallback(
    (row: number) =>
      take(async () => {
        const response = await fetched(`pictures/${row}`);
        return readPicture(await response.blob(), `Picture ${row + 1} of the gallery`, row);
      }),
    [take],
  );

  useEffect(() => {
    const load = async (): Promise<void> => {
      const given = (await (await fetched('demo.json')).json()) as DemoDescription;
      setDescription(given);
      setGallery(await openGallery(given));
      const [first] = given.gallery.samples;
      if (first !== undefined) takeRow(first);
    };
    load().catch((error: unknown) => setProblem(problemOf(error)));
  }, [takeRow]);

  useEffect(() => {
    if (!description) return undefined;
    let isCurrent = true;
    setEngine(undefined);
    const opening = openEngine(description.models, among, (count) => isCurrent && setLoaded(count));
    opening.then(
      (opened) => isCurrent && setEngine(opened),
      (error: unknown) => isCurrent && setProblem(problemOf(error)),
    );
    return () => {
      isCurrent = false;
      void opening.then((opened) => opened.dispose()).catch(() => undefined);
    };
  }, [description, among]);

  useEffect(() => {
    if (!description || !gallery || !engine || !query) return undefined;
    let isCurrent = true;
    const told = (now: Comparison): void => void (isCurrent && setComparison(now));
    compare({ description, gallery, models: engine.models, ...query }, told).catch((error: unknown) => {
      if (!isCurrent) return;
      // A graphics card can go away; what comes after it computes the same.
      const { name } = engine.backend;
      const rest = backendNames.slice(backendNames.indexOf(name) + 1);
      if (rest.length > 0) setAmong(rest);
      else setProblem(problemOf(error));
    });
    return () => void (isCurrent = false);
  }, [description, gallery, engine, query]);

  const crop = useCallback((box: Box) => setQuery((before) => before && { ...before, box }), []);
  const chooseBackend = useCallback(
    (name: BackendName | undefined) => setAmong(name ? [name] : backendNames),
    [],
  );
  return { description, engine, loaded, problem, query, comparison, take, takeRow, crop, chooseBackend };
}
