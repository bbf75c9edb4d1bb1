/** A query model as the page is told of it. */
export interface ModelDescription {
  label: string;
  /** Folder of `model.json` and `weights.bin`, beside the page. */
  folder: string;
  bytes: number;
  /** Side of the square that a picture is brought to, and of the middle that the model takes. */
  scaled: number;
  size: number;
  /** Of the numbers in the files. */
  parameters: number;
  /** Of one picture, two per multiply-add. */
  flops: number;
}

/** What `demo.json` tells the page. Addresses are relative to the page. */
export interface DemoDescription {
  formatVersion: 1;
  models: readonly ModelDescription[];
  gallery: {
    name: string;
    rows: number;
    /** D. */
    columns: number;
    /** Whom to name for the pictures. */
    credit: string;
    /** Rows of pictures to begin with. */
    samples: readonly number[];
  };
  /** Where the gallery's vectors are searched: in the page, which holds them as bytes, or by `POST /search`. */
  search: 'page' | 'server';
  /** The gallery model on the server; or why it answers for pictures of the gallery only. */
  galleryModel: { name: string } | { missing: string };
  /** Whether no server computes anything: files alone. */
  isStatic: boolean;
}

/** Ids and labels of the gallery's rows, `gallery/rows.json`, for a page that searches by itself. */
export interface GalleryRows {
  ids: readonly string[];
  /** Empty where a picture has none. */
  labels: readonly string[];
}

/** A picture of the gallery that was found. */
export interface Found {
  /** From 1. */
  rank: number;
  /** Row in the gallery, from 0. */
  row: number;
  id: string;
  /** Empty where it has none. */
  label: string;
  /** Cosine of the two embeddings. */
  similarity: number;
}

/** What `POST /search` answers. */
export interface SearchAnswer {
  /** What the query was: a vector, a row of the gallery, or a picture that the gallery model embedded. */
  query: 'vector' | 'row' | 'picture';
  /** Milliseconds that the gallery model took, and the search. */
  milliseconds: { embedding: number; search: number };
  /** Of the picture of the gallery that was the query. */
  label?: string;
  results: readonly Found[];
  /** Cosines of the query and the rows that were asked for. */
  similarities?: readonly number[];
}
