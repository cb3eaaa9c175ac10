import { readRbac } from '../kubernetes/read-rbac.ts';
import type { TrustedIssuer } from '../kubernetes/trusted-issuer.ts';
import type { Report } from './rule.ts';
import { known } from '../tree/known.ts';
import type { Objects } from '../tree/objects.ts';

/**
 * Users that a binding names without the prefix which the apiserver puts before names of tokens. A client certificate may have any name, so it takes a
 * sign that a person of the identity provider is meant: a user there has this name, names are addresses and this is one, another binding has the same
 * name with the prefix, or another prefix stands before it.
 *
 * @param people names of users in the settings of identity providers
 */
export function* bareUsers(issuers: readonly TrustedIssuer[], objects: Objects, people: ReadonlySet<string>): Generator<Report> {
  const found = issuers.map(prefixOf);
  // An issuer whose prefix nobody knows may make any name, and one without a prefix makes bare ones.
  if (found.length === 0 || found.includes(undefined) || found.includes('')) return;
  const prefixes = [...new Set(found as string[])];
  const areAddresses = issuers.some(({ usernameClaim }) => usernameClaim?.value === 'email');
  const subjects = readRbac(objects).filter(({ kind }) => kind === 'User');
  const named = new Set(subjects.map(({ name }) => name));
  for (const { name: written, at, binding } of subjects) {
    const name = known(written);
    if (name === undefined || name.startsWith('system:') || prefixes.some((prefix) => name.startsWith(prefix))) continue;
    const isOtherPrefix = /^oidc[:#-]./.test(name);
    const bare = isOtherPrefix ? name.slice(5) : name;
    const isSure = people.has(bare) || isOtherPrefix;
    const mayBe = prefixes.some((prefix) => named.has(prefix + bare)) || (areAddresses && bare.includes('@'));
    if (!isSure && !mayBe) continue;
    yield {
      at,
      // A client certificate may have the name of a person.
      severity: isOtherPrefix || (isSure && binding.ours) ? 'error' : 'warning',
      message: `${binding.kind}/${binding.name} names the user ${name}, but the username prefix of kube-apiserver is ${prefixes.map((one) => JSON.stringify(one)).join(' or ')}`,
      expected: `${prefixes[0]}${bare}`,
      received: name,
      why: 'RBAC compares whole names, so no token matches this one; only a client certificate can.',
      fix: `write ${prefixes[0]}${bare}`,
    };
  }
}

/** Without the flag the issuer itself stands before names, unless they are addresses (kubernetes: pkg/kubeapiserver/options/authentication.go). */
function prefixOf({ form, usernamePrefix, usernameClaim, url }: TrustedIssuer): string | undefined {
  if (usernamePrefix?.value === '' || (form === 'flags' && usernamePrefix?.value === '-')) return '';
  if (usernamePrefix !== undefined || form === 'file') return known(usernamePrefix?.value);
  const issuer = known(url?.value);
  if (usernameClaim?.value === 'email') return '';
  return issuer === undefined ? undefined : `${issuer}#`;
}
