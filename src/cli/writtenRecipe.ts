import { readConfigFile } from '../base/config/readConfigFile.js';
import { unknownName } from '../base/config/unknownName.js';
import { RetrievalError } from '../errors.js';

/** What a recipe is of, and the kinds that there are. */
interface RecipeOf {
  /** Such as `ranker`. */
  what: string;
  /** The option that it is given by. */
  where: string;
  kinds: readonly string[];
  /** An example of its JSON. */
  example: string;
  /** The command that lists the kinds. */
  list: string;
}

/**
 * What a text on the command line says: a kind with its defaults, a configuration (JSON), or the path of a JSON or YAML file.
 * @throws RetrievalError for what is none of these.
 */
export async function writtenRecipe(text: string, recipe: RecipeOf): Promise<Record<string, unknown>> {
  const { what, where, kinds, list } = recipe;
  if (kinds.includes(text)) return { kind: text };
  if (text.trim().startsWith('{')) return parseJson(text, recipe);
  if (/[./\\]/.test(text)) return readConfigFile(text);
  throw unknownName(text, kinds, {
    what: `There is no such ${what}`,
    where,
    expected: `${kinds.join(', ')}, JSON, or the path of a JSON or YAML file`,
    fix: list,
  });
}

function parseJson(text: string, { what, where, example }: RecipeOf): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch (cause) {
    throw new RetrievalError({
      what: `The ${what} is not valid JSON`,
      where,
      expected: `for example ${example}`,
      found: text,
      fix: 'correct it, or put it into a file and name that',
      kind: 'usage',
      cause,
    });
  }
}
