// tslab compiles each cell as a script of its own, which differs from a module in four ways that readers trip over. This
// front rewrites a cell before tslab sees it. Every change stays on its line, so that errors keep their line numbers.
const ts = require('typescript');

/** Makes tslab's converters rewrite each cell, and lets functions of earlier cells see a variable that a later one sets. */
exports.install = function install(converter) {
  const { createConverter } = converter;
  const live = liveVariables();
  globalThis.__liveVariable = live.add;
  converter.createConverter = (options) => {
    const inner = createConverter(options);
    return {
      ...inner,
      convert(declarations, source) {
        const { text, declared } = rewriteCell(source);
        const result = inner.convert(declarations, text);
        if (result.diagnostics.length === 0) live.forget(declared);
        return result;
      },
    };
  };
};

/**
 * @returns the text to compile, and the names that the cell declares.
 *
 * - `{ a }` becomes `{ a: a }`: tslab renames a variable of an earlier cell, but not in the short form.
 * - `await (x)`, `await [x][0]` and the like become `await globalThis.Promise.resolve((x))`: only a name after `await`
 *   makes tslab see it. `for await` goes into an async function, for the same reason.
 * - after `let a` follows a call that ties the exported `a` to the variable itself.
 */
function rewriteCell(source) {
  const file = ts.createSourceFile('cell.ts', `export {};${source}`, ts.ScriptTarget.ES2022, true);
  const offset = 'export {};'.length;
  const insertions = [];
  const insert = (at, text) => insertions.push({ at: at - offset, text });

  const visit = (node, isInFunction) => {
    if (ts.isShorthandPropertyAssignment(node)) insert(node.name.end, `: ${node.name.text}`);
    const isTop = !isInFunction;
    if (isTop && ts.isAwaitExpression(node) && !startsWithName(node.expression, file)) {
      insert(node.expression.getStart(file), 'globalThis.Promise.resolve(');
      insert(node.expression.end, ')');
    }
    const isForAwait = isTop && ts.isForOfStatement(node) && node.awaitModifier !== undefined;
    if (isForAwait) {
      insert(node.getStart(file), 'await globalThis.Promise.resolve((async () => { ');
      insert(node.end, ' })());');
    }
    ts.forEachChild(node, (child) => visit(child, isInFunction || isForAwait || ts.isFunctionLike(node)));
  };
  visit(file, false);

  for (const statement of file.statements) {
    for (const name of variablesOf(statement)) {
      insert(
        statement.end,
        `; (globalThis as any).__liveVariable('${name}', () => ${name}, (to: any) => { ${name} = to; });`,
      );
    }
  }
  return { text: withInsertions(source, insertions), declared: file.statements.flatMap(namesOf) };
}
exports.rewriteCell = rewriteCell;

/** What tslab takes for an operand of `await`: a word on the same line. */
function startsWithName(expression, file) {
  return /^[\p{L}_$]/u.test(file.text.slice(expression.getStart(file)));
}

/** Names that a statement declares and that can be assigned again. */
function variablesOf(statement) {
  const isVariable =
    ts.isVariableStatement(statement) &&
    !(statement.declarationList.flags & ts.NodeFlags.Const) &&
    !statement.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.DeclareKeyword);
  return isVariable ? namesOf(statement) : [];
}

function namesOf(statement) {
  if (ts.isVariableStatement(statement)) {
    return statement.declarationList.declarations.flatMap(({ name }) => namesOfBinding(name));
  }
  if (ts.isImportDeclaration(statement)) return namesOfImport(statement.importClause);
  return statement.name && ts.isIdentifier(statement.name) ? [statement.name.text] : [];
}

function namesOfBinding(name) {
  if (ts.isIdentifier(name)) return [name.text];
  return name.elements.flatMap((element) => (element.name ? namesOfBinding(element.name) : []));
}

function namesOfImport(clause) {
  const { name, namedBindings } = clause ?? {};
  const named = !namedBindings
    ? []
    : ts.isNamespaceImport(namedBindings)
      ? [namedBindings]
      : [...namedBindings.elements];
  return [...(name ? [name.text] : []), ...named.map((one) => one.name.text)];
}

/** Insertions at one place keep the order in which they were asked for, closing ones before opening ones. */
function withInsertions(source, insertions) {
  const sorted = insertions.map((one, order) => ({ ...one, order }));
  sorted.sort((a, b) => a.at - b.at || a.order - b.order);
  let [text, from] = ['', 0];
  for (const { at, text: added } of sorted) {
    text += source.slice(from, at) + added;
    from = at;
  }
  return text + source.slice(from);
}

/** Accessors below tslab's table of exported variables, found where the table has no value of its own. */
function liveVariables() {
  const accessors = {};
  let writing = false;
  return {
    add(name, get, set) {
      const table = globalThis.__tslab__.exports;
      if (Object.getPrototypeOf(table) !== accessors) Object.setPrototypeOf(table, accessors);
      delete table[name];
      Object.defineProperty(accessors, name, {
        configurable: true,
        enumerable: true,
        get,
        set(value) {
          // An assignment inside the cell writes the table too, which ends here.
          if (writing) return;
          writing = true;
          try {
            set(value);
          } finally {
            writing = false;
          }
        },
      });
    },
    /** A name that a new cell declares is another variable from then on. */
    forget(names) {
      for (const name of names) if (Object.hasOwn(accessors, name)) delete accessors[name];
    },
  };
}
