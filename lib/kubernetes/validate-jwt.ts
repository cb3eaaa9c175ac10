import type { CelEnvironment, CelProgram } from '../cel/environment.ts';
import type { ClaimMappings, JwtAuthenticator, PrefixedClaimOrExpression } from './authentication-configuration.ts';
import { domainPrefixedPathErrors, isKubernetesDomain } from './domain-prefixed-path.ts';
import { fieldError } from './field-error.ts';
import { compileJwtExpression, jwtExpressions } from './jwt-expressions.ts';
import { usesClaim } from './uses-claim.ts';
import type { JwtPrograms, NotEvaluated } from './jwt-programs.ts';

const { required, invalid, duplicate, internal } = fieldError;
type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** The rules of one `jwt` entry apart from its issuer, in the order of k8s.io/apiserver's validateJWTAuthenticator. */
export class JwtValidation {
  readonly errors: string[] = [];
  readonly notEvaluated: NotEvaluated[] = [];
  readonly #minor: number;
  readonly #programs: Mutable<JwtPrograms> & {
    extra: JwtPrograms['extra'][number][];
    claimRules: JwtPrograms['claimRules'][number][];
    userRules: JwtPrograms['userRules'][number][];
  } = { extra: [], claimRules: [], userRules: [] };

  constructor(entry: JwtAuthenticator, path: string, minor: number) {
    this.#minor = minor;
    this.#claimRules(entry.claimValidationRules ?? [], `${path}.claimValidationRules`);
    this.#mappings(entry.claimMappings ?? {}, `${path}.claimMappings`);
    this.#userRules(entry.userValidationRules ?? [], `${path}.userValidationRules`);
  }

  programs(): JwtPrograms {
    return this.#programs;
  }

  /** A text that is another one before 1.34. */
  #text(now: string, before: string): string {
    return this.#minor >= 34 ? now : before;
  }

  #compile(environment: CelEnvironment, expression: string, path: string, rule: boolean): CelProgram | undefined {
    const compiled = compileJwtExpression(environment, expression, rule);
    if ('program' in compiled) return compiled.program;
    if ('error' in compiled) this.errors.push(compiled.internal === true ? internal(path, compiled.error) : invalid(path, expression, compiled.error));
    else this.notEvaluated.push({ path, expression, what: compiled.notEvaluated });
    return undefined;
  }

  #claimRules(rules: NonNullable<JwtAuthenticator['claimValidationRules']>, root: string): void {
    const claims = new Set<string>();
    const expressions = new Set<string>();
    rules.forEach((rule, index) => {
      const path = `${root}[${index}]`;
      const { claim = '', requiredValue = '', expression = '', message = '' } = rule;
      if (claim !== '' && expression !== '') this.errors.push(invalid(path, claim, "claim and expression can't both be set"));
      else if (claim !== '') {
        if (message !== '')
          this.errors.push(invalid(`${path}.message`, message, this.#text('may not be specified when claim is set', "message can't be set when claim is set")));
        if (claims.has(claim)) this.errors.push(duplicate(`${path}.claim`, claim));
        claims.add(claim);
      } else if (expression === '') this.errors.push(required(path, 'claim or expression is required'));
      else {
        if (requiredValue !== '')
          this.errors.push(
            invalid(
              `${path}.requiredValue`,
              requiredValue,
              this.#text('may not be specified when expression is set', "requiredValue can't be set when expression is set"),
            ),
          );
        if (expressions.has(expression)) {
          this.errors.push(duplicate(`${path}.expression`, expression));
          return;
        }
        expressions.add(expression);
        const program = this.#compile(jwtExpressions(this.#minor).claims, expression, `${path}.expression`, true);
        if (program !== undefined) this.#programs.claimRules.push({ expression, message, program });
      }
    });
  }

  #mappings(mappings: ClaimMappings, path: string): void {
    const username = this.#mapping(mappings.username ?? {}, `${path}.username`, true);
    if (username !== undefined) this.#programs.username = username;
    const groups = this.#mapping(mappings.groups ?? {}, `${path}.groups`, false);
    if (groups !== undefined) this.#programs.groups = groups;
    const { claim = '', expression = '' } = mappings.uid ?? {};
    if (claim !== '' && expression !== '') this.errors.push(invalid(`${path}.uid`, '', "claim and expression can't both be set"));
    else if (expression !== '') {
      const uid = this.#compile(jwtExpressions(this.#minor).claims, expression, `${path}.uid.expression`, false);
      if (uid !== undefined) this.#programs.uid = uid;
    }
    this.#extra(mappings.extra ?? [], `${path}.extra`);
    this.#email(mappings.username?.expression ?? '', `${path}.username.expression`);
  }

  #mapping({ claim = '', prefix, expression = '' }: PrefixedClaimOrExpression, path: string, needed: boolean): CelProgram | undefined {
    const before = this.errors.length;
    let program: CelProgram | undefined;
    if (expression !== '' && claim !== '') this.errors.push(invalid(path, '', "claim and expression can't both be set"));
    else if (expression !== '') {
      if (prefix !== undefined)
        this.errors.push(
          invalid(`${path}.prefix`, prefix, this.#text('may not be specified when expression is set', "prefix can't be set when expression is set")),
        );
      program = this.#compile(jwtExpressions(this.#minor).claims, expression, `${path}.expression`, false);
    } else if (claim !== '') {
      if (prefix === undefined)
        this.errors.push(required(`${path}.prefix`, 'prefix is required when claim is set. It can be set to an empty string to disable prefixing'));
    } else if (needed) this.errors.push(required(path, 'claim or expression is required'));
    return this.errors.length > before ? undefined : program;
  }

  #extra(extra: NonNullable<ClaimMappings['extra']>, root: string): void {
    const keys = new Set<string>();
    extra.forEach(({ key = '', valueExpression = '' }, index) => {
      const path = `${root}[${index}]`;
      this.errors.push(...domainPrefixedPathErrors(`${path}.key`, key));
      if (key !== key.toLowerCase()) this.errors.push(invalid(`${path}.key`, key, this.#text('must be lowercase', 'key must be lowercase')));
      if (this.#minor >= 32 && isKubernetesDomain(key)) {
        this.errors.push(invalid(`${path}.key`, key, 'k8s.io, kubernetes.io and their subdomains are reserved for Kubernetes use'));
      }
      if (keys.has(key)) {
        this.errors.push(duplicate(`${path}.key`, key));
        return;
      }
      keys.add(key);
      if (valueExpression === '') {
        this.errors.push(required(`${path}.valueExpression`, this.#text('', 'valueExpression is required')));
        return;
      }
      const program = this.#compile(jwtExpressions(this.#minor).claims, valueExpression, `${path}.valueExpression`, false);
      if (program !== undefined) this.#programs.extra.push({ key, expression: valueExpression, program });
    });
  }

  // A name taken from an address that nobody has proven is anybody's name.
  #email(expression: string, path: string): void {
    const { username, extra, claimRules } = this.#programs;
    if (username === undefined || !usesClaim(username.expression, 'email')) return;
    const programs = [username, ...extra.map((each) => each.program), ...claimRules.map((each) => each.program)];
    if (programs.some((program) => usesClaim(program.expression, 'email_verified'))) return;
    const rule =
      'claims.email_verified must be used in claimMappings.username.expression or claimMappings.extra[*].valueExpression or claimValidationRules[*].expression when claims.email is used in claimMappings.username.expression';
    this.errors.push(invalid(path, expression, rule));
  }

  #userRules(rules: NonNullable<JwtAuthenticator['userValidationRules']>, root: string): void {
    const expressions = new Set<string>();
    rules.forEach(({ expression = '', message = '' }, index) => {
      const path = `${root}[${index}].expression`;
      if (expression === '') this.errors.push(required(path, this.#text('', 'expression is required')));
      else if (expressions.has(expression)) this.errors.push(duplicate(path, expression));
      else {
        expressions.add(expression);
        const program = this.#compile(jwtExpressions(this.#minor).user, expression, path, true);
        if (program !== undefined) this.#programs.userRules.push({ expression, message, program });
      }
    });
  }
}
