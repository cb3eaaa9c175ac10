import type { ExistingIdp } from '../../contract/existing-idp.ts';
import type { Prerequisite } from '../../manifest/prerequisite.ts';
import { emptyPart, type Part } from '../../platform/part.ts';

/** What has to be there of an authentik that somebody else runs: where the Jobs run, and what they read. */
export function existingPart(existing: ExistingIdp): Part {
  const { namespace } = existing;
  if (existing.kind === 'outside')
    return {
      ...emptyPart,
      needed: [{ kind: 'Secret', namespace, name: existing.token.name, why: `token of authentik's API at ${existing.url}; key ${existing.token.key}` }],
      steps: [
        {
          text: `Make a token in authentik (Directory → Tokens, intent API, a user of the group \`authentik Admins\`), and put it into the namespace ${namespace}; the command reads it from a file`,
          commands: [`kubectl -n ${namespace} create secret generic ${existing.token.name} --from-file=${existing.token.key}=./${existing.token.key}`],
        },
      ],
    };
  const keys = new Map<string, string[]>();
  for (const value of Object.values(existing.env)) if (typeof value !== 'string') keys.set(value.name, [...(keys.get(value.name) ?? []), value.key]);
  const secret = (name: string, own: readonly string[]): Prerequisite => ({
    kind: 'Secret',
    namespace,
    name,
    why: `settings of your authentik${own.length === 0 ? '' : `; ${own.length === 1 ? 'key' : 'keys'} ${[...new Set(own)].join(', ')}`}`,
  });
  return {
    ...emptyPart,
    needed: [
      { kind: 'Namespace', namespace: '', name: namespace, why: 'your authentik runs there' },
      ...existing.secrets.map((name) => secret(name, [])),
      ...[...keys].filter(([name]) => !existing.secrets.includes(name)).map(([name, own]) => secret(name, own)),
    ],
  };
}
