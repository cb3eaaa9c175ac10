import { closest, distance } from 'fastest-levenshtein';
import type { Reader } from '../../manifest/reader.ts';
import type { Repository } from '../../repository/repository.ts';
import type { Report, Rule } from '../../repository/rule.ts';
import { known } from '../../tree/known.ts';
import { idOf, promisedBy } from '../../tree/provided.ts';
import type { Release } from '../../tree/release.ts';
import type { TreeObject } from '../../tree/tree.ts';
import { issuersAsked } from '../../repository/issuers-asked.ts';

export const certificatesRules: readonly Rule[] = [
  {
    code: 'dns-webhook-mismatch',
    severity: 'error',
    needs: ['cluster'],
    title: 'the settings of cert-manager and its DNS webhook do not match',
    why: 'No challenge is solved, so no certificate is issued, and browsers refuse the host of the login.',
    symptom:
      'A Challenge stays pending: `cannot create resource "ovh" in API group …`, `the server could not find the requested resource`, or `secrets "…" not found`.',
    cause:
      'The webhook of a DNS provider and cert-manager must agree in three places: the ServiceAccount that may call the webhook (`certManager.serviceAccountName` and `.namespace`), the API group of the webhook (`groupName`, in its values and in each issuer), and the namespace of the credentials (the namespace of the Issuer, or for a ClusterIssuer that of cert-manager).',
    fix: 'write the same names at both ends',
    source:
      '[aureq/cert-manager-webhook-ovh#19](https://github.com/aureq/cert-manager-webhook-ovh/issues/19), [cert-manager: webhook solvers](https://cert-manager.io/docs/configuration/acme/dns01/webhook/)',
    *find(repository) {
      const manager = repository.releases.find(({ chart }) => chart === 'cert-manager');
      const webhooks = repository.releases.filter(({ chart }) => chart.includes('webhook') && /cert-?manager/.test(chart));
      for (const webhook of webhooks) if (manager !== undefined) yield* accountOf(webhook, manager);
      for (const issuer of repository.objects.of('Issuer', 'ClusterIssuer'))
        for (const solver of issuer.root.items('spec', 'acme', 'solvers')) {
          const hook = solver.get('dns01', 'webhook');
          if (!hook.exists) continue;
          yield* groupOf(hook, issuer, webhooks);
          yield* credentialsOf(hook, issuer, manager, repository);
        }
    },
  },
  {
    code: 'certificate-issuer-unknown',
    severity: 'warning',
    title: 'a certificate is requested from an issuer that these manifests do not define',
    why: 'If the issuer does not exist, cert-manager waits for it forever, and the old certificate expires.',
    symptom: 'A Certificate stays at `Ready: False` with "Referenced "ClusterIssuer" not found". Weeks later, browsers warn.',
    cause:
      'An Ingress, a Gateway or a Certificate names an issuer that is not in the manifests, although they define other issuers. Often it was forgotten when the others moved to a new issuer.',
    fix: 'write the name of an issuer that exists',
    more: 'List an issuer that you create by hand in the table of a README ([reference-missing](reference-missing.md)).',
    source: '[cert-manager: annotated Ingress](https://cert-manager.io/docs/usage/ingress/)',
    *find({ objects, tree }) {
      const made = objects.of('ClusterIssuer').map(({ name }) => name);
      if (made.length === 0 || made.some((name) => known(name) === undefined)) return;
      const promised = promisedBy(tree);
      // A playbook or a script makes some: its text holds the object.
      const inTexts = new Set(
        tree.documents.flatMap(({ source }) =>
          [...source.parsed.text.matchAll(/\bkind: ?["']?ClusterIssuer["']?\s+metadata:\s+name: ?["']?([\w.-]+)/g)].map((one) => one[1]!),
        ),
      );
      for (const { object, at } of issuersAsked(objects)) {
        const name = known(at.text());
        // In what pinout wrote, reference-missing looks at every reference.
        if (name === undefined || object.ours || made.includes(name) || inTexts.has(name) || promised.has(idOf('ClusterIssuer', '', name))) continue;
        // Another name altogether is made by somebody else: only what looks like one of these was left behind or misspelt.
        if (!made.some((one) => looksLike(one, name))) continue;
        yield {
          at,
          message: `${object.kind}/${object.name} uses the ClusterIssuer ${name}, which these manifests do not define`,
          expected: made.join(', '),
          received: name,
          fix: `write ${closest(name, made)}, or add the ClusterIssuer ${name}`,
        };
      }
    },
  },
];

/** Whether two names begin with the same word, as `letsencrypt-dns` and `letsencrypt-http`, or are a slip of the keyboard apart. */
const looksLike = (one: string, other: string): boolean => one.split('-')[0] === other.split('-')[0] || distance(one, other) <= 2;

/** Who may ask the webhook. The values are those of the OVH webhook and of those that were made after it. */
function* accountOf(webhook: Release, manager: Release): Iterable<Report> {
  const given = webhook.get('certManager', 'serviceAccountName');
  const own = accountName(manager);
  // The chart's default.
  const account = known(given.text() ?? (webhook.chart.endsWith('-ovh') ? 'cert-manager' : undefined));
  if (own !== undefined && account !== undefined && account !== own)
    yield {
      at: given.exists ? given : webhook.object.root.get('metadata', 'name'),
      message: `${webhook.chart} allows the ServiceAccount ${account}, but cert-manager runs as ${own}`,
      expected: own,
      received: account,
      fix: `write certManager: { serviceAccountName: ${own} } in the values of ${webhook.chart}`,
    };
  const place = webhook.get('certManager', 'namespace');
  const namespace = known(place.text() ?? (webhook.chart.endsWith('-ovh') ? 'cert-manager' : undefined));
  const its = known(manager.object.root.text('spec', 'targetNamespace') ?? manager.object.namespace);
  if (namespace !== undefined && its !== undefined && namespace !== its)
    yield {
      at: place.exists ? place : webhook.object.root.get('metadata', 'name'),
      message: `${webhook.chart} expects cert-manager in the namespace ${namespace}, but it is in ${its}`,
      expected: its,
      received: namespace,
      fix: `write certManager: { namespace: ${its} } in the values of ${webhook.chart}`,
    };
}

/** The name that the chart of cert-manager gives its ServiceAccount (templates/_helpers.tpl, cert-manager.fullname). */
function accountName({ object, get }: Release): string | undefined {
  const own = get('serviceAccount', 'name').text();
  if (own !== undefined && own !== '') return known(own);
  const full = get('fullnameOverride').text();
  if (full !== undefined && full !== '') return known(full);
  const spec = object.root.get('spec');
  const target = spec.text('targetNamespace');
  // Argo CD and helmCharts name it after their object, or say it.
  const name = spec.text('releaseName') ?? spec.text('source', 'helm', 'releaseName') ?? (target === undefined ? object.name : `${target}-${object.name}`);
  const chart = get('nameOverride').text() ?? 'cert-manager';
  return known(name.includes(chart) ? name : `${name}-${chart}`);
}

/** Under which API group the webhook answers. Its chart is named after its solver. */
function* groupOf(hook: Reader, issuer: TreeObject, webhooks: readonly Release[]): Iterable<Report> {
  const solver = hook.text('solverName');
  const group = hook.get('groupName');
  const webhook = webhooks.find(({ chart }) => solver !== undefined && chart.split('-').includes(solver));
  const wanted = known(webhook?.get('groupName').text());
  const found = known(group.text());
  if (webhook === undefined || wanted === undefined || found === undefined || wanted === found) return;
  yield {
    at: group,
    message: `${issuer.kind}/${issuer.name} has the groupName ${found}, but ${webhook.chart} serves the group ${wanted}`,
    expected: wanted,
    received: found,
    fix: `write groupName: ${wanted}, or change it in the values of ${webhook.chart}`,
  };
}

/** Secrets of a solver are read in the issuer's namespace; of a ClusterIssuer in that of cert-manager. */
function* credentialsOf(hook: Reader, issuer: TreeObject, manager: Release | undefined, { secrets }: Repository): Iterable<Report> {
  const cluster = manager?.get('clusterResourceNamespace').text() ?? manager?.object.root.text('spec', 'targetNamespace') ?? manager?.object.namespace;
  const namespace = known(issuer.kind === 'Issuer' ? issuer.namespace : cluster);
  if (namespace === undefined) return;
  for (const [key, ref] of hook.entries('config')) {
    const name = ref.get('name');
    const text = known(name.text());
    if (!/(?:Ref|Selector)$/i.test(key) || text === undefined || secrets.find(namespace, text) !== undefined || secrets.mayBring(namespace, text)) continue;
    const others = secrets.namespacesOf(text);
    if (others.length === 0 || others.includes('')) continue;
    yield {
      at: name,
      message: `${issuer.kind}/${issuer.name} reads the Secret ${text} in the namespace ${namespace}, but it is in ${others.join(', ')}`,
      expected: namespace,
      received: others.join(', '),
      fix: `create the Secret ${text} in ${namespace}`,
    };
  }
}
