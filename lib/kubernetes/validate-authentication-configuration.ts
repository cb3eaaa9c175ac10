import type { AuthenticationConfiguration, JwtAuthenticator } from './authentication-configuration.ts';
import { aggregate, fieldError } from './field-error.ts';
import type { JwtPrograms, NotEvaluated } from './jwt-programs.ts';
import { validateIssuer } from './validate-issuer.ts';
import { JwtValidation } from './validate-jwt.ts';

/** The verdict on a configuration. */
export interface AuthenticationVerdict {
  /** As the apiserver says it, several in brackets; undefined when it takes the file. */
  readonly error: string | undefined;
  /** Each error on its own. */
  readonly errors: readonly string[];
  /** Expressions that use something which we do not evaluate, by their path: what they do is not known. */
  readonly notEvaluated: readonly NotEvaluated[];
  /** For each entry of `jwt`, what its expressions became. */
  readonly programs: readonly JwtPrograms[];
}

/**
 * Judges a decoded configuration with every rule of a kube-apiserver 1.`minor`, in its order and words
 * (k8s.io/apiserver pkg/apis/apiserver/validation/validation.go). `serviceAccountIssuers` are the values of `--service-account-issuer`, which no
 * entry may repeat. The paths are those of a reload; a start says that one rule without `jwt[i].`.
 */
export function validateAuthenticationConfiguration(
  configuration: AuthenticationConfiguration,
  minor: number,
  serviceAccountIssuers: readonly string[] = [],
): AuthenticationVerdict {
  const jwt = configuration.jwt ?? [];
  if (jwt.length > 64) {
    const error = fieldError.tooMany('jwt', jwt.length, 64);
    return { error, errors: [error], notEvaluated: [], programs: [] };
  }
  const errors: string[] = [];
  const issuers = new Set<string>();
  const discoveries = new Set<string>();
  const validations = jwt.map((entry, index) => {
    const path = `jwt[${index}]`;
    errors.push(...validateIssuer(entry.issuer ?? {}, `${path}.issuer`, minor, new Set(serviceAccountIssuers)));
    const validation = new JwtValidation(entry, path, minor);
    errors.push(...validation.errors, ...duplicates(entry, path, issuers, discoveries));
    return validation;
  });
  errors.push(...validateAnonymous(configuration, minor));
  return {
    error: aggregate(errors),
    errors,
    notEvaluated: validations.flatMap((validation) => validation.notEvaluated),
    programs: validations.map((validation) => validation.programs()),
  };
}

function duplicates(entry: JwtAuthenticator, path: string, issuers: Set<string>, discoveries: Set<string>): string[] {
  const { url = '', discoveryURL = '' } = entry.issuer ?? {};
  const errors: string[] = [];
  if (issuers.has(url)) errors.push(fieldError.duplicate(`${path}.issuer.url`, url));
  issuers.add(url);
  if (discoveryURL === '') return errors;
  if (discoveries.has(discoveryURL)) errors.push(fieldError.duplicate(`${path}.issuer.discoveryURL`, discoveryURL));
  discoveries.add(discoveryURL);
  return errors;
}

function validateAnonymous({ anonymous }: AuthenticationConfiguration, minor: number): string[] {
  if (anonymous === undefined) return [];
  const errors: string[] = [];
  // The gate is off by default in 1.31 only; its name is misspelt there.
  if (minor < 32) errors.push(fieldError.forbidden('anonymous', 'anonymous is not supported when AnonymousAuthConfigurableEnpoints feature gate is disabled'));
  if (anonymous.enabled !== true && (anonymous.conditions ?? []).length > 0) {
    const conditions = anonymous.conditions!.map(({ path = '' }) => ({ Path: path }));
    errors.push(fieldError.invalidJson('anonymous.conditions', conditions, 'enabled should be set to true when conditions are defined'));
  }
  return errors;
}
