import { withoutSlashes } from '../go/without-slashes.ts';
import { parseGoUrl } from '../go/url.ts';
import type { JwtIssuer } from './authentication-configuration.ts';
import { certificateAuthorityError } from './certificate-authority.ts';
import { fieldError } from './field-error.ts';

const { required, invalid, duplicate } = fieldError;

/** The rules of `issuer`, in the order of k8s.io/apiserver's validateIssuer. Some texts are shorter from 1.34 on. */
export function validateIssuer(issuer: JwtIssuer, path: string, minor: number, disallowed: ReadonlySet<string>): string[] {
  const { url = '', discoveryURL = '', certificateAuthority = '', egressSelectorType = '' } = issuer;
  const errors: string[] = [];
  if (url === '') errors.push(required(`${path}.url`, minor >= 34 ? '' : 'URL is required'));
  else errors.push(...validateUrl(url, `${path}.url`, disallowed));
  if (discoveryURL !== '') {
    const at = `${path}.discoveryURL`;
    if (url !== '' && withoutSlashes(url) === withoutSlashes(discoveryURL)) errors.push(invalid(at, discoveryURL, 'discoveryURL must be different from URL'));
    errors.push(...validateUrl(discoveryURL, at, new Set()));
  }
  errors.push(...validateAudiences(issuer, path, minor));
  if (certificateAuthority !== '') {
    const wrong = certificateAuthorityError(certificateAuthority);
    if (wrong !== undefined) errors.push(invalid(`${path}.certificateAuthority`, '<omitted>', wrong));
  }
  if (egressSelectorType !== '' && egressSelectorType !== 'controlplane' && egressSelectorType !== 'cluster') {
    errors.push(invalid(`${path}.egressSelectorType`, egressSelectorType, 'egress selector must be either controlplane or cluster'));
  }
  return errors;
}

function validateUrl(text: string, path: string, disallowed: ReadonlySet<string>): string[] {
  const errors: string[] = [];
  if (disallowed.has(text)) errors.push(invalid(path, text, `URL must not overlap with disallowed issuers: [${[...disallowed].sort().join(' ')}]`));
  const parsed = parseGoUrl(text);
  if ('error' in parsed) return [...errors, invalid(path, text, parsed.error)];
  const { scheme, user, query, fragment } = parsed.url;
  if (scheme !== 'https') errors.push(invalid(path, text, 'URL scheme must be https'));
  if (user !== undefined) errors.push(invalid(path, text, 'URL must not contain a username or password'));
  if (query !== '') errors.push(invalid(path, text, 'URL must not contain a query'));
  if (fragment !== '') errors.push(invalid(path, text, 'URL must not contain a fragment'));
  return errors;
}

function validateAudiences({ audiences = [], audienceMatchPolicy = '' }: JwtIssuer, issuer: string, minor: number): string[] {
  const path = `${issuer}.audiences`;
  if (audiences.length === 0) return [required(path, `at least one ${path} is required`)];
  const errors: string[] = [];
  const seen = new Set<string>();
  audiences.forEach((each: unknown, index) => {
    const audience = typeof each === 'string' ? each : '';
    if (audience === '') errors.push(required(`${path}[${index}]`, minor >= 34 ? '' : "audience can't be empty"));
    if (seen.has(audience)) errors.push(duplicate(`${path}[${index}]`, audience));
    seen.add(audience);
  });
  const policy = `${issuer}.audienceMatchPolicy`;
  if (audiences.length > 1 && audienceMatchPolicy !== 'MatchAny') {
    errors.push(invalid(policy, audienceMatchPolicy, 'audienceMatchPolicy must be MatchAny for multiple audiences'));
  }
  if (audiences.length === 1 && audienceMatchPolicy !== '' && audienceMatchPolicy !== 'MatchAny') {
    errors.push(invalid(policy, audienceMatchPolicy, 'audienceMatchPolicy must be empty or MatchAny for single audience'));
  }
  return errors;
}
