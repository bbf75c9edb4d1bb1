/** A file that registers definitions, while it is loaded. */
export interface LoadingPlugin {
  /** Absolute path. */
  file: string;
  /** The sources that it consists of. */
  text: string;
  /** What it has registered so far, for a person. */
  registered: string[];
}

let loading: LoadingPlugin | undefined;

/** The plugin that is being loaded, to which registrations belong; `undefined` when a notebook or a program registers. */
export function loadingPlugin(): LoadingPlugin | undefined {
  return loading;
}

/** Loads a plugin; two are not loaded at a time. */
export async function whileLoading(plugin: LoadingPlugin, load: () => Promise<unknown>): Promise<void> {
  loading = plugin;
  try {
    await load();
  } finally {
    loading = undefined;
  }
}
