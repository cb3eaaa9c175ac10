import type { Located } from '../../contract/observed.ts';
import { secretOf } from '../../login/environment-form.ts';
import { isInsideHost } from '../../login/inside-host.ts';
import { issuerOf, type LoginEnd, oidcEnd, scopesOf } from '../../login/login-end.ts';
import type { Reader } from '../../manifest/reader.ts';
import type { Container, Variable } from '../../tree/containers.ts';
import type { Manifests } from '../../tree/manifests.ts';
import type { Objects } from '../../tree/objects.ts';
import { perTree } from '../../tree/per-tree.ts';
import { walk } from '../../tree/walk.ts';
import { callbackPaths } from './callback-paths.ts';
import { groupsOfRegex } from './group-regex.ts';

/** One `occ user_oidc:provider` that a script of the tree runs. */
export interface ProviderCommand {
  readonly container: Container;
  /** The script, and the key under which it stands: for a hook its name. */
  readonly script: Reader;
  readonly hook: string;
  readonly options: ReadonlyMap<string, Located<string>>;
}

/** Scripts of Nextcloud that set up user_oidc, by what they pass to it. */
export const providerCommandsOf = perTree(({ containers, objects }: Manifests): ProviderCommand[] =>
  containers.flatMap((container) => {
    const { release, image } = container;
    if (release === undefined) return jobCommands(container, objects);
    if (!`${release.chart} ${image}`.includes('nextcloud')) return [];
    return release.layers.flatMap((layer) => [...walk(layer)].flatMap(({ key, node }) => commandIn(node, key, container)));
  }),
);

/** A Job, a CronJob or a pod of its own: the command itself, or a script that it mounts. */
function jobCommands(container: Container, objects: Objects): ProviderCommand[] {
  const { args, pod, object, image } = container;
  const scripts = pod
    .items('volumes')
    .flatMap((volume) => objects.find('ConfigMap', object.namespace, volume.text('configMap', 'name') ?? '')?.root.items('data') ?? []);
  // Somewhere else than in Nextcloud's image the command is passed on: to a pod whose environment is another one.
  const own = image.includes('nextcloud') ? container : { ...container, hidden: true };
  return [...args, ...scripts].flatMap((node) => commandIn(node, 'command', own));
}

function commandIn(node: Reader, hook: string, container: Container): ProviderCommand[] {
  const text = node.text();
  if (text === undefined || !/user_oidc:provider\s/.test(text)) return [];
  const options = optionsOf(node, text, container.env);
  return options.size === 0 ? [] : [{ container, script: node, hook, options }];
}

/** Reads Nextcloud's ends out of manifests. */
export const readNextcloud = (manifests: Manifests): LoginEnd[] => providerCommandsOf(manifests).map(endOf);

const short: Readonly<Record<string, string>> = {
  c: 'clientid',
  s: 'clientsecret',
  d: 'discoveryuri',
  o: 'scope',
  e: 'endsessionendpointuri',
  p: 'postlogouturi',
};

/** Options of the command, with the variables of the container filled in. */
function optionsOf(node: Reader, text: string, env: ReadonlyMap<string, Variable>): ReadonlyMap<string, Located<string>> {
  const start = text.search(/user_oidc:provider\s/);
  const command =
    text
      .slice(start, start + 20_000)
      // Each word stays in its place.
      .replace(/\\\r?\n/g, (end) => ' '.repeat(end.length))
      .split(/\n|&&|;/)[0] ?? '';
  const found = [...command.matchAll(/(?:[^\s"']|"(?:[^"\\]|\\.)*"|'[^']*')+/g)];
  const words = found.map(([word]) => word.replace(/"((?:[^"\\]|\\.)*)"|'([^']*)'/g, '$1$2'));
  const options = new Map<string, Located<string>>();
  const fill = (word: string) => word.replace(/\$\{?([A-Z_][A-Z0-9_]*)\}?/g, (all, name: string) => env.get(name)?.value?.value ?? all);
  words.forEach((word, index) => {
    const [, long, given] = /^--([a-z_-]+)(?:=(.*))?$/s.exec(word) ?? [];
    const letter = /^-([csdoep])$/.exec(word)?.[1];
    const name = long ?? (letter === undefined ? undefined : short[letter]);
    if (name === undefined) return;
    const text = given ?? words[index + 1] ?? '';
    // A word that is one variable is where the variable is.
    const whole = env.get(/^\$\{?([A-Z_][A-Z0-9_]*)\}?$/.exec(text)?.[1] ?? '')?.value;
    options.set(name, whole ?? node.locatedInside(fill(text), start + (found[given === undefined ? index + 1 : index]?.index ?? 0)));
  });
  return options;
}

function endOf({ container, script, options }: ProviderCommand): LoginEnd {
  const { object, release, env } = container;
  const discovery = options.get('discoveryuri');
  const secret = env.get(options.get('clientsecret-env')?.value ?? '');
  const host = release?.get('nextcloud', 'host').locatedText();
  // Without OVERWRITEHOST it answers at each host that it trusts, and sends the one at which the browser has it open.
  const trusted = env.has('OVERWRITEHOST') ? [] : (release?.get('nextcloud', 'trustedDomains').items() ?? []).flatMap((one) => one.locatedText() ?? []);
  const hosts = host === undefined ? [] : [host, ...trusted.filter(({ value }) => value !== host.value && isPublic(value))];
  const regex = options.get('group-whitelist-regex');
  const groups = groupsOfRegex(regex?.value ?? '');
  const provisions = options.get('group-provisioning')?.value === '1';
  const scopes = scopesOf(options.get('scope')) ?? ['openid', 'email', 'profile'].map((value) => script.located(value));
  // nextcloud/user_oidc lib/Service/TokenService.php: it refreshes what it keeps, for apps that exchange it.
  const keepsToken =
    release?.layers.some((layer) => [...walk(layer)].some(({ node }) => /store_login_token(?!['"\s=>]{1,9}(?:false|0))/.test(node.text() ?? ''))) === true;
  return oidcEnd({
    app: 'nextcloud',
    object,
    release,
    container,
    at: script.located(undefined),
    exactIssuer: false,
    // nextcloud/user_oidc lib/Service/DiscoveryService.php, obtainJWK: it takes keys of the provider alone.
    refusesHs256: true,
    otherRedirects: /\/(?:index\.php\/)?apps\/user_oidc\/code$/,
    scopes,
    refresh: scopes.find(({ value }) => value === 'offline_access') ?? (keepsToken ? script.located(undefined) : undefined),
    refreshBesides: keepsToken ? 'keeps the token of each login (store_login_token)' : undefined,
    clientId: options.get('clientid'),
    literalSecret: options.get('clientsecret'),
    ...issuerOf(discovery, undefined),
    // Which of the two depends on its web server.
    oneRedirect: true,
    // Where nothing says the host, the end that both paths have.
    callback: host === undefined ? script.located('/apps/user_oidc/code') : undefined,
    sends: host === undefined ? undefined : hosts.flatMap((one) => callbackPaths.map((path) => ({ ...one, value: `https://${one.value}${path}` }))),
    usesGroups: regex ?? (provisions ? options.get('group-provisioning') : undefined),
    access:
      regex !== undefined && groups !== undefined && options.get('group-restrict-login-to-whitelist')?.value === '1'
        ? { ...regex, value: { kind: 'groups', groups } }
        : undefined,
    roles: regex !== undefined && groups?.includes('admin') === true ? { admin: [{ ...regex, value: 'admin' }] } : {},
    confidential: secret === undefined ? undefined : true,
    secret: secretOf(secret),
    missing: missingOf(container),
  });
}

/** A host that browsers may have open: no address, no name inside the cluster, and no pattern. */
const isPublic = (host: string): boolean => /^[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){0,10}\.[a-z]{2,24}$/i.test(host) && !isInsideHost(host);

/** What the hook that pinout writes asks for, and the chart's own value for its host. */
function missingOf({ env, hidden, release }: Container): LoginEnd['missing'] {
  const switched = env.get('PINOUT_OIDC_CLIENT_ID');
  const names =
    switched === undefined || hidden
      ? []
      : ['PINOUT_OIDC_CLIENT_SECRET', 'PINOUT_OIDC_DISCOVERY', 'PINOUT_OIDC_GROUP_REGEX', 'PINOUT_OIDC_RESTRICT'].filter((name) => {
          const variable = env.get(name);
          return variable?.from === undefined && variable?.elsewhere !== true && (variable?.value?.value ?? '') === '';
        });
  const missing = names.map((name) => ({
    name: `value for ${name}`,
    wanted: name,
    at: (env.get(name) ?? switched!).at,
    why: 'The script that sets up the login stops, and so does the pod.',
  }));
  const own = release?.chart === 'nextcloud' ? release.get('nextcloud') : undefined;
  if (release !== undefined && own?.get('extraEnv').exists === true && !own.get('host').exists && !own.get('trustedDomains').exists)
    missing.push({
      name: 'nextcloud.host',
      wanted: 'values.nextcloud.host: the public host',
      at: release.object.root.get('metadata', 'name').located(''),
      why: 'The chart then uses nextcloud.kube.home, and Nextcloud refuses requests for any other host.',
      // Its config.php, on the volume, may have the host.
      ...(release.object.ours ? {} : { mayWork: 'The chart then uses nextcloud.kube.home. An existing installation keeps the hosts in its config.php.' }),
    });
  return missing.length === 0 ? undefined : missing;
}
