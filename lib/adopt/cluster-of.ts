import { supported } from '../contract/versions.ts';
import { writtenProvider } from '../idp/written.ts';
import { ingressClassOf } from '../tree/ingress-class.ts';
import { known } from '../tree/known.ts';
import { hostTextOf } from '../tree/opaque.ts';
import { type Domain, hostOption, mostly, withDomain } from './facts-of.ts';
import type { Found } from './found.ts';
import type { ServedHost } from '../tree/edges.ts';

const { facts } = writtenProvider;

/** What of a cluster's facts its manifests say. */
export interface ClusterHints {
  readonly versions: Readonly<Partial<Record<keyof typeof supported, string>>>;
  /** The way in by which most hosts are served: an ingress class, or a Gateway. */
  readonly edge?: string | Readonly<Record<string, unknown>>;
  /** First label of the identity provider's host, or the whole host. */
  readonly idpHost?: string;
  /** The identity provider that runs, as `idp.existing` names it; without a namespace when clients of it were found and no release. */
  readonly existing?: { readonly namespace?: string; readonly [field: string]: unknown };
  /** What could not be told, or was taken from somewhere, for the person who looks at it. */
  readonly notes: readonly string[];
}

/** What can be told of the cluster of some logins. */
export function clusterHints(found: readonly Found[], isOurs: (one: Found) => boolean, domain: Domain): ClusterHints {
  const repositories = [...new Set(found.map(({ repository }) => repository))];
  const versions = Object.fromEntries(
    (Object.keys(supported) as (keyof typeof supported)[]).flatMap((product): (readonly [string, string])[] => {
      const text = repositories.map((one) => one.versions[product]?.text.replace(/^v/, '')).find((one) => one !== undefined);
      const [minor] = /^\d+\.\d+/.exec(text ?? '') ?? [];
      if (text === undefined || minor === undefined || !(supported[product] as readonly string[]).includes(minor)) return [];
      // Its image has a whole version, the others have a minor one.
      return product === 'kubernetes' || product === 'flux' ? [[product, minor]] : /^\d+\.\d+\.\d+$/.test(text) ? [[product, text]] : [];
    }),
  );
  const edge = edgeIn(repositories);
  const idpHost = hostOfIdp(found, repositories, domain);
  const exists = found.some((one) => !isOurs(one));
  return {
    versions,
    ...(edge === undefined ? {} : { edge }),
    ...(idpHost === undefined ? {} : { idpHost }),
    ...(exists ? existingIn(repositories) : {}),
    notes: [
      ...(exists ? existingIn(repositories).notes : []),
      ...(edge === undefined ? ['how requests reach your cluster (edge): no ingress class and no Gateway was found, so traefik is assumed'] : []),
    ],
  };
}

function hostOfIdp(found: readonly Found[], repositories: readonly Found['repository'][], domain: Domain): string | undefined {
  const named = found.flatMap(({ login, client }) => {
    const isIts = client !== undefined || login?.idps?.includes(facts) === true;
    return isIts && login?.issuer !== undefined ? (hostTextOf(login.issuer.value) ?? []) : [];
  });
  // A host of an outpost may be called like the provider too.
  const served = repositories.flatMap((one) => writtenProvider.installed(one)?.hosts ?? []);
  const public_ = (hosts: readonly string[]): string[] =>
    hosts.map((host) => withDomain(host, domain)).filter((host) => !/\.(?:svc|local)\b/.test(host) && host.includes('.') && known(host) !== undefined);
  const host = mostly(public_(named)) ?? public_(served)[0];
  return host === undefined ? undefined : hostOption(host, domain);
}

function existingIn(repositories: readonly Found['repository'][]): Pick<ClusterHints, 'existing' | 'notes'> {
  const there = repositories.map((one) => writtenProvider.installed(one)).find((one) => one !== undefined);
  if (there === undefined)
    return {
      existing: {},
      notes: [
        `where ${facts.title} runs, and which Secret has its settings: no release of it was found. Correct idp.existing, or write the url if it is outside the cluster`,
      ],
    };
  const { namespace, label, file, secrets, env, service, complete: hasAll } = there;
  const usual = service === undefined || (service.name === `${facts.name}-server` && service.port === 80);
  return {
    existing: {
      ...(namespace === undefined ? {} : { namespace }),
      ...(secrets.length === 0 && hasAll ? {} : { secrets: secrets.length === 0 ? [facts.name] : secrets }),
      ...(Object.keys(env).length === 0 ? {} : { env }),
      ...(usual ? {} : { service }),
    },
    notes: [
      `idp.existing is ${label} of ${file}`,
      ...(namespace === undefined ? [`the namespace of ${facts.title}`] : []),
      ...(hasAll ? [] : [`the Secret with the settings of ${facts.title}`]),
    ],
  };
}

/** Controllers of Gateways that are known, by what their classes are called. */
const controllers: readonly (readonly [RegExp, string])[] = [
  [/envoy|^eg$/, 'envoy-gateway'],
  [/cilium/, 'cilium'],
  [/traefik/, 'traefik'],
];

/** The way in by which most hosts are served, as `edge` names it: an ingress class or a Gateway. */
function edgeIn(repositories: readonly Found['repository'][]): string | Readonly<Record<string, unknown>> | undefined {
  const most = mostly(repositories.flatMap(({ edges }) => edges.flatMap(wayOf)));
  const [, namespace, name] = /^gateway ([^/]{0,253})\/(.+)$/.exec(most ?? '') ?? [];
  if (name === undefined) return most;
  const gateways = repositories.flatMap(({ objects }) => objects.of('Gateway')).filter((one) => one.name === name && one.namespace === namespace);
  const classes = gateways.flatMap(({ root }) => known(root.text('spec', 'gatewayClassName')) ?? []);
  const [, controller] = controllers.find(([word]) => classes.some((one) => word.test(one))) ?? [];
  return controller === undefined ? undefined : { kind: 'gateway', controller, gateway: { name, namespace } };
}

function wayOf({ form, block, object, annotations }: ServedHost): string[] {
  if (form === 'ingress') {
    const name = known(ingressClassOf(block, annotations));
    return name === undefined ? [] : [name];
  }
  return block
    .items('parentRefs')
    .slice(0, 1)
    .flatMap((ref) => {
      const [name, namespace] = [known(ref.text('name')), known(ref.text('namespace') ?? object.namespace)];
      return name === undefined || namespace === undefined ? [] : [`gateway ${namespace}/${name}`];
    });
}
