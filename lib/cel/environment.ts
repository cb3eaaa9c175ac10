import type { Scope } from './check.ts';
import { checkCel } from './check.ts';
import { evaluateCel } from './evaluate.ts';
import type { Expression } from './expression.ts';
import type { CelFunction, Library } from './function.ts';
import { CelError, CelNotEvaluated, formatIssues } from './issue.ts';
import { conversions } from './library/conversions.ts';
import { kubernetesLists, lists, optionals } from './library/lists.ts';
import { addresses, urls } from './library/network.ts';
import { operators } from './library/operators.ts';
import { namedFormats, quantities, versions } from './library/quantity.ts';
import { strings } from './library/strings.ts';
import { foldConstants } from './fold-constants.ts';
import { parseCel } from './parse.ts';
import type { CelType } from './type.ts';
import type { Value } from './value.ts';

/** What an expression can be run with. */
export interface CelProgram {
  /** The static type: `bool`, `dyn`, `list` …. */
  readonly type: CelType;
  readonly expression: Expression;
  /** Runs it. Throws CelError with cel-go's text, CelNotEvaluated when it meets something that we do not evaluate. */
  evaluate(variables: Readonly<Record<string, Value>>): Value;
}

/**
 * A compiled expression; or `error`, why kube-apiserver does not load it, in its words (`compilation failed: …`), `internal` when it calls that
 * an internal error; or `notEvaluated`, what
 * it uses that we do not read.
 */
export type CelCompiled = { readonly program: CelProgram } | { readonly error: string; readonly internal?: true } | { readonly notEvaluated: string };

export interface CelEnvironment {
  compile(expression: string): CelCompiled;
}

// k8s.io/apiserver pkg/cel/environment/base.go: which library came with which minor version. All of what the oldest supported version has is always there.
const libraries: readonly Library[] = [
  { functions: operators },
  { functions: conversions },
  { functions: strings },
  { functions: kubernetesLists },
  { functions: optionals },
  { functions: urls },
  { functions: quantities },
  { since: 30, functions: addresses },
  { since: 31, functions: namedFormats },
  { since: 33, functions: versions },
  { since: 34, functions: lists },
];

/**
 * CEL as a kube-apiserver 1.`minor` has it for expressions that are stored: the standard functions with Kubernetes' libraries.
 *
 * @example celEnvironment(36, { claims: celType.map(celType.string, celType.any) }).compile('has(claims.groups)')
 */
export function celEnvironment(minor: number, variables: Readonly<Record<string, CelType>>): CelEnvironment {
  const scope: Scope = { variables: new Map(Object.entries(variables)), functions: functionsOf(minor) };
  const compiled = new Map<string, CelCompiled>();
  return {
    compile(expression) {
      const known = compiled.get(expression);
      if (known !== undefined) return known;
      const result = compile(expression, scope, minor);
      compiled.set(expression, result);
      return result;
    },
  };
}

const functionTables = new Map<number, ReadonlyMap<string, CelFunction>>();

function functionsOf(minor: number): ReadonlyMap<string, CelFunction> {
  const known = functionTables.get(minor);
  if (known !== undefined) return known;
  const table = new Map<string, CelFunction>();
  for (const library of libraries) {
    if ((library.since ?? 0) > minor) continue;
    for (const each of library.functions) {
      const before = table.get(each.name);
      table.set(each.name, before === undefined ? each : { ...before, any: before.any ?? each.any, overloads: [...before.overloads, ...each.overloads] });
    }
  }
  functionTables.set(minor, table);
  return table;
}

/** cel-go's own limit (parser/options.go, expressionSizeCodePointLimit); what it says has no place in the text (parser/parser.go, Parse). */
const longest = 100_000;

function compile(source: string, scope: Scope, minor: number): CelCompiled {
  const size = source.length > longest ? Array.from(source).length : 0;
  if (size > longest) return { error: `compilation failed: ERROR: <input>:-1:0: expression code point size exceeds limit: size: ${size}, limit ${longest}` };
  try {
    const parsed = parseCel(source, minor);
    if ('issues' in parsed) return { error: `compilation failed: ${formatIssues(source, parsed.issues)}` };
    const checked = checkCel(parsed.expression, scope);
    if ('issues' in checked) return { error: `compilation failed: ${formatIssues(source, checked.issues)}` };
    const failed = foldConstants(parsed.expression, scope.functions);
    if (failed !== undefined) return { error: `program instantiation failed: ${failed}`, internal: true };
    const { expression } = parsed;
    return {
      program: { type: checked.type, expression, evaluate: (values) => evaluateCel(expression, new Map(Object.entries(values)), scope.functions) },
    };
  } catch (error) {
    if (error instanceof CelNotEvaluated) return { notEvaluated: error.message };
    if (error instanceof CelError) return { error: error.message };
    // The stack is at its end.
    if (error instanceof RangeError) return { notEvaluated: 'an expression that nests too deep' };
    throw error;
  }
}
