import { compareText } from '../contract/access.ts';
import { groupsOf } from '../contract/contract.ts';
import type { Facts } from '../contract/facts.ts';
import { noPage } from '../contract/tile.ts';
import type { WritableProvider } from '../idp/identity-provider.ts';
import type { Prerequisite } from '../manifest/prerequisite.ts';
import { isGenerated, partOf, type SecretBackend, type SecretUse } from '../platform/secret-backend.ts';
import type { WiredApp } from './app-ends.ts';
import { loginGraph } from './login-graph.ts';

/** What the page is made of. */
export interface ReadmeInput {
  readonly facts: Facts;
  readonly apps: readonly WiredApp[];
  readonly provider: Pick<WritableProvider, 'troubles'>;
  readonly needed: readonly Prerequisite[];
  readonly secrets: { readonly backend: SecretBackend; readonly uses: readonly SecretUse[] };
}

/** The cluster's page in dist: what it needs, who can open what, and how to test it. */
export function readme({ facts, apps, provider, needed, secrets: { backend, uses } }: ReadmeInput): string {
  const generated = uses.some((use) => isGenerated(partOf(backend, use)));
  const where = new Map(uses.map((use) => [use.ref, backend.where?.(use) ?? backend.name]));
  const groups = new Map<string, Set<string>>();
  for (const { name, contracts } of apps)
    for (const contract of contracts) {
      for (const group of groupsOf(contract)) groups.set(group, (groups.get(group) ?? new Set()).add(name));
    }
  const table = (head: readonly string[], rows: readonly (readonly string[])[]) =>
    [head, head.map(() => '---'), ...rows].map((row) => `| ${row.map((cell) => cell.replaceAll('|', String.raw`\|`)).join(' | ')} |`);
  const people = facts.people === undefined;
  const sorted = [...groups].sort(([a], [b]) => compareText(a, b));
  return [
    `# ${facts.name}`,
    '',
    'Flux applies this folder. To change it, change the source and run `npm run synth`.',
    '',
    '## What the cluster needs',
    '',
    ...table(
      ['Kind', 'Namespace', 'Name', 'Why'],
      needed.map(({ kind, namespace, name, why }) => [kind, namespace, name, why]),
    ),
    '',
    facts.edgeBefore === undefined
      ? `DNS: the hosts below ${facts.domain} point to ${facts.ingressAddress}, from your browser and from inside the pods.`
      : `DNS: the hosts below ${facts.domain} point to ${facts.edgeBefore.ingressAddress}, and those that have moved to ${facts.ingressAddress} (${facts.edgeBefore.moved.join(', ') || 'none yet'}), from your browser and from inside the pods.`,
    '',
    '## Groups',
    '',
    people
      ? `Add people to these groups in ${facts.idp.title}. See also the [manual steps](../README.md).`
      : `\`people\` in the source lists the members; these users must exist in ${facts.idp.title}. See also the [manual steps](../README.md).`,
    '',
    ...table(
      ['Group', 'Opens'],
      sorted.map(([group, names]) => [`\`${group}\``, [...names].sort(compareText).join(', ')]),
    ),
    '',
    ...loginGraph(apps, facts.idp.title),
    '## Apps',
    '',
    ...table(
      ['App', 'Address', 'Client secret'],
      apps.flatMap(({ name, contracts }) =>
        contracts.map((contract) => [
          name,
          contract.tile.launchUrl === noPage ? 'no page' : `<${contract.tile.launchUrl}>`,
          contract.protocol === 'forward-auth'
            ? 'none (forward-auth)'
            : contract.clientType === 'confidential'
              ? contract.adopted?.login?.secret === 'kept'
                ? 'unchanged'
                : (where.get(contract.secret) ?? '')
              : 'none (public client)',
        ]),
      ),
    ),
    '',
    ...unkept(apps),
    ...probes(apps, facts.idp.title),
    '## When something is wrong',
    '',
    ...provider.troubles(facts, generated),
    `- To rotate a client secret: \`pinout secrets rotate APP\`, then \`npm run synth\` and commit.${generated ? ` Delete the old Secret in \`${facts.secretsNamespace}\` once the app uses the new one.` : ''}`,
    '',
  ].join('\n');
}

/** What somebody would miss after a restart, said before it happens. */
function unkept(apps: readonly WiredApp[]): string[] {
  const lines = apps.flatMap(({ name, end }) => (end.unkept ?? []).map((sentence) => `- ${name}: ${sentence}`));
  return lines.length === 0 ? [] : ['## Data at risk', '', ...lines, ''];
}

/** One command per app, run in its own container: a laptop, or another pod, resolves and routes differently. */
function probes(apps: readonly WiredApp[], title: string): string[] {
  const lines = apps.flatMap(({ name, probe }) => {
    if (probe === undefined) return [];
    const command = probe.command.map((word) => (/^[\w./:=@,+-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`)).join(' ');
    return [
      `- ${name}${probe.limits === undefined ? '' : ` (${probe.limits})`}:`,
      '',
      '  ```sh',
      `  kubectl -n ${probe.namespace} exec ${probe.workload} -c ${probe.container} -- ${command}`,
      '  ```',
      '',
    ];
  });
  return lines.length === 0 ? [] : [`## Can the app reach ${title}?`, '', 'If it can, the command prints the discovery document:', '', ...lines];
}
