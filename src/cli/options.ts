import { Option } from 'commander';

/** `--json`, as every command that has results takes it. */
export function jsonOption(): Option {
  return new Option('--json', 'print one JSON document and nothing else; progress goes to stderr').default(
    false,
    'text',
  );
}
