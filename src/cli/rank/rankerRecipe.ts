import { parseConfig } from '../../base/config/parseConfig.js';
import { readConfigFile } from '../../base/config/readConfigFile.js';
import { unknownName } from '../../base/config/unknownName.js';
import { RetrievalError } from '../../errors.js';
import { rankerConfigSchema, type RankerConfig } from '../../rankers/rankerConfig.js';
import { rankerWords } from '../../rankers/rankerWords.js';

/**
 * The ranker that a text names: a kind with its defaults, a configuration (JSON), or the path of a JSON or YAML file.
 * @throws RetrievalError for what is none of these, and for fields that the ranker does not have.
 */
export async function rankerRecipe(text: string): Promise<RankerConfig> {
  return parseConfig(rankerConfigSchema, await written(text), 'the ranker');
}

async function written(text: string): Promise<unknown> {
  if (text in rankerWords) return { kind: text };
  if (text.trim().startsWith('{')) return parseJson(text);
  if (/[./\\]/.test(text)) return readConfigFile(text);
  throw unknownName(text, Object.keys(rankerWords), {
    what: 'There is no such ranker',
    where: '--ranker',
    expected: `${Object.keys(rankerWords).join(', ')}, JSON, or the path of a JSON or YAML file`,
    fix: 'asym list rankers',
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new RetrievalError({
      what: 'The ranker is not valid JSON',
      where: '--ranker',
      expected: 'for example {"kind":"reciprocal","k1":8}',
      found: text,
      fix: 'correct it, or put it into a file and name that',
      kind: 'usage',
      cause,
    });
  }
}
