import { type Access, accessShape } from '../contract/access.ts';
import type { ConfidentialContract, Contract } from '../contract/contract.ts';
import { type Facts, hostUnder } from '../contract/facts.ts';
import { dnsLabel, slugName } from '../contract/names.ts';
import { open } from '../contract/open-shape.ts';
import { size } from '../contract/option-texts.ts';
import type { PodSecurityLevel } from '../contract/pod-security.ts';
import { clientSecretRef } from '../contract/secret-ref.ts';
import { number, text } from '../contract/shape.ts';
import { type Tile, tileShape } from '../contract/tile.ts';
import { merge } from '../compose/merge.ts';
import { resolve } from '../compose/resolve.ts';
import { type ContainerApp, loginEnvValues } from '../delivery/app-template.ts';
import { podLevel } from '../delivery/pod-level.ts';
import type { Env } from '../delivery/run-options.ts';
import { envShape } from '../delivery/run-shapes.ts';
import { workload } from '../delivery/workload.ts';
import { expose } from '../edge/expose.ts';
import { hostAliases } from '../edge/host-aliases.ts';
import { appTemplatePods, networkPolicy } from '../edge/network-policy.ts';
import type { JsonMap } from '../manifest/manifest.ts';
import { appFields, type AppOptions } from './app-options.ts';
import type { AppEnd } from './integration.ts';

/** Options of every app that is one container of one image. */
export interface ContainerOptions extends AppOptions {
  /** First label of the host below the cluster's domain, or the full host. */
  readonly host: string;
  readonly access: Access;
  /** Name of the app and slug of its application; that of the integration unless given. */
  readonly name?: string;
  /** The name unless given. */
  readonly namespace?: string;
  /** `REPOSITORY:TAG`, when the one that is tested is not wanted. */
  readonly image?: string;
  readonly tile?: Partial<Omit<Tile, 'launchUrl'>>;
  /** More variables. */
  readonly env?: Env;
  /** Values of app-template, merged over what the integration writes. */
  readonly values?: JsonMap;
}

/** Options of one that logs in by itself and keeps data. */
export interface LoginContainerOptions extends ContainerOptions {
  /** Size of the volume. */
  readonly size?: string;
  readonly secretGeneration?: number;
}

/** Shapes of them. */
export const containerFields = {
  ...appFields,
  host: text,
  access: accessShape,
  name: text,
  namespace: text,
  image: text,
  tile: tileShape,
  env: envShape,
  values: open,
};

/** Shapes of them. */
export const loginContainerFields = { ...containerFields, size, secretGeneration: number };

/** What every confidential client has: its slug, the host of the app, and its secret. @param usual name of the integration */
export function confidentialClient(
  options: { readonly name?: string | undefined; readonly host: string; readonly secretGeneration?: number | undefined },
  usual: string,
  facts: Facts,
) {
  const slug = slugName(options.name ?? usual, { app: usual, field: 'name' });
  const at = { app: slug, field: 'host' };
  return {
    host: hostUnder(options.host, facts.domain, at),
    at,
    client: { slug, clientType: 'confidential' as const, secret: clientSecretRef(slug, options.secretGeneration ?? 1, slug) },
  };
}

/** Namespace of an app. @throws PinoutError `name-invalid` */
const namespaceOf = (options: { readonly namespace?: string | undefined }, { slug }: Contract): string =>
  dnsLabel(options.namespace ?? slug, { app: slug, field: 'namespace' });

/**
 * An app of one container: its way in, its release, and who may reach its pods.
 *
 * @param met the Pod Security Standard that its pods are known to meet
 * @param ran names of variables that are about how it runs, and not about its login. Absent: the login needs more of the pod than variables
 */
export function containerEnd(
  options: ContainerOptions,
  contract: ConfidentialContract,
  container: Omit<ContainerApp, 'name' | 'hostAliases'>,
  met: { readonly level: PodSecurityLevel | undefined; readonly values?: unknown },
  facts: Facts,
  ran?: readonly string[],
): AppEnd {
  const { slug: name, tile } = contract;
  const namespace = namespaceOf(options, contract);
  const objects = [
    expose({ name, namespace, host: new URL(tile.launchUrl).hostname, service: name, port: container.port }, facts),
    ...workload(
      { name, namespace, what: { container: { ...container, name, hostAliases: hostAliases(facts) } }, values: options.values ?? {}, release: options },
      facts,
    ),
    ...networkPolicy(options.networkPolicy, false, { name, namespace, pods: appTemplatePods(name) }, facts),
  ];
  return {
    namespace,
    ...podLevel(objects, met.level, met.values),
    ...(ran === undefined ? {} : { loginValues: loginValues(options, container.env, ran) }),
    secrets: [contract.secret],
    objects,
  };
}

/** The variables of a login, for the container of a release that is there. */
function loginValues({ existing, values = {} }: ContainerOptions, env: ContainerApp['env'], ran: readonly string[]): JsonMap {
  const { release = 'app', controller = release, container = 'app' } = existing ?? {};
  const login = Object.fromEntries(Object.entries(env).filter(([name]) => !ran.includes(name)));
  return resolve(merge(loginEnvValues(controller, container, login), values)) as JsonMap;
}
