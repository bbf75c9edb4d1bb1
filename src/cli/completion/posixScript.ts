import type { CommandWords } from './commandWords.js';

/** What bash and zsh call the same things. */
interface Dialect {
  /** Lines before the function. */
  before: string[];
  /** The word before the one that is completed, and a loop over those before it, as `$word`. */
  previous: string;
  loop: string;
  /** Offers the words of a list in `$words`. */
  offer: string;
  offerFiles: string;
  after: string[];
}

const dialects: Record<'bash' | 'zsh', Dialect> = {
  bash: {
    before: [],
    previous: '${COMP_WORDS[COMP_CWORD-1]}',
    loop: 'for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do',
    offer: 'COMPREPLY=($(compgen -W "$offered" -- "${COMP_WORDS[COMP_CWORD]}"))',
    // Without words of its own, the shell offers files.
    offerFiles: 'COMPREPLY=()',
    after: ['complete -o default -F _asym asym'],
  },
  zsh: {
    before: ['#compdef asym'],
    previous: '${words[CURRENT-1]}',
    loop: 'for word in "${(@)words[2,CURRENT-1]}"; do',
    offer: 'compadd -- ${=offered}',
    offerFiles: '_files',
    // Read as a function file the first call is the completion itself; sourced, it is made known.
    after: ['if [ "$funcstack[1]" = _asym ]; then _asym "$@"; else compdef _asym asym; fi'],
  },
};

/** The script for bash or zsh: from the words so far to a command, from that and the word before to what may follow. */
export function posixScript(shell: 'bash' | 'zsh', commands: readonly CommandWords[]): string {
  const { before, previous, loop, offer, offerFiles, after } = dialects[shell];
  const below = commands.filter(({ path }) => path.length > 0).map(({ path }) => quoted(path.join(' ')));
  return [
    ...before,
    '_asym() {',
    "  local command='' word offered=''",
    `  ${loop}`,
    '    case "${command:+$command }$word" in',
    `      ${below.join('|')}) command="\${command:+$command }$word" ;;`,
    '    esac',
    '  done',
    `  case "$command:${previous}" in`,
    ...commands.flatMap((command) => valueCases(command, offer, offerFiles)),
    '  esac',
    '  case "$command" in',
    ...commands.map(
      ({ path, commands: names, words, options }) =>
        `    ${quoted(path.join(' '))}) offered=${quoted([...names, ...words, ...options.map(({ flag }) => flag)].join(' '))} ;;`,
    ),
    '  esac',
    `  ${offer}`,
    '}',
    ...after,
  ].join('\n');
}

function valueCases({ path, options }: CommandWords, offer: string, offerFiles: string): string[] {
  const place = path.join(' ');
  const taking = options.filter(({ takesValue }) => takesValue);
  const listed = taking.filter(({ values }) => values.length > 0);
  const free = taking.filter(({ values }) => values.length === 0);
  const key = (flag: string): string => quoted(`${place}:${flag}`);
  return [
    ...listed.map(
      ({ flag, values }) => `    ${key(flag)}) offered=${quoted(values.join(' '))}; ${offer}; return ;;`,
    ),
    ...(free.length > 0
      ? [`    ${free.map(({ flag }) => key(flag)).join('|')}) ${offerFiles}; return ;;`]
      : []),
  ];
}

const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;
