import { closest, distance } from 'fastest-levenshtein';
import { fluxLayersOf } from '../../repository/flux-layers.ts';
import type { Reader } from '../../manifest/reader.ts';
import { isFluxKustomization } from '../../tree/applied/flux-paths.ts';
import { isAtLeast, rangeOf } from '../../tree/version-range.ts';
import { mentions, textsOf } from '../../tree/walk.ts';
import type { Rule } from '../../repository/rule.ts';

/** aureq/cert-manager-webhook-ovh, main.go, ovhDNSProviderConfig. */
const ovhNames: readonly string[] = [
  'endpoint',
  'authenticationMethod',
  'applicationKeyRef',
  'applicationSecretRef',
  'applicationConsumerKeyRef',
  'oauth2ClientIDRef',
  'oauth2ClientSecretRef',
];
/** aureq's before 0.8.0 (CHANGELOG.md) and fbecker/cert-manager-webhook-ovh, main.go. */
const ovhBefore: ReadonlySet<string> = new Set(['endpoint', 'applicationKeyRef', 'applicationSecretRef', 'consumerKeyRef']);
const ovhRenamed: Readonly<Record<string, string>> = {
  consumerKeyRef: 'applicationConsumerKeyRef',
  consumerKey: 'applicationConsumerKeyRef',
  applicationKey: 'applicationKeyRef',
  applicationSecret: 'applicationSecretRef',
};
/** baarde/cert-manager-webhook-ovh, main.go. */
const ovhOld: ReadonlySet<string> = new Set(['endpoint', 'applicationKey', 'applicationSecretRef', 'consumerKey']);

export const secretsRules: readonly Rule[] = [
  {
    code: 'generated-secret-changes',
    severity: 'error',
    needs: [],
    title: 'a generated secret changes on every refresh',
    why: 'The client secret changes on every refresh, every hour by default, and the two ends do not pick it up at the same time.',
    symptom: '`invalid_client`, an hour after everything worked.',
    cause: 'Each refresh calls the generator, and each call returns a new value.',
    fix: 'write `refreshPolicy: CreatedOnce` and `target: { creationPolicy: Orphan, immutable: true }`',
    source: '[External Secrets: generators](https://external-secrets.io/latest/guides/generator/)',
    *find({ objects, logins, clients }) {
      const ofLogins = new Set([
        ...logins.all.flatMap(({ object, secret }) => (secret === undefined ? [] : [`${object.namespace}/${secret.name.value}`])),
        ...clients.flatMap(({ clientSecret: one }) => (one === undefined ? [] : [`${one.namespace}/${one.name}`])),
      ]);
      for (const object of objects.of('ExternalSecret')) {
        const spec = object.root.get('spec');
        const generator = spec.items('dataFrom').find((one) => one.get('sourceRef', 'generatorRef').exists);
        const policy = spec.text('refreshPolicy');
        const interval = spec.get('refreshInterval');
        if (generator === undefined || policy === 'CreatedOnce' || policy === 'OnChange' || /^(?:0[a-z]{0,2})+$/.test(String(interval.scalar() ?? '')))
          continue;
        // Once a year is said on purpose.
        if (!object.ours && Number(/^(\d{1,9})h/.exec(interval.text() ?? '')?.[1] ?? 0) >= 8760) continue;
        const reference = generator.get('sourceRef', 'generatorRef');
        const named = reference.text('kind');
        const kind =
          named === 'ClusterGenerator'
            ? objects
                .of('ClusterGenerator')
                .find(({ name }) => name === reference.text('name'))
                ?.root.text('spec', 'kind')
            : named;
        // Tokens for a registry or an API live for an hour and have to be made anew: nobody logs in with them.
        if (kind !== 'Password' && kind !== 'UUID') continue;
        if (spec.get('target', 'immutable').scalar() === true) continue;
        const isOfLogin = object.ours || ofLogins.has(`${object.namespace}/${spec.text('target', 'name') ?? object.name}`);
        yield {
          at: generator,
          isSure: isOfLogin,
          ...(isOfLogin ? {} : { why: 'What reads it once keeps the old value, and no longer has the right one.' }),
          message: `ExternalSecret/${object.name} generates a new value on every refresh`,
          expected: 'refreshPolicy: CreatedOnce, and target.immutable: true',
          received: policy ?? 'the default, Periodic',
        };
      }
    },
  },
  {
    code: 'ovh-consumer-key',
    severity: 'error',
    needs: [],
    title: 'the OVH solver ignores a credential because of its name',
    why: 'The webhook ignores fields that it does not know, and the mistake shows at the first challenge.',
    symptom: 'The challenge stays pending, and the webhook logs that a key is missing.',
    cause:
      'The solver of aureq/cert-manager-webhook-ovh takes only references to Secrets: `applicationKeyRef`, `applicationSecretRef` and `applicationConsumerKeyRef` (before 0.8.0 `consumerKeyRef`), or `oauth2ClientIDRef` and `oauth2ClientSecretRef`. An older webhook, baarde/cert-manager-webhook-ovh, takes `applicationKey` and `consumerKey` as strings.',
    fix: 'use the field names of your webhook, with `authenticationMethod: application` or `oauth2`',
    source: '[aureq/cert-manager-webhook-ovh](https://github.com/aureq/cert-manager-webhook-ovh)',
    *find({ objects, releases }) {
      const webhooks = releases.filter(({ chart, source }) => chart === 'cert-manager-webhook-ovh' && source.includes('aureq'));
      const isNew = webhooks.some(({ version }) => isAtLeast(rangeOf(String(version?.scalar() ?? '')), [0, 8]) !== false);
      for (const { kind, name: issuer, root } of objects.of('ClusterIssuer', 'Issuer'))
        for (const solver of root.items('spec', 'acme', 'solvers')) {
          const webhook = solver.get('dns01', 'webhook');
          const config = webhook.get('config');
          if (webhook.text('solverName') !== 'ovh') continue;
          const names = config.keys();
          // All names of another webhook: which one runs is not known, unless the newer one stands beside it.
          if (!isNew && [ovhOld, ovhBefore].some((known) => names.every((name) => known.has(name)))) continue;
          for (const name of names) {
            // Go reads the names of fields whatever their case.
            if (ovhNames.some((one) => one.toLowerCase() === name.toLowerCase())) continue;
            const near = closest(name.slice(0, 100), ovhNames);
            const wanted = ovhRenamed[name] ?? (distance(name.slice(0, 100), near) <= 4 ? near : undefined);
            if (wanted === undefined) continue;
            yield {
              at: config.keyOf(name),
              // A webhook that is not in these files may know it.
              isSure: webhooks.length > 0 || names.includes('authenticationMethod'),
              message: `${kind}/${issuer} sets ${name} for the OVH solver, but aureq/cert-manager-webhook-ovh has no such field`,
              expected: wanted,
              received: name,
              fix: `write ${wanted}: { name: SECRET, key: KEY }`,
            };
          }
        }
    },
  },
  {
    code: 'secret-unwatched',
    severity: 'warning',
    strict: true,
    title: 'a changed Secret reaches its release only at the next interval',
    why: 'After a rotation the app keeps the old client secret until the next interval of the release.',
    symptom: 'After a rotation the login fails for an hour: `invalid_client`.',
    cause: 'helm-controller reacts at once only to Secrets with the label `reconcile.fluxcd.io/watch: Enabled`.',
    fix: 'label the Secret. For an ExternalSecret, set the label in `spec.target.template`',
    source: '[Flux: HelmRelease](https://fluxcd.io/flux/components/helm/helmreleases/)',
    *find({ objects, releases, secrets }) {
      // Some let the controller watch everything.
      const all = objects.all.some(
        ({ kind, root }) =>
          (kind === 'Deployment' || kind === 'Kustomization' || kind === 'FluxInstance') && textsOf(root).includes('watch-configs-label-selector'),
      );
      if (all || releases.some(({ layers, chart }) => chart === 'flux-instance' && layers.some((layer) => mentions(layer, 'watch-configs-label-selector'))))
        return;
      for (const { object } of releases) {
        if (object.kind !== 'HelmRelease') continue;
        for (const one of object.root.items('spec', 'valuesFrom')) {
          const name = one.text('name');
          const secret = name === undefined || one.text('kind') !== 'Secret' ? undefined : secrets.find(object.namespace, name);
          if (secret === undefined) continue;
          const { root, kind } = secret.object;
          const labels =
            kind === 'ExternalSecret'
              ? root.get('spec', 'target', 'template', 'metadata', 'labels')
              : kind === 'Secret'
                ? root.get('metadata', 'labels')
                : kind === 'SealedSecret'
                  ? root.get('spec', 'template', 'metadata', 'labels')
                  : undefined;
          if (labels === undefined || labels.text('reconcile.fluxcd.io/watch') === 'Enabled') continue;
          yield {
            at: one.get('name'),
            message: `HelmRelease/${object.name} reads values from the Secret ${name}, which is not watched`,
            expected: 'the label reconcile.fluxcd.io/watch: Enabled on the Secret',
            received: 'nothing',
            fix: kind === 'ExternalSecret' ? 'add the label to spec.target.template.metadata.labels' : 'add the label to the Secret',
          };
        }
      }
    },
  },
  {
    code: 'sops-undecrypted',
    severity: 'warning',
    title: 'Flux does not decrypt a folder with SOPS-encrypted files',
    why: 'Flux cannot apply the encrypted Secret, so it applies nothing in this Kustomization.',
    symptom: '`Secret is SOPS encrypted, configuring decryption is required for this secret to be reconciled`.',
    cause: 'The Kustomization has no `spec.decryption`.',
    fix: 'add `decryption` to the Kustomization, or `--sops-age-secret` to kustomize-controller',
    more: 'The flag is for all Kustomizations.',
    source: '[Flux: SOPS](https://fluxcd.io/flux/guides/mozilla-sops/)',
    *find(repository) {
      const { objects, kustomizations, tree } = repository;
      const says = (root: Reader): boolean => /sops-age-secret|"?decryption"?:|\/spec\/decryption/.test(textsOf(root));
      // The values of flux-operator's charts hold a FluxInstance; a Component may patch Kustomizations.
      const everywhere =
        objects.all.some(
          ({ kind, root }) => ['Deployment', 'Kustomization', 'FluxInstance', 'HelmRelease', 'ResourceSet'].includes(kind) && says(root.get('spec')),
        ) || kustomizations.files.some(({ root }) => says(root.get('patches')));
      if (everywhere || objects.of('Kustomization').some(({ root }) => mentions(root.get('spec', 'patches'), 'decryption'))) return;
      for (const { object, objects: inside } of fluxLayersOf(repository)) {
        // What a kustomization.yaml lists and nothing here applies is applied by a Kustomization that is not here, which may patch it.
        const isAppliedElsewhere = object.layer === undefined && tree.built?.has(object.file) === true && !inside.some(isFluxKustomization);
        if (isAppliedElsewhere || object.root.get('spec', 'decryption').exists) continue;
        const secret = inside.find(({ root, kind }) => kind === 'Secret' && root.get('sops').exists);
        if (secret === undefined) continue;
        yield {
          at: object.root.get('spec'),
          message: `Kustomization/${object.name} applies the SOPS-encrypted file ${secret.file} without decryption`,
          expected: 'spec.decryption: { provider: sops, secretRef: … }',
          received: 'nothing',
        };
      }
    },
  },
];
