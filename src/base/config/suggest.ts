import { closestMatch } from 'leven';

/** So many letters are enough for the beginning of a name. */
const shortestStart = 3;

/**
 * The name among the known ones that was probably meant, if one is near: a letter in three may differ, or the end of the name
 * is missing.
 */
export function suggest(name: string, known: readonly string[]): string | undefined {
  // Two letters that changed places count twice.
  const maxDistance = Math.max(name.length < 4 ? 1 : 2, Math.floor(name.length / 3));
  const wanted = name.toLowerCase();
  const lower = known.map((candidate) => candidate.toLowerCase());
  const match = closestMatch(wanted, lower, { maxDistance }) ?? shortestWith(wanted, lower);
  return known.find((candidate) => candidate.toLowerCase() === match);
}

function shortestWith(start: string, known: readonly string[]): string | undefined {
  if (start.length < shortestStart) return undefined;
  return known.filter((name) => name.startsWith(start)).sort((a, b) => a.length - b.length)[0];
}
