import type { Seen } from '../../contract/observed.ts';
import { Reader } from '../../manifest/reader.ts';
import { grafanasOf } from '../../integrations/grafana/read.ts';
import { fluxLayersOf } from '../../repository/flux-layers.ts';
import { namesSecretKey, secretTextOf } from '../../tree/secret-text.ts';
import { mentions, textsOf, walk } from '../../tree/walk.ts';
import type { Place, Report, Rule } from '../../repository/rule.ts';

export const secretsRules: readonly Rule[] = [
  {
    code: 'generated-secret-changes',
    severity: 'error',
    title: 'a generated secret changes at every refresh',
    why: 'The client secret changes every hour, and the two ends do not see it at the same time.',
    fix: 'write refreshPolicy: CreatedOnce and target: { creationPolicy: Orphan, immutable: true }',
    page: {
      symptom: '`invalid_client`, an hour after everything worked.',
      cause: 'Each refresh invokes the generator, and each invocation gives another value.',
      fix: 'Generate once: `refreshPolicy: CreatedOnce`, `creationPolicy: Orphan`, `immutable: true`.',
      source: '[External Secrets: generators](https://external-secrets.io/latest/guides/generator/)',
    },
    *find({ objects }) {
      for (const object of objects.of('ExternalSecret')) {
        const spec = object.root.get('spec');
        const generator = spec
          .get('dataFrom')
          .items()
          .find((one) => one.get('sourceRef', 'generatorRef').exists);
        const policy = spec.get('refreshPolicy').text();
        const interval = spec.get('refreshInterval');
        if (generator === undefined || policy === 'CreatedOnce' || policy === 'OnChange' || /^0[a-z]*$/.test(String(interval.scalar() ?? ''))) continue;
        const kind = generator.get('sourceRef', 'generatorRef', 'kind').text();
        if (kind !== 'Password' && kind !== 'UUID' && kind !== 'ClusterGenerator') continue;
        if (spec.get('target', 'immutable').scalar() === true) continue;
        yield {
          at: generator,
          message: `ExternalSecret/${object.name} asks the generator for a new value at each refresh`,
          expected: 'refreshPolicy: CreatedOnce, and target.immutable: true',
          received: policy ?? 'the default, Periodic',
        };
      }
    },
  },
  {
    code: 'ovh-consumer-key',
    severity: 'error',
    title: 'the OVH solver is given its key under a name that it ignores',
    why: 'The name changed in 0.8.0 of the webhook; the old one is ignored, and the mistake shows at the first challenge.',
    fix: 'write applicationConsumerKeyRef, and authenticationMethod: application',
    page: {
      symptom: "The challenge stays pending; the webhook's log misses the consumer key.",
      cause: '`consumerKeyRef` became `applicationConsumerKeyRef` in 0.8.0.',
      fix: 'Rename it.',
      source: '[aureq/cert-manager-webhook-ovh](https://github.com/aureq/cert-manager-webhook-ovh)',
    },
    *find({ objects }) {
      for (const kind of ['ClusterIssuer', 'Issuer'])
        for (const object of objects.of(kind))
          for (const solver of object.root.get('spec', 'acme', 'solvers').items()) {
            const webhook = solver.get('dns01', 'webhook');
            const config = webhook.get('config');
            if (webhook.get('solverName').text() !== 'ovh' || !config.get('consumerKeyRef').exists) continue;
            yield {
              at: config.keyOf('consumerKeyRef'),
              message: `${kind}/${object.name} gives the consumer key as consumerKeyRef`,
              expected: 'applicationConsumerKeyRef',
              received: 'consumerKeyRef',
            };
          }
    },
  },
  {
    code: 'secret-unwatched',
    severity: 'warning',
    strict: true,
    title: 'a changed Secret reaches its release only at the next interval',
    why: 'After a rotation the app keeps the old client secret until the next interval of the release.',
    page: {
      symptom: 'After a rotation the login fails for an hour: `invalid_client`.',
      cause: 'helm-controller acts at once only on Secrets with the label `reconcile.fluxcd.io/watch: Enabled`.',
      fix: 'Label the Secret; of an ExternalSecret, label `spec.target.template`.',
      source: '[Flux: HelmRelease](https://fluxcd.io/flux/components/helm/helmreleases/)',
    },
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
        for (const one of object.root.get('spec', 'valuesFrom').items()) {
          const name = one.get('name').text();
          const secret = name === undefined || one.get('kind').text() !== 'Secret' ? undefined : secrets.find(object.namespace, name);
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
          if (labels === undefined || labels.get('reconcile.fluxcd.io/watch').text() === 'Enabled') continue;
          yield {
            at: one.get('name'),
            message: `HelmRelease/${object.name} takes values from the Secret ${name}, which is not watched`,
            expected: 'the label reconcile.fluxcd.io/watch: Enabled on the Secret',
            received: 'nothing',
            fix: kind === 'ExternalSecret' ? 'add the label below spec.target.template.metadata.labels' : 'add the label to the Secret',
          };
        }
      }
    },
  },
  {
    code: 'sops-undecrypted',
    severity: 'warning',
    title: 'Flux is not told to decrypt a folder with encrypted files',
    why: 'The Secret is refused for its unknown field sops, and with it everything that is applied together.',
    fix: 'add decryption to the Kustomization, or --sops-age-secret to kustomize-controller',
    page: {
      symptom: '`Secret is SOPS encrypted, configuring decryption is required for this secret to be reconciled`.',
      cause: 'The Kustomization has no `spec.decryption`.',
      fix: 'Add it, or the global flag of kustomize-controller.',
      source: '[Flux: SOPS](https://fluxcd.io/flux/guides/mozilla-sops/)',
    },
    *find(repository) {
      const { objects } = repository;
      const everywhere = objects.all.some(
        ({ kind, root }) =>
          (kind === 'Deployment' || kind === 'Kustomization' || kind === 'FluxInstance') &&
          /sops-age-secret|"?decryption"?:|\/spec\/decryption/.test(textsOf(root.get('spec'))),
      );
      if (everywhere || objects.of('Kustomization').some(({ root }) => mentions(root.get('spec', 'patches'), 'decryption'))) return;
      for (const { object, objects: inside } of fluxLayersOf(repository)) {
        if (object.root.get('spec', 'decryption').exists) continue;
        const secret = inside.find(({ root, kind }) => kind === 'Secret' && root.get('sops').exists);
        if (secret === undefined) continue;
        yield {
          at: object.root.get('spec'),
          message: `Kustomization/${object.name} applies ${secret.file}, which SOPS encrypted, without decryption`,
          expected: 'spec.decryption: { provider: sops, secretRef: … }',
          received: 'nothing',
        };
      }
    },
  },
  {
    code: 'secret-literal',
    severity: 'error',
    title: 'a secret stands in git in plain text',
    why: 'Whoever may read the repository, now or in its history, can use it.',
    fix: 'take it from a Secret (External Secrets, SOPS, Sealed Secrets), and make a new value: this one is known',
    page: {
      symptom: 'Nothing, until someone reads the repository.',
      cause: 'A client secret, password or key is written into values, an environment variable, a blueprint or an unencrypted Secret.',
      fix: 'Take it from a Secret that is made elsewhere or encrypted, and change the value: it stays in the history.',
      source: '[Flux: secrets management](https://fluxcd.io/flux/security/secrets-management/)',
    },
    *find(repository) {
      const { containers, releases, clients, objects } = repository;
      const told = new Set<string>();
      // A value that two readers see is one finding.
      const once = (at: Place) => {
        const { file, line, column } = (at instanceof Reader ? at.seen(undefined) : (at as Seen<unknown>)).at;
        const place = `${file}:${line}:${column}`;
        if (told.has(place)) return false;
        told.add(place);
        return true;
      };
      const report = (at: Place, what: string, text: string | undefined): Report => {
        const found = { at, expected: 'a reference to a Secret' };
        if (secretTextOf(text) !== 'placeholder') return { ...found, message: `${what} is written in plain text`, received: 'a literal value' };
        return {
          ...found,
          severity: 'info',
          message: `${what} is a placeholder in git`,
          received: 'a placeholder',
          why: 'If it is applied as it stands, everybody knows the value.',
          fix: 'take the value from a Secret (External Secrets, SOPS, Sealed Secrets)',
        };
      };
      const isLiteral = (text: string | undefined) => secretTextOf(text) !== undefined;
      for (const { env } of containers)
        for (const { name, value } of env.values())
          if (value !== undefined && secretName.test(name) && isLiteral(value.value)) yield report(value, `the variable ${name}`, value.value);
      for (const { layers } of releases)
        for (const layer of layers)
          for (const { key, node } of walk(layer))
            if (secretKey.test(key) && isLiteral(node.text()) && !namesSecretKey(node.text()) && once(node))
              yield report(node, `the value ${key}`, node.text());
      for (const { literalSecret, label } of clients)
        if (literalSecret !== undefined && isLiteral(literalSecret.value)) yield report(literalSecret, `client_secret of ${label}`, literalSecret.value);
      for (const { get } of grafanasOf(repository)) {
        const secret = get('auth.generic_oauth', 'client_secret');
        if (secret !== undefined && isLiteral(secret.value) && once(secret)) yield report(secret, 'client_secret of grafana', secret.value);
      }
      for (const object of objects.of('Secret')) {
        if (object.root.get('sops').exists) continue;
        for (const field of ['stringData', 'data'])
          for (const [key, value] of object.root.get(field).entries())
            if (/(?:client|oidc|oauth|cookie|crypto)[-_.]?\w*[-_.]?secret|secret[-_]?key|password$|token$/i.test(key.slice(0, 253)) && isLiteral(value.text()))
              yield report(value, `${key} of Secret/${object.name}`, value.text());
      }
    },
  },
];

const secretName = /CLIENT_SECRET$|COOKIE_SECRET$|CRYPTO_KEY$|^AUTHENTIK_(?:SECRET_KEY|POSTGRESQL__PASSWORD|BOOTSTRAP_(?:PASSWORD|TOKEN))$|^ADMIN_TOKEN$/;

const secretKey = /^(?:client_?secret|oidc_?client_?secret|cookie_?secret|secret_key)$/i;
