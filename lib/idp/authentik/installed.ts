import type { Reader } from '../../manifest/reader.ts';
import { known } from '../../tree/known.ts';
import type { Manifests } from '../../tree/manifests.ts';
import type { Release } from '../../tree/release.ts';
import type { Container } from '../../tree/containers.ts';
import type { InstalledProvider } from '../identity-provider.ts';
import { authentikFacts } from './facts.ts';

/** Routes of its pages: others with its name in theirs are those of outposts. */
const names = new Set([authentikFacts.name, `${authentikFacts.name}-server`]);

type Env = Readonly<Record<string, string | { readonly name: string; readonly key: string }>>;

/** The authentik that a tree installs, by its chart or by its image: where it runs and what it is set up with. No value of a secret is looked at. */
export function installedAuthentik({ releases, containers, edges }: Pick<Manifests, 'releases' | 'containers' | 'edges'>): InstalledProvider | undefined {
  const release = releases.find(({ chart, object }) => authentikFacts.runs.charts.includes(chart) && !object.ours);
  const hostsAt = (object: Release['object']): string[] =>
    edges.filter((one) => one.object === object || (one.object.namespace === object.namespace && names.has(one.object.name))).map(({ host }) => host.value);
  if (release !== undefined) return { ...ofChart(release), hosts: hostsAt(release.object) };
  const own = containers.filter(({ image, object }) => authentikFacts.runs.image.test(image) && !object.ours);
  const worker = own.find(({ args }) => args.some((one) => one.text() === 'worker')) ?? own[0];
  return worker === undefined ? undefined : { ...ofContainer(worker), hosts: hostsAt(worker.object) };
}

/** goauthentik/helm, charts/authentik/templates/_helpers.tpl: names as of `helm create`; secret.yaml has the full name. */
function ofChart({ object, get }: Release): Omit<InstalledProvider, 'hosts'> {
  const name = known(object.root.get('spec', 'releaseName').text()) ?? object.name;
  const given = known(get('fullnameOverride').text());
  const base = known(get('nameOverride').text()) ?? 'authentik';
  const full = given ?? (name.includes(base) ? name : `${name}-${base}`);
  const own = known(get('authentik', 'existingSecret', 'secretName').text());
  const places = ['global', 'worker'].map((part) => [get(part, 'env'), get(part, 'envFrom')] as const);
  const from = places.flatMap(([, list]) => secretsIn(list));
  const env = Object.assign({}, ...places.map(([list]) => variablesIn(list))) as Env;
  return {
    ...whereOf(object),
    secrets: [...new Set([own ?? full, ...from])],
    env,
    complete: true,
    service: { name: known(get('server', 'fullnameOverride').text()) ?? `${full}-server`, port: numberOf(get('server', 'service', 'servicePortHttp')) ?? 80 },
  };
}

function ofContainer({ object, release, pod, image }: Container): Omit<InstalledProvider, 'hosts'> {
  const own = [
    ...pod.get('containers').items(),
    ...(release?.get('controllers').items() ?? []).flatMap((one) => [
      ...one
        .get('containers')
        .entries()
        .map(([, container]) => container),
    ]),
  ].filter((one) => (one.get('image').text() ?? one.get('image', 'repository').text() ?? '').includes(image.split('/').at(-2) ?? image));
  const secrets = [...new Set(own.flatMap((one) => secretsIn(one.get('envFrom'))))];
  const env = Object.assign({}, ...own.map((one) => variablesIn(one.get('env')))) as Env;
  const complete = secrets.length > 0 || ['AUTHENTIK_SECRET_KEY', 'AUTHENTIK_POSTGRESQL__PASSWORD'].every((name) => Object.hasOwn(env, name));
  return { ...whereOf(object), secrets, env, complete };
}

function whereOf(object: Release['object']): Pick<InstalledProvider, 'label' | 'file' | 'namespace'> {
  const namespace = known(object.root.get('spec', 'targetNamespace').text()) ?? known(object.namespace);
  return { label: `${object.kind} ${object.namespace}/${object.name}`, file: object.file, ...(namespace === undefined ? {} : { namespace }) };
}

const numberOf = (node: Reader): number | undefined => {
  const value = node.scalar();
  return typeof value === 'number' ? value : undefined;
};

/** Names of the Secrets of an `envFrom`. */
const secretsIn = (list: Reader): string[] =>
  list.items().flatMap((one) => known((one.get('secretRef', 'name').exists ? one.get('secretRef', 'name') : one.get('secret')).text()) ?? []);

/** authentik's own variables of a list or map `env`: references to Secrets, and texts that are no secret. */
function variablesIn(list: Reader): Env {
  const named = list.keys().length > 0 ? list.entries() : list.items().map((one) => [one.get('name').text() ?? '', one] as const);
  return Object.fromEntries(
    named.flatMap(([name, node]): (readonly [string, Env[string]])[] => {
      if (!/^AUTHENTIK_[A-Z0-9_]{1,100}$/.test(name)) return [];
      const reference = node.get('valueFrom', 'secretKeyRef');
      const [secret, key] = [known(reference.get('name').text()), known(reference.get('key').text())];
      if (secret !== undefined && key !== undefined) return [[name, { name: secret, key }]];
      const text = known(node.text() ?? node.get('value').text());
      return text === undefined || /PASSWORD|SECRET|TOKEN|KEY|DSN/.test(name) ? [] : [[name, text]];
    }),
  );
}
