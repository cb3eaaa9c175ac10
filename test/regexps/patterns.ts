import { readdirSync, readFileSync } from 'node:fs';
import ts from 'typescript';

/** A regular expression of the code. */
export interface Pattern {
  readonly file: string;
  readonly line: number;
  /** `/source/flags`: what a verdict is about. */
  readonly text: string;
}

/** A `new RegExp` whose text is known at run time only. */
export interface Dynamic {
  readonly file: string;
  readonly line: number;
  /** What it is made of, as it is written. */
  readonly made: string;
}

/**
 * Every regular expression of lib and scripts, without tests. Texts that are put together from constants count as one expression; those
 * that are not known before the program runs are listed apart.
 */
export function patternsOfCode(): { readonly patterns: readonly Pattern[]; readonly dynamic: readonly Dynamic[] } {
  const sources = filesOfCode().map((file) => ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, false));
  const constants = new Map<string, ts.Expression>();
  const exported = new Map<string, ts.Expression>();
  for (const source of sources)
    for (const statement of source.statements)
      if (ts.isVariableStatement(statement) && (statement.declarationList.flags & ts.NodeFlags.Const) !== 0)
        for (const { name, initializer } of statement.declarationList.declarations)
          if (ts.isIdentifier(name) && initializer !== undefined) {
            constants.set(`${source.fileName} ${name.text}`, initializer);
            if (statement.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) === true) exported.set(name.text, initializer);
          }
  for (const source of sources)
    for (const statement of source.statements)
      if (ts.isImportDeclaration(statement) && statement.importClause?.namedBindings !== undefined && ts.isNamedImports(statement.importClause.namedBindings))
        for (const { name } of statement.importClause.namedBindings.elements) {
          const from = exported.get(name.text);
          if (from !== undefined) constants.set(`${source.fileName} ${name.text}`, from);
        }
  const patterns: Pattern[] = [];
  const dynamic: Dynamic[] = [];
  for (const source of sources) {
    const file = source.fileName;
    const lineOf = (node: ts.Node): number => source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1;
    const visit = (node: ts.Node): void => {
      if (ts.isRegularExpressionLiteral(node)) patterns.push({ file, line: lineOf(node), text: node.text });
      else if ((ts.isNewExpression(node) || ts.isCallExpression(node)) && ts.isIdentifier(node.expression) && node.expression.text === 'RegExp') {
        const [first, second] = node.arguments ?? [];
        const text = textOf(first, file, constants);
        const flags = second === undefined ? '' : textOf(second, file, constants);
        if (text !== undefined && flags !== undefined) patterns.push({ file, line: lineOf(node), text: `/${text}/${flags}` });
        else dynamic.push({ file, line: lineOf(node), made: first?.getText(source) ?? '' });
      }
      ts.forEachChild(node, visit);
    };
    visit(source);
  }
  return { patterns, dynamic };
}

const filesOfCode = (): string[] =>
  ['lib', 'scripts'].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .map((path) => `${folder}/${path.replaceAll('\\', '/')}`)
      .filter((path) => /\.(?:ts|mjs)$/.test(path) && !/\.(?:test|gallery)\.ts$/.test(path))
      .sort(),
  );

/** The text of an expression, when constants alone make it. */
function textOf(node: ts.Expression | undefined, file: string, constants: ReadonlyMap<string, ts.Expression>): string | undefined {
  if (node === undefined) return undefined;
  const of = (one: ts.Expression | undefined): string | undefined => textOf(one, file, constants);
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) return node.text;
  if (ts.isParenthesizedExpression(node) || ts.isAsExpression(node)) return of(node.expression);
  if (ts.isIdentifier(node)) return of(constants.get(`${file} ${node.text}`));
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken) return joined([of(node.left), of(node.right)]);
  if (ts.isTaggedTemplateExpression(node)) {
    const { tag, template } = node;
    if (!ts.isPropertyAccessExpression(tag) || tag.name.text !== 'raw') return undefined;
    return ts.isNoSubstitutionTemplateLiteral(template)
      ? (template.rawText ?? template.text)
      : joined([rawOf(template.head), ...template.templateSpans.flatMap(({ expression, literal }) => [of(expression), rawOf(literal)])]);
  }
  if (ts.isTemplateExpression(node))
    return joined([node.head.text, ...node.templateSpans.flatMap(({ expression, literal }) => [of(expression), literal.text])]);
  return undefined;
}

const rawOf = (part: ts.TemplateHead | ts.TemplateMiddle | ts.TemplateTail): string => part.rawText ?? part.text;

const joined = (parts: readonly (string | undefined)[]): string | undefined => (parts.includes(undefined) ? undefined : parts.join(''));
