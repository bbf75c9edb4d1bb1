import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Comment, ParameterReflection, ReflectionFlag, ReflectionKind } from 'typedoc';

/** The entry points of the package, as `{ name, source }`. */
export function entryPoints(root) {
  const { exports } = JSON.parse(readFileSync(join(root, 'src', 'package.json'), 'utf8'));
  return Object.entries(exports)
    .filter(([, { types }]) => types)
    .map(([name, { types }]) => ({
      name: name.replace(/^\.\/?/, ''),
      source: types.replace('./dist/', '').replace(/\.d\.ts$/, '.ts'),
    }));
}

/** Sources are named by their paths in the package; the site does not hold them. */
export function nameSources(reflection) {
  reflection.sources = reflection.sources?.filter(({ fileName }) => !fileName.includes('node_modules'));
  for (const source of reflection.sources ?? []) delete source.url;
}

/** A list of named parameters, which is the type of what remembers its answers, becomes those parameters. */
export function spreadParameters(signature) {
  const [list] = signature.parameters ?? [];
  if (!list?.flags.isRest || list.type?.type !== 'tuple') return;
  signature.parameters = list.type.elements.map((element) => {
    const parameter = new ParameterReflection(element.name, ReflectionKind.Parameter, signature);
    parameter.type = element.element;
    parameter.setFlag(ReflectionFlag.Optional, element.isOptional);
    return parameter;
  });
}

/** A parameter that is taken apart at once has no name in the source. */
export function nameParameters(project) {
  for (const parameter of project.getReflectionsByKind(ReflectionKind.Parameter))
    if (parameter.name.startsWith('__'))
      parameter.name = /Options/.test(parameter.type?.name) ? 'options' : 'input';
}

/** Gives each entry point the words that the package's README has for it. */
export function describeModules(project, root) {
  const rows = readFileSync(join(root, 'src', 'README.md'), 'utf8').matchAll(
    /^\| `asymmetric-retrieval\/?(\w*)` +\| (.*?) +\|$/gm,
  );
  const words = new Map([...rows].map(([, name, said]) => [name, said]));
  for (const module of project.getReflectionsByKind(ReflectionKind.Module)) {
    const name = module.name === 'index' ? '' : module.name;
    const path = ['asymmetric-retrieval', name].filter(Boolean).join('/');
    if (name === '') module.name = 'asymmetric-retrieval';
    const text = `Import from \`${path}\`: ${words.get(name)}.`;
    module.comment = new Comment([{ kind: 'text', text }]);
    module.comment.blockTags.push({ tag: '@group', content: [{ kind: 'text', text: 'API reference' }] });
  }
}
