import { CelError, CelNotEvaluated } from '../cel/issue.ts';
import type { CelProgram } from '../cel/environment.ts';
import { stringBackedLists, type Value } from '../cel/value.ts';
import { goQuote } from '../go/quote.ts';
import type { ClaimMappings } from '../kubernetes/authentication-configuration.ts';
import type { JwtPrograms } from '../kubernetes/jwt-programs.ts';
import { boolClaim, type Claims, listClaim, stringClaim } from './claims.ts';
import { NotKnown, Refused } from './refused.ts';
import { deepest } from './token-parts.ts';

/** The four mappings of an entry, each as k8s.io/apiserver plugin/pkg/authenticator/token/oidc/oidc.go does it. */
export class UserMapping {
  readonly #mappings: ClaimMappings;
  readonly #programs: JwtPrograms;
  readonly #minor: number;

  constructor(mappings: ClaimMappings, programs: JwtPrograms, minor: number) {
    this.#mappings = mappings;
    this.#programs = programs;
    this.#minor = minor;
  }

  username(claims: Claims, variable: Value | undefined): string {
    const { claim = '', prefix = '', expression = '' } = this.#mappings.username ?? {};
    if (expression !== '') {
      const frame = 'oidc: error evaluating username claim expression: ';
      const value = run(this.#programs.username, expression, variable, frame, 'username-expression');
      if (typeof value !== 'string') throw new Refused(`${frame}username claim expression must return a string`, 'username-expression');
      if (value === '') throw new Refused('oidc: empty username via CEL expression is not allowed', 'username-empty');
      return value;
    }
    const read = stringClaim(claims, claim);
    if ('error' in read)
      throw new Refused(`oidc: parse username claims ${goQuote(claim)}: ${read.error}`, claims.has(claim) ? 'username-type' : 'username-missing');
    if (claim === 'email' && claims.has('email_verified')) {
      const verified = boolClaim(claims, 'email_verified');
      if ('error' in verified) throw new Refused(`oidc: parse 'email_verified' claim: ${verified.error}`, 'email-verified-type');
      if (!verified.value) throw new Refused('oidc: email not verified', 'email-unverified');
    }
    return prefix + read.value;
  }

  groups(claims: Claims, variable: Value | undefined): readonly string[] {
    const { claim = '', prefix = '', expression = '' } = this.#mappings.groups ?? {};
    if (claim !== '') {
      const read = listClaim(claims, claim);
      if ('error' in read) throw new Refused(`oidc: parse groups claim ${goQuote(claim)}: ${read.error}`, 'groups-type');
      return read.value.map((group) => prefix + group);
    }
    if (expression === '') return [];
    const frame = 'oidc: error evaluating group claim expression: ';
    const value = run(this.#programs.groups, expression, variable, frame, 'groups-expression');
    return stringList(value) ?? refuse(`${frame}${listText}`, 'groups-expression');
  }

  uid(claims: Claims, variable: Value | undefined): string {
    const { claim = '', expression = '' } = this.#mappings.uid ?? {};
    if (claim !== '') {
      const read = stringClaim(claims, claim);
      if ('error' in read) throw new Refused(`oidc: parse uid claim ${goQuote(claim)}: ${read.error}`, 'uid');
      return read.value;
    }
    if (expression === '') return '';
    const frame = 'oidc: error evaluating uid claim expression: ';
    const value = run(this.#programs.uid, expression, variable, frame, 'uid');
    return typeof value === 'string' ? value : refuse(`${frame}uid claim expression must return a string`, 'uid');
  }

  extra(claims: Claims, variable: Value | undefined): Record<string, readonly string[]> {
    const extra: Record<string, readonly string[]> = {};
    const jti = claims.get('jti');
    if (this.#minor >= 32 && typeof jti === 'string' && jti !== '') extra['authentication.kubernetes.io/credential-id'] = [`JTI=${jti}`];
    const wanted = this.#mappings.extra ?? [];
    // All of them run before any result is looked at.
    const values = wanted.map(({ key = '', valueExpression = '' }) => {
      const program = this.#programs.extra.find((each) => each.key === key)?.program;
      return [key, valueExpression, run(program, valueExpression, variable, '', 'extra')] as const;
    });
    for (const [key, expression, value] of values) {
      const list = stringList(value) ?? refuse(`oidc: error evaluating extra claim expression: ${expression}: ${listText}`, 'extra');
      if (list.length > 0) extra[key] = list;
    }
    return Object.fromEntries(Object.entries(extra).sort(([a], [b]) => (a < b ? -1 : 1)));
  }
}

const listText = 'expression must return a string or a list of strings';

function refuse(text: string, cause: ConstructorParameters<typeof Refused>[1]): never {
  throw new Refused(text, cause);
}

/** Runs an expression with the frame of kube-apiserver around its error. */
export function run(
  program: CelProgram | undefined,
  expression: string,
  variable: Value | undefined,
  frame: string,
  cause: ConstructorParameters<typeof Refused>[1],
  name = 'claims',
): Value {
  if (program === undefined) throw new NotKnown(`the expression ${goQuote(expression)} is not evaluated here`);
  if (variable === undefined)
    throw new NotKnown(`claims nested deeper than ${deepest} levels are not evaluated here, so neither is the expression ${goQuote(expression)}`);
  try {
    return program.evaluate({ [name]: variable });
  } catch (error) {
    if (error instanceof CelNotEvaluated) throw new NotKnown(`${error.message} in the expression ${goQuote(expression)} is not evaluated here`);
    if (error instanceof CelError) throw new Refused(`${frame}expression '${expression}' resulted in error: ${error.message}`, cause);
    throw error;
  }
}

/** A text or a list of texts; null is none, empty texts are dropped. Undefined: something else, or a list that Go holds as []string. */
function stringList(value: Value): readonly string[] | undefined {
  if (value === null || value === '') return [];
  if (typeof value === 'string') return [value];
  if (!Array.isArray(value) || stringBackedLists.has(value)) return undefined;
  const items = value as readonly Value[];
  return items.every((item) => typeof item === 'string') ? items.filter((item) => item !== '') : undefined;
}
