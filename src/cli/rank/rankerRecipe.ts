import { parseConfig } from '../../base/config/parseConfig.js';
import { rankerConfigSchema, type RankerConfig } from '../../rankers/rankerConfig.js';
import { rankerWords } from '../../rankers/rankerWords.js';
import { writtenRecipe } from '../writtenRecipe.js';

/**
 * The ranker that a text names: a kind with its defaults, a configuration (JSON), or the path of a JSON or YAML file.
 * @throws RetrievalError for what is none of these, and for fields that the ranker does not have.
 */
export async function rankerRecipe(text: string): Promise<RankerConfig> {
  const written = await writtenRecipe(text, {
    what: 'ranker',
    where: '--ranker',
    kinds: Object.keys(rankerWords),
    example: '{"kind":"reciprocal","k1":8}',
    list: 'asym list rankers',
  });
  return parseConfig(rankerConfigSchema, written, 'the ranker');
}
