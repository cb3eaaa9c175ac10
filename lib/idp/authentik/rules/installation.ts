import type { Reader } from '../../../manifest/reader.ts';
import type { Rule } from '../../../repository/rule.ts';
import { hidesValues, type Release } from '../../../tree/release.ts';
import type { Objects } from '../../../tree/objects.ts';
import type { Secrets } from '../../../tree/secrets.ts';
import { mentions } from '../../../tree/walk.ts';
import { forAuthentik } from '../repository.ts';

export const installationRules: readonly Rule[] = forAuthentik([
  {
    code: 'authentik-values-unused',
    severity: 'warning',
    title: 'values below authentik: have no effect when existingSecret is set',
    why: 'With existingSecret the chart creates no Secret, so everything else below authentik: has no effect.',
    symptom: 'A setting of authentik has no effect: the mail server, the log level, the host of the database.',
    cause:
      'The chart turns `authentik.*` into a Secret of environment variables. With `authentik.existingSecret.secretName` it uses yours instead and ignores the rest.',
    fix: 'set them as `AUTHENTIK_…` variables in the Secret, or in `global.env`',
    more: 'For example, `AUTHENTIK_EMAIL__HOST`.',
    source: '[goauthentik/helm: templates/secret.yaml](https://github.com/goauthentik/helm/blob/main/charts/authentik/templates/secret.yaml)',
    *find({ releases }) {
      for (const release of releases) {
        if (release.chart !== 'authentik' || (release.get('authentik', 'existingSecret', 'secretName').text() ?? '') === '') continue;
        const dead = release.layers
          .flatMap((layer) => layer.entries('authentik'))
          .filter(([key, value]) => !isUsed(key, value) && !isOff(value) && !isSetElsewhere(release, ['AUTHENTIK', key], value));
        const [first] = dead;
        if (first === undefined) continue;
        const names = [...new Set(dead.map(([key]) => `authentik.${key}`))].join(', ');
        yield {
          at: first[1],
          message: `${names} ${dead.length === 1 ? 'has' : 'have'} no effect, because authentik.existingSecret is set`,
          expected: 'AUTHENTIK_… variables in that Secret',
          received: names,
        };
      }
    },
  },
  {
    code: 'authentik-secret-key-missing',
    severity: 'error',
    needs: ['app', 'cluster'],
    title: 'authentik has no secret key',
    why: 'The chart does not generate authentik.secret_key. Without it neither server nor worker starts.',
    symptom: "authentik's pods restart again and again: `Secret key missing, check https://docs.goauthentik.io/…`.",
    cause:
      'The values have neither `authentik.secret_key` nor `authentik.existingSecret`, no environment variable sets `AUTHENTIK_SECRET_KEY`, and `valuesFrom` names no Secret.',
    fix: 'set `AUTHENTIK_SECRET_KEY` in `global.env` with a `secretKeyRef`, or through `authentik.existingSecret.secretName`',
    more: 'Generate the key once (`openssl rand 60 | base64 -w 0`). Never change it: it signs cookies, and user ids are derived from it. `AUTHENTIK_BOOTSTRAP_PASSWORD` and `AUTHENTIK_BOOTSTRAP_TOKEN` are read only on the first start. Without them, set the password of `akadmin` at `/if/flow/initial-setup/`.',
    source:
      '[goauthentik/helm: values.yaml](https://github.com/goauthentik/helm/blob/main/charts/authentik/values.yaml), [goauthentik/authentik: lifecycle/migrate.py, authentik/root/settings.py](https://docs.goauthentik.io/install-config/configuration/#authentik_secret_key)',
    *find({ releases, objects, secrets }) {
      for (const release of releases) {
        const { object, layers } = release;
        if (release.chart !== 'authentik' || mayBringKey(release, objects) || isReplaced(release, secrets)) continue;
        const empty = release.get('authentik', 'secret_key');
        if (empty.exists && empty.text() !== '') continue;
        const place = release.get('authentik');
        // Values that say nothing of authentik's own settings are no whole installation: a parent or a patch brings them.
        if (!place.exists && !object.ours) continue;
        yield {
          at: empty.exists ? empty : place.exists ? place : (layers[0] ?? object.root.get('metadata', 'name')),
          message: `${object.kind}/${object.name} sets no secret key for authentik`,
          expected: 'AUTHENTIK_SECRET_KEY from a Secret',
          received: empty.exists ? 'an empty string' : 'nothing',
        };
      }
    },
  },
]);

/**
 * Whether the Secret that the chart makes of its values is here as well, with a key (goauthentik/helm, charts/authentik/templates/server/secret.yaml): its
 * controller may have the last word.
 */
function isReplaced({ object: { root, name, namespace } }: Release, secrets: Secrets): boolean {
  const target = root.text('spec', 'targetNamespace');
  // fluxcd/helm-controller, api/v2/helmrelease_types.go, GetReleaseName
  const called = root.text('spec', 'releaseName') ?? (target === undefined ? name : `${target}-${name}`);
  const own = called.includes('authentik') ? called : `${called}-authentik`;
  return secrets.find(target ?? namespace, own)?.keys?.has('AUTHENTIK_SECRET_KEY') === true;
}

/** True where the key comes from, or may come from, something else than `authentik.secret_key`. */
function mayBringKey(release: Release, objects: Objects): boolean {
  const { object, layers, get } = release;
  if (hidesValues(release) || (get('authentik', 'existingSecret', 'secretName').text() ?? '') !== '') return true;
  // An Application of Argo CD may take values from other repositories, and a list of values in files stands by itself.
  const spec = object.root.get('spec');
  if (!['chart', 'chartRef'].some((key) => spec.get(key).exists)) return true;
  const from = spec.items('valuesFrom');
  // A ConfigMap that is not here may hold anything, and so may a patch of what the chart makes.
  const isElsewhere = from.some(
    (one) =>
      one.text('kind') === 'ConfigMap' && !objects.of('ConfigMap').some(({ name, namespace }) => name === one.text('name') && namespace === object.namespace),
  );
  if (isElsewhere || spec.get('postRenderers').exists) return true;
  // A place in a list (`global.env[0].value`) is not among the layers.
  return (
    from.some((one) => one.text('targetPath')?.includes('[') === true) ||
    layers.some((layer) => mentions(layer, 'AUTHENTIK_SECRET_KEY') || mentions(layer, 'envFrom'))
  );
}

/** The chart's own probes and paths take `web.path` (values.yaml); `enabled` says whether there is a Secret at all. */
function isUsed(key: string, value: Reader): boolean {
  return key === 'existingSecret' || key === 'enabled' || (key === 'web' && value.keys().every((one) => one === 'path'));
}

/** Whether all below a value is empty, or comes as a variable as well: the chart makes `AUTHENTIK_POSTGRESQL__HOST` of `authentik.postgresql.host`. */
function isSetElsewhere(release: Release, names: readonly [string, ...string[]], value: Reader): boolean {
  const members = value.entries();
  if (members.length > 0) return members.every(([key, member]) => isSetElsewhere(release, [...names, key], member));
  const [start, ...rest] = names;
  const variable = `${start}_${rest.join('__')}`.toUpperCase();
  return value.text() === '' || release.layers.some((layer) => ['global', 'server', 'worker'].some((part) => mentions(layer.get(part), variable)));
}

/** What is switched off is off without it: nothing of it is missed. */
const isOff = (value: Reader): boolean => value.keys().length === 1 && value.get('enabled').scalar() === false;
