/** A module of the site's generator, which is plain JavaScript, with the types that the test expects of it. */
export async function loadSite<T>(name: string): Promise<T> {
  return (await import(new URL(`../../src/site/${name}.mjs`, import.meta.url).href)) as T;
}
