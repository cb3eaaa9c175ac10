import { compareText } from '../contract/access.ts';
import { groupsOf } from '../contract/contract.ts';
import type { Facts } from '../contract/facts.ts';
import { secretObjectName } from '../contract/secret-ref.ts';
import type { Prerequisite } from '../manifest/prerequisite.ts';
import type { WiredApp } from './app-ends.ts';

/** The page that lies in dist: what must be there before, and the few steps by hand. */
export function readme(facts: Facts, apps: readonly WiredApp[], needed: readonly Prerequisite[]): string {
  const { source, path } = facts.gitops;
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
    'Flux applies what lies here. To change it, change the source and run `npm run synth`.',
    '',
    '## What must be in the cluster before',
    '',
    ...table(
      ['Kind', 'Namespace', 'Name', 'Why'],
      needed.map(({ kind, namespace, name, why }) => [kind, namespace, name, why]),
    ),
    '',
    `DNS: the hosts below ${facts.domain} point to ${facts.ingressAddress}, from your browser and from inside the pods.`,
    '',
    '## Steps by hand',
    '',
    '1. Point Flux at it, once:',
    '',
    '   ```sh',
    `   flux create kustomization pinout --namespace=${source.namespace} --source=${source.kind}/${source.name} --path=${path}/${facts.name}/flux --prune=true --interval=10m`,
    '   ```',
    '',
    '2. Wait until all is ready: `flux get kustomizations --watch`.',
    `3. Open ${facts.idp.origin}/if/flow/initial-setup/ and set the password of \`akadmin\`.`,
    ...(people
      ? ['4. In authentik, make your own user and put it into the groups of the apps that you want to open:']
      : ['4. The members of these groups are those that `people` in the source names; their users must exist in authentik:']),
    '',
    ...table(
      ['Group', 'Opens'],
      sorted.map(([group, names]) => [`\`${group}\``, [...names].sort(compareText).join(', ')]),
    ),
    '',
    '## Apps',
    '',
    ...table(
      ['App', 'Address', 'Client secret'],
      apps.flatMap(({ name, contracts }) =>
        contracts.map((contract) => [
          name,
          `<${contract.tile.launchUrl}>`,
          contract.protocol === 'forward-auth'
            ? 'none (forward-auth)'
            : contract.clientType === 'confidential'
              ? `\`${facts.secretsNamespace}/${secretObjectName(contract.secret)}\``
              : 'none (public client)',
        ]),
      ),
    ),
    '',
    ...probes(apps),
    '## When something is wrong',
    '',
    `- A login end that authentik refuses: \`flux get kustomizations\` shows \`pinout-identity-APP\` not ready; the reason is in \`kubectl -n ${facts.idp.namespace} logs job/blueprint-APP\`.`,
    `- After a restore of authentik's database, either restore the namespace \`${facts.secretsNamespace}\` of the same time as well, or raise the secret's generation of every app: the blueprints are then applied again with new client secrets.`,
    `- To rotate a client secret, raise its generation (\`secretGeneration: 2\`) and run \`npm run synth\`. Delete the old Secret in \`${facts.secretsNamespace}\` when the app runs with the new one.`,
    '',
  ].join('\n');
}

/** One command per app, run in its own container: a laptop, or another pod, resolves and routes differently. */
function probes(apps: readonly WiredApp[]): string[] {
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
  return lines.length === 0 ? [] : ['## Does the app reach authentik?', '', 'Each prints the discovery document when it does:', '', ...lines];
}
