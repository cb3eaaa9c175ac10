import { posix } from 'node:path';
import type { Located } from '../../contract/observed.ts';
import type { Reader } from '../../manifest/reader.ts';
import type { Container } from '../../tree/containers.ts';
import type { Manifests } from '../../tree/manifests.ts';
import { perTree } from '../../tree/per-tree.ts';
import { alphaSettings, fileSettings, keysOf } from './config-file.ts';

/** An oauth2-proxy with its settings, from wherever they come. */
export interface Oauth2Proxy {
  readonly container: Container;
  readonly at: Located<unknown>;
  /** By the names of its flags. */
  readonly flags: ReadonlyMap<string, Located<string>>;
  /** Names as they are written, which are those of flags for a flag alone. */
  readonly names: readonly Named[];
  /** The Secret with its client id and client secret, as its chart takes it. */
  readonly secretName: Located<string> | undefined;
  /** True when a file or a whole Secret that is not read may hold any other setting. */
  readonly hidden: boolean;
}

/** A setting as somebody named it, with the dashes of a flag. */
export interface Named {
  readonly name: string;
  readonly at: Located<string>;
  readonly by: 'flag' | 'variable' | 'key';
}

/** Every oauth2-proxy of a tree. What is stronger comes later: file, environment, flags (pkg/apis/options/load.go). */
export const oauth2ProxiesOf = perTree((manifests: Manifests): Oauth2Proxy[] => {
  const charts = new Set<unknown>();
  return manifests.containers.flatMap((container): Oauth2Proxy[] => {
    const { release } = container;
    const isChart = release?.chart === 'oauth2-proxy';
    if (isChart ? charts.has(release) : !/(?:^|\/)oauth2-proxy$/.test(container.image)) return [];
    charts.add(release);
    const args = [...container.args.flatMap(ofArgument), ...(isChart ? ofExtraArgs(release.get('extraArgs')) : [])];
    const paths = ['config', 'alpha-config'].flatMap((name) => args.filter(([flag]) => flag === name).map(([, value]) => value.value));
    const files = [...paths.map((path) => ({ path, found: fileAt(path, container, manifests) }))];
    const chart = isChart ? ofChart(container, manifests) : undefined;
    const variables = [...container.env].flatMap(([name, { value }]): [string, Located<string>][] =>
      name.startsWith('OAUTH2_PROXY_') && value !== undefined ? [[name.slice(13).toLowerCase().replaceAll('_', '-'), value]] : [],
    );
    const flags = new Map<string, Located<string>>([...files.flatMap(({ found }) => found ?? []), ...(chart?.settings ?? []), ...variables, ...args]);
    const named = (by: Named['by'], settings: readonly (readonly [string, Located<string>])[]) => settings.map(([name, at]) => ({ name, at, by }));
    const names = [...named('flag', args), ...named('variable', variables), ...named('key', isChart ? keysOf(release.get('config', 'configFile')) : [])];
    const hidden = container.hidden || chart?.hidden === true || files.some(({ found }) => found === undefined);
    return [{ container, at: container.imageAt, flags, names, secretName: chart?.secretName, hidden }];
  });
});

function ofArgument(arg: Reader): [string, Located<string>][] {
  const [, name, value] = /^--?([a-z-]+)(?:=(.*))?$/s.exec(arg.text() ?? '') ?? [];
  return name === undefined ? [] : [[name, arg.located(value ?? 'true')]];
}

/** A map of names and values, or a list as on the command line. */
function ofExtraArgs(extra: Reader): [string, Located<string>][] {
  if (extra.keys().length === 0) return extra.items().flatMap(ofArgument);
  return extra.entries().map(([name, value]) => [name, value.located(String((value.scalar() ?? value.items().at(0)?.scalar() ?? '') as number))]);
}

interface ChartSettings {
  readonly settings: readonly (readonly [string, Located<string>])[];
  readonly secretName: Located<string> | undefined;
  readonly hidden: boolean;
}

/** What Bitnami's chart makes flags of (bitnami/charts, bitnami/oauth2-proxy/templates/deployment.yaml). */
const flagsOfBitnami = { clientID: 'client-id', oidcIssuerUrl: 'oidc-issuer-url', redirectUrl: 'redirect-url', whiteList: 'whitelist-domain' } as const;

/** Values of the chart oauth2-proxy (helm/oauth2-proxy/values.yaml), and of Bitnami's of the same name, which has them under `configuration`. */
function ofChart({ release, object }: Container, { objects }: Manifests): ChartSettings {
  const isBitnami = release!.get('configuration').exists;
  const config = release!.get(isBitnami ? 'configuration' : 'config');
  const alpha = release!.get('alphaConfig');
  const existing = config.get(isBitnami ? 'existingConfigmap' : 'existingConfig').text();
  const map = existing === undefined ? undefined : objects.find('ConfigMap', object.namespace, existing);
  const elsewhere = (existing !== undefined && map === undefined) || alpha.get('existingConfig').exists || alpha.get('existingSecret').exists;
  const settings = [
    ...fileSettings(config.get(isBitnami ? 'content' : 'configFile')),
    ...(map === undefined ? [] : fileSettings(map.root.get('data', 'oauth2_proxy.cfg'))),
    ...(alpha.get('enabled').scalar() === true
      ? [...alphaSettings(alpha.get('configData')), ...alpha.get('configFile').embedded().flatMap(alphaSettings)]
      : []),
    ...Object.entries(isBitnami ? flagsOfBitnami : { clientID: 'client-id' }).flatMap(([key, flag]) => {
      const value = config.get(key).locatedText();
      return value === undefined ? [] : [[flag, value] as const];
    }),
  ];
  return { settings, secretName: config.get('existingSecret').locatedText(), hidden: elsewhere };
}

/** A file of the container, when the tree has what is mounted: a ConfigMap, or the template of a Secret. Undefined when it has not. */
function fileAt(path: string, { object, release }: Container, { objects }: Manifests): (readonly [string, Located<string>])[] | undefined {
  const key = posix.basename(path);
  const texts = [
    ...objects.of('ConfigMap').map((one) => [one, one.root.get('data', key)] as const),
    ...objects.of('Secret').map((one) => [one, one.root.get('stringData', key)] as const),
    ...objects.of('ExternalSecret').map((one) => [one, one.root.get('spec', 'target', 'template', 'data', key)] as const),
  ].flatMap(([one, text]) => (one.namespace === object.namespace && text.text() !== undefined ? [text] : []));
  // app-template makes ConfigMaps of its values.
  const own =
    release
      ?.get('configMaps')
      .items()
      .map((map) => map.get('data', key)) ?? [];
  texts.push(...own.filter((text) => text.text() !== undefined));
  // With two of that name nobody can tell which is mounted.
  const [text, ...more] = texts;
  if (text === undefined || more.length > 0) return undefined;
  return /\.ya?ml$/.test(key) ? text.embedded().flatMap(alphaSettings) : fileSettings(text);
}
