import { closestMatch } from 'leven';

/** The name among the known ones that was probably meant, if one is near: a letter in three may differ. */
export function suggest(name: string, known: readonly string[]): string | undefined {
  // Two letters that changed places count twice.
  const maxDistance = Math.max(name.length < 4 ? 1 : 2, Math.floor(name.length / 3));
  const wanted = name.toLowerCase();
  const match = closestMatch(
    wanted,
    known.map((candidate) => candidate.toLowerCase()),
    { maxDistance },
  );
  return known.find((candidate) => candidate.toLowerCase() === match);
}
