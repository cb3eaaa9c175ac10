import type { Report, Rule } from '../../repository/rule.ts';
import type { TreeObject } from '../../tree/tree.ts';
import type { Reader } from '../../manifest/reader.ts';

export const vaultLoginDataRules: readonly Rule[] = [
  {
    code: 'vault-login-data',
    severity: 'error',
    needs: [],
    title: 'the login data for Vault names a policy or group without a file',
    symptom: 'Users sign in to Vault without the rights of their group, or the Job fails because of a missing file.',
    cause:
      'The ConfigMap of the login has a file for each policy and two for each group, and `targets` lists them. One of the names has no file, or one of the files is not listed.',
    fix: 'run `npm run synth`. In your own files, use the same names in `targets`, `policy-*.json`, `group-*.json` and `alias-*.json`',
    source: '[Vault: identity/group](https://developer.hashicorp.com/vault/api-docs/secret/identity/group)',
    *find({ objects }) {
      for (const object of objects.of('ConfigMap')) {
        const data = object.root.get('data');
        const keys = data.keys();
        if (keys.includes('targets') && keys.some((key) => /^alias-.+\.json$/.test(key))) yield* judge(object, data, keys);
      }
    },
  },
];

function* judge(object: TreeObject, data: Reader, keys: readonly string[]): Generator<Report> {
  const named = (kind: string) => keys.flatMap((key) => (key.startsWith(`${kind}-`) && key.endsWith('.json') ? [key.slice(kind.length + 1, -5)] : []));
  const place = `ConfigMap/${object.name}`;
  const missing = (at: Reader, what: string, file: string): Report => ({
    at,
    message: `${place} ${what}, but has no ${file}`,
    expected: file,
    received: 'nothing',
    why: 'The Job writes only what is in its files. A policy or group without a file does not exist, and users sign in without its rights.',
    fix: `add ${file}, or remove the name`,
  });
  const policies = new Set([...named('policy'), 'default', 'root']);
  const given = new Set(named('group').flatMap((group) => policiesOf(data, group).map((policy) => policy.text())));
  // A policy may be in Vault already. One of ours that no group has, beside a group that has none of ours, is one name in two spellings.
  const isLeftOver = named('policy').some((policy) => !given.has(policy));
  for (const group of named('group')) {
    for (const policy of policiesOf(data, group))
      if (isLeftOver && policy.text() !== undefined && !policies.has(policy.text()!))
        yield missing(policy, `gives ${group} the policy ${policy.text()}`, `policy-${policy.text()}.json`);
    if (!keys.includes(`alias-${group}.json`)) yield missing(data.get(`group-${group}.json`), `has the group ${group}`, `alias-${group}.json`);
  }
  for (const group of named('alias'))
    if (!keys.includes(`group-${group}.json`)) yield missing(data.get(`alias-${group}.json`), `has an alias of ${group}`, `group-${group}.json`);
  const targets = data.get('targets');
  const lines = new Set((targets.text() ?? '').split('\n').filter((line) => line !== ''));
  for (const line of lines) {
    const [kind = '', name = ''] = line.split(' ');
    if (!keys.includes(`${kind}-${name}.json`)) yield missing(targets, `writes ${kind} ${name}`, `${kind}-${name}.json`);
  }
  for (const kind of ['policy', 'group'])
    for (const name of named(kind))
      if (!lines.has(`${kind} ${name}`))
        yield {
          at: targets,
          message: `${place} has ${kind}-${name}.json, but targets does not list it`,
          expected: `${kind} ${name}`,
          received: 'nothing',
          why: 'The Job writes only what targets lists.',
          fix: `add the line "${kind} ${name}" to targets`,
        };
}

const policiesOf = (data: Reader, group: string): readonly Reader[] => data.get(`group-${group}.json`).embedded()[0]?.get('policies').items() ?? [];
