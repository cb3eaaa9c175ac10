import type { CelCompiled, CelEnvironment } from '../cel/environment.ts';
import { celEnvironment } from '../cel/environment.ts';
import { celType } from '../cel/type.ts';

const list = celType.list(celType.string);

/** What `user` is in a userValidationRule. */
const userInfo = celType.struct(
  'kubernetes.UserInfo',
  new Map([
    ['username', celType.string],
    ['uid', celType.string],
    ['groups', list],
    ['extra', celType.map(celType.string, list)],
  ]),
);

/** The two languages of the file: mappings and claim rules see `claims`, user rules see `user` (k8s.io/apiserver pkg/authentication/cel/compile.go). */
export interface JwtExpressions {
  readonly claims: CelEnvironment;
  readonly user: CelEnvironment;
}

const known = new Map<number, JwtExpressions>();

/** Those of a kube-apiserver 1.`minor`. */
export function jwtExpressions(minor: number): JwtExpressions {
  const before = known.get(minor);
  if (before !== undefined) return before;
  const made = { claims: celEnvironment(minor, { claims: celType.map(celType.string, celType.any) }), user: celEnvironment(minor, { user: userInfo }) };
  known.set(minor, made);
  return made;
}

/** Compiles one; a rule must be of type bool. */
export function compileJwtExpression(environment: CelEnvironment, expression: string, rule: boolean): CelCompiled {
  const compiled = environment.compile(expression);
  if ('program' in compiled && rule && compiled.program.type.kind !== 'bool') return { error: 'must evaluate to bool' };
  return compiled;
}
