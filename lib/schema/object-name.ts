import { isLabel, isSubdomain } from './formats.ts';

interface NameRule {
  readonly test: (name: string) => boolean;
  readonly what: string;
}

const subdomain: NameRule = { test: isSubdomain, what: 'a DNS subdomain: a-z, 0-9, - and ., at most 253 characters, a letter or digit first and last' };
const label: NameRule = { test: isLabel, what: 'a DNS label: a-z, 0-9 and -, at most 63 characters, a letter or digit first and last' };
/** RBAC takes nearly anything: k8s.io/apimachinery, pkg/api/validation/path. */
const segment: NameRule = { test: (name) => name !== '.' && name !== '..' && !/[/%]/.test(name), what: 'a path segment: no / and no %, neither . nor ..' };
const service: NameRule = {
  test: (name) => /^[a-z](?:[-a-z0-9]{0,61}[a-z0-9])?$/.test(name),
  what: 'a DNS label that starts with a letter: a-z, 0-9 and -, at most 63 characters',
};
const cronJob: NameRule = { test: (name) => isSubdomain(name) && name.length <= 52, what: 'a DNS subdomain of at most 52 characters: each Job adds 11' };

/** k8s.io/kubernetes, pkg/apis/*\/validation: what each kind's name has to be. A DNS subdomain unless named here. */
const rules: Readonly<Record<string, NameRule>> = {
  'Namespace v1': label,
  'Service v1': service,
  'CronJob batch/v1': cronJob,
  'Role rbac.authorization.k8s.io/v1': segment,
  'ClusterRole rbac.authorization.k8s.io/v1': segment,
  'RoleBinding rbac.authorization.k8s.io/v1': segment,
  'ClusterRoleBinding rbac.authorization.k8s.io/v1': segment,
};

/** What an object's name should be, when it is not. */
export function faultOfName(apiVersion: string, kind: string, name: string): string | undefined {
  const rule = rules[`${kind} ${apiVersion}`] ?? subdomain;
  return rule.test(name) ? undefined : rule.what;
}
