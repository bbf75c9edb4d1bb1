/**
 * The action of a command whose code is loaded when it runs, so that help and the check of the options wait for nothing.
 * A file of commands imports what options and help need, and by this function all that the command does.
 */
export function whenRun<Words extends unknown[]>(
  load: () => Promise<{ run: (...words: Words) => unknown }>,
): (...words: Words) => Promise<void> {
  return async (...words) => {
    const { run } = await load();
    await run(...words);
  };
}
