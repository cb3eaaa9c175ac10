import { fieldError } from './field-error.ts';

const { required, invalid } = fieldError;
const label = '[a-z0-9]([-a-z0-9]*[a-z0-9])?';
const subdomain = `${label}(\\.${label})*`;
const path = "[A-Za-z0-9/\\-._~%!$&'()*+,;=:]+";

/** Why a key of `extra` is no domain-prefixed path (k8s.io/apimachinery pkg/util/validation, IsDomainPrefixedPath). */
export function domainPrefixedPathErrors(field: string, key: string): string[] {
  if (key === '') return [required(field)];
  const slash = key.indexOf('/');
  const [host, rest] = [key.slice(0, Math.max(0, slash)), key.slice(slash + 1)];
  if (slash < 0 || host === '' || rest === '') return [invalid(field, key, 'must be a domain-prefixed path (such as "acme.io/foo")')];
  const errors: string[] = [];
  if (host.length > 253) errors.push(invalid(field, host, 'must be no more than 253 bytes'));
  if (!new RegExp(`^${subdomain}$`).test(host)) {
    const words =
      "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character";
    errors.push(invalid(field, host, `${words} (e.g. 'example.com', regex used for validation is '${subdomain}')`));
  }
  if (!new RegExp(`^${path}$`).test(rest)) errors.push(invalid(field, rest, `Invalid path (regex used for validation is '${path}')`));
  return errors;
}

/** Whether the domain of a key is Kubernetes' own. */
export function isKubernetesDomain(key: string): boolean {
  const domain = key.includes('/') ? key.slice(0, key.indexOf('/')) : '';
  return ['kubernetes.io', 'k8s.io'].some((own) => domain === own || domain.endsWith(`.${own}`));
}
