import type { Reader } from '../../manifest/reader.ts';
import type { Repository } from '../../repository/repository.ts';
import { outpostPath } from '../../edge/asks-outpost.ts';
import { textsOfObject } from '../../tree/object-texts.ts';
import type { Release } from '../../tree/release.ts';
import type { TreeObject } from '../../tree/tree.ts';
import { mentions } from '../../tree/walk.ts';
import { guardsOf } from '../../edge/guards.ts';
import { compareVersions, numbersOf } from '../../tree/known.ts';
import type { Rule } from '../../repository/rule.ts';
import { headlampsOf } from './releases.ts';

export const headlampRules: readonly Rule[] = [
  {
    code: 'headlamp-base-url',
    severity: 'error',
    needs: ['session'],
    title: 'Headlamp with a baseURL never refreshes tokens',
    why: 'Headlamp refreshes tokens only for request paths that start with /clusters/. With a baseURL that never matches, and users get 401 when the token expires.',
    symptom: '401 in Headlamp when the token expires, although offline_access is set.',
    cause: '`config.baseURL` is set, and the token refresh ignores it.',
    fix: 'give Headlamp its own host and remove `baseURL`',
    source: '[kubernetes-sigs/headlamp#7513](https://github.com/kubernetes-sigs/headlamp/issues/7513)',
    *find(repository) {
      for (const release of headlampsOf(repository)) {
        const base = release.get('config', 'baseURL');
        const text = base.text() ?? '';
        if (text === '' || text === '/') continue;
        yield {
          at: base,
          message: `Headlamp has the baseURL ${text}`,
          expected: 'no baseURL, and its own host',
          received: text,
        };
      }
    },
  },
  {
    code: 'headlamp-callback-missing',
    severity: 'info',
    strict: true,
    title: 'Headlamp has no callback URL',
    why: 'Headlamp then builds the redirect URI from Host and X-Forwarded-Proto. Without X-Forwarded-Proto it is http, which the identity provider does not allow.',
    symptom: '"Redirect URI Error" in authentik, with an http URI.',
    cause: 'Without a callback URL, Headlamp builds the redirect URI from request headers.',
    fix: 'set `HEADLAMP_CONFIG_OIDC_CALLBACK_URL`, or `config.oidc.callbackURL`',
    source: '[Headlamp: OIDC](https://headlamp.dev/docs/latest/installation/in-cluster/oidc/)',
    *find({ logins }) {
      for (const { app, redirects, at, label, release, container } of logins.all) {
        // A Secret as environment may hold it.
        if (container?.hidden === true || container?.env.has('HEADLAMP_CONFIG_OIDC_CALLBACK_URL') === true) continue;
        if (app !== 'headlamp' || redirects !== undefined || release?.get('config', 'oidc', 'externalSecret', 'enabled').scalar() === true) continue;
        yield {
          at,
          message: `${label} has no callback URL`,
          expected: 'https://HOST/oidc-callback',
          received: 'nothing',
        };
      }
    },
  },
  {
    code: 'headlamp-cluster-admin',
    severity: 'info',
    choice: { one: 'Headlamp runs with a ServiceAccount that is cluster-admin', many: 'Headlamps run with a ServiceAccount that is cluster-admin' },
    title: "Headlamp's ServiceAccount is cluster-admin",
    why: 'With OIDC, every request carries the token of the user, so Headlamp does not need these rights. Anyone who gets into the pod is administrator of the cluster.',
    symptom: 'Nothing, until someone gets into the pod.',
    cause: 'The chart creates the ClusterRoleBinding by default.',
    fix: 'write `clusterRoleBinding: { create: false }`',
    more: "The rights come from RBAC for the users' groups.",
    source: '[kubernetes-sigs/headlamp: charts/headlamp/values.yaml](https://github.com/kubernetes-sigs/headlamp/blob/main/charts/headlamp/values.yaml)',
    *find(repository) {
      for (const release of headlampsOf(repository)) {
        const create = release.get('clusterRoleBinding', 'create');
        const role = release.get('clusterRoleBinding', 'clusterRoleName').text() ?? 'cluster-admin';
        if (create.scalar() === false || role !== 'cluster-admin') continue;
        yield {
          at: !create.exists ? release.object.root.get('metadata', 'name') : create,
          message: "the chart binds Headlamp's ServiceAccount to cluster-admin",
          expected: 'clusterRoleBinding: { create: false }',
          received: !create.exists ? 'the default, true' : 'true',
        };
      }
      // A binding of one's own beside the chart does the same.
      for (const release of headlampsOf(repository)) {
        const account = release.get('serviceAccount', 'name').text() ?? release.object.root.text('spec', 'releaseName') ?? release.object.name;
        const namespace = release.object.root.text('spec', 'targetNamespace') ?? release.object.namespace;
        for (const binding of repository.objects.of('ClusterRoleBinding')) {
          if (binding.root.text('roleRef', 'name') !== 'cluster-admin') continue;
          for (const subject of binding.root.items('subjects')) {
            const isIts = ['kind', 'name', 'namespace'].every((key, at) => subject.text(key) === ['ServiceAccount', account, namespace][at]);
            if (isIts)
              yield {
                at: subject.get('name'),
                message: `ClusterRoleBinding/${binding.name} makes Headlamp's ServiceAccount ${account} cluster-admin`,
                expected: "RBAC for the users' groups only",
                received: 'cluster-admin',
                fix: "remove the binding: the rights come from RBAC for the users' groups",
              };
          }
        }
      }
    },
  },
  {
    code: 'headlamp-external-scopes',
    severity: 'warning',
    title: 'Headlamp does not read OIDC_SCOPES from its external Secret',
    symptom: 'Users are signed out of Headlamp when the token expires.',
    cause:
      'Since chart 0.43, `OIDC_SCOPES` in the Secret is used only with `externalSecret.hasScopes: true`. Older charts always pass `-oidc-scopes`, which is empty if the Secret has no `OIDC_SCOPES`.',
    fix: 'with chart 0.43 or newer, set `hasScopes: true`. With an older chart, add `OIDC_SCOPES` to the Secret',
    source:
      '[kubernetes-sigs/headlamp#6313](https://github.com/kubernetes-sigs/headlamp/pull/6313), [kubernetes-sigs/headlamp#4220](https://github.com/kubernetes-sigs/headlamp/issues/4220)',
    *find(repository) {
      for (const release of headlampsOf(repository)) {
        const external = release.get('config', 'oidc', 'externalSecret');
        if (external.get('enabled').scalar() !== true || external.get('hasScopes').scalar() === true) continue;
        const version = numbersOf(release.version?.text());
        const secret = repository.secrets.find(release.object.namespace, external.text('name') ?? '');
        const keys = secret?.keys;
        const own = release
          .get('env')
          .items()
          .find((one) => one.text('name') === 'OIDC_SCOPES');
        if (version !== undefined && compareVersions(version, [0, 43]) < 0) {
          // `env` comes beside the Secret's keys, and wins (charts/headlamp/templates/deployment.yaml at headlamp-helm-0.40.1).
          if (own !== undefined || keys === undefined || keys.has('OIDC_SCOPES')) continue;
          yield {
            at: external,
            message: `Headlamp has empty scopes: chart ${release.version!.text()!} reads them from the Secret, which has no OIDC_SCOPES`,
            expected: 'OIDC_SCOPES in the Secret',
            received: [...keys].join(', '),
            why: 'The chart passes an empty -oidc-scopes, so Headlamp requests only openid.',
            fix: 'add OIDC_SCOPES to the Secret, for example profile,email,groups,offline_access, or use chart 0.43 or newer with hasScopes',
          };
          continue;
        }
        if (release.get('config', 'oidc', 'scopes').text() !== undefined) continue;
        if (own === undefined && keys?.has('OIDC_SCOPES') === false) continue;
        const scopes = own === undefined ? secret && new Map(textsOfObject(secret.object)).get('OIDC_SCOPES')?.text() : own.text('value');
        if (scopes?.split(/[\s,]+/).every((scope) => /^(?:openid|profile|email|)$/.test(scope)) === true) continue;
        yield {
          at: external,
          why: 'Since chart 0.43, OIDC_SCOPES is used only with hasScopes: true. Without it, Headlamp asks for openid, profile and email.',
          fix: 'write hasScopes: true, or set the scopes with HEADLAMP_CONFIG_OIDC_SCOPES',
          message: `Headlamp ignores OIDC_SCOPES in ${own === undefined ? 'its Secret' : 'env'}: externalSecret is enabled, but hasScopes is not`,
          expected: 'externalSecret: { enabled: true, hasScopes: true }, and OIDC_SCOPES in the Secret',
          received: 'hasScopes: false',
        };
      }
    },
  },
  {
    code: 'headlamp-replicas',
    severity: 'error',
    needs: [],
    title: 'Headlamp has several replicas',
    why: 'Each replica keeps login state and refresh tokens in memory, so another replica answers "invalid request".',
    symptom: '"invalid request" after about every second sign-in, or users are signed out.',
    cause: 'Headlamp keeps login state and refresh tokens in memory.',
    fix: 'write `replicaCount: 1`',
    source: '[kubernetes-sigs/headlamp#4019](https://github.com/kubernetes-sigs/headlamp/issues/4019)',
    *find(repository) {
      for (const release of headlampsOf(repository)) {
        const replicas = release.get('replicaCount');
        const count = replicas.scalar();
        if (typeof count !== 'number' || count < 2) continue;
        // Where the edge or the Service keeps people at one pod, they stay signed in until it restarts.
        const isSticky = release.layers.some((layer) => /affinity":"cookie|sticky|ClientIP|sessionPersistence/i.test(JSON.stringify(layer.value ?? '')));
        yield {
          at: replicas,
          isSure: !isSticky || release.object.ours,
          message: `Headlamp has ${count} replicas`,
          expected: 'replicaCount: 1',
          received: String(count),
        };
      }
    },
  },
  {
    code: 'headlamp-unsafe-token',
    severity: 'error',
    needs: ['front'],
    title: 'Headlamp gives every visitor the rights of its ServiceAccount',
    why: 'Everyone who can open the page has the rights of the ServiceAccount, and the audit log shows only its name.',
    symptom: 'Nobody is asked to sign in.',
    cause: "`unsafeUseServiceAccountToken` uses the pod's own token for every visitor.",
    fix: 'use OIDC, or put forward-auth in front and suppress the finding with that reason',
    more: 'Forward-auth is a stopgap, and has to cover every path.',
    source: '[kubernetes-sigs/headlamp#5578](https://github.com/kubernetes-sigs/headlamp/pull/5578)',
    *find(repository) {
      for (const release of repository.releases) {
        if (release.chart !== 'headlamp') continue;
        const unsafe = release.get('config', 'unsafeUseServiceAccountToken');
        if (unsafe.scalar() !== true) continue;
        // Behind forward-auth it is a way without OIDC at the apiserver: then somebody decided it, and the edge guards it. The way in is the
        // chart's own, or an object beside the release.
        const guarded =
          release.layers.some((layer) => mentions(layer, outpostPath) || mentions(layer, 'middlewares')) ||
          release
            .get('httpRoute', 'rules')
            .items()
            .some((rule) => rule.items('backendRefs').some((one) => one.text('name')?.includes('headlamp') === false)) ||
          guardsOf(repository).all.some(({ edge }) => edge.object.namespace === release.object.namespace) ||
          isBehindLogin(release, repository);
        if (guarded) continue;
        // Without an Ingress or a route it is reached inside the cluster alone, or through a proxy of the identity provider.
        const isServed =
          release.get('ingress', 'enabled').scalar() === true ||
          repository.edges.some(({ object }) => object === release.object || (object.namespace === release.object.namespace && !leadsElsewhere(object)));
        yield {
          at: unsafe,
          isSure: isServed,
          message: 'Headlamp uses its own ServiceAccount for every visitor',
          expected: 'OIDC, or forward-auth in front of it',
          received: 'unsafeUseServiceAccountToken: true',
        };
      }
    },
  },
];

/** A route to Services of other namespaces alone: of a proxy, for example, that asks who it is before it asks the app. */
function leadsElsewhere({ root, namespace }: TreeObject): boolean {
  const backends = root.items('spec', 'rules').flatMap((rule) => rule.items('backendRefs'));
  return backends.length > 0 && backends.every((one) => (one.text('namespace') ?? namespace) !== namespace);
}

/** Whether all that leads into the namespace leads to another login there: a proxy that signs in before it asks Headlamp. */
function isBehindLogin({ object: { namespace } }: Release, { edges, logins }: Repository): boolean {
  const proxies = logins.all.filter(({ object, app }) => object.namespace === namespace && app !== 'headlamp');
  const names = proxies.flatMap(({ object, release }) => [object.name, release?.object.name ?? object.name, release?.chart ?? object.name]);
  const ways = edges.filter(({ object }) => object.namespace === namespace);
  return ways.length > 0 && ways.every(({ object }) => backendsOf(object.root).some((name) => names.some((one) => name.startsWith(one))));
}

const backendsOf = (root: Reader): string[] =>
  root.items('spec', 'rules').flatMap((rule) => rule.items('backendRefs').flatMap((one) => one.text('name') ?? []));
