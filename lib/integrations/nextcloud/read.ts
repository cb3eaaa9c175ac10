import type { Seen } from '../../contract/observed.ts';
import { secretOf } from '../../login/environment-form.ts';
import { issuerOfDiscovery, type LoginEnd, oidcEnd, scopesOf } from '../../login/login-end.ts';
import type { Reader } from '../../manifest/reader.ts';
import type { Container, Variable } from '../../tree/containers.ts';
import type { Manifests } from '../../tree/manifests.ts';
import { perTree } from '../../tree/per-tree.ts';
import { walk } from '../../tree/walk.ts';
import { callbackPaths } from './contracts.ts';
import { groupsOfRegex } from './group-regex.ts';

/** One `occ user_oidc:provider` that a script of the tree runs. */
export interface ProviderCommand {
  readonly container: Container;
  /** The script, and the key under which it stands: for a hook its name. */
  readonly script: Reader;
  readonly hook: string;
  readonly options: ReadonlyMap<string, Seen<string>>;
}

/** Scripts of Nextcloud that set up user_oidc, by what they pass to it. */
export const providerCommandsOf = perTree(({ containers }: Manifests): ProviderCommand[] =>
  containers.flatMap((container) => {
    if (container.release === undefined || !`${container.release.chart} ${container.image}`.includes('nextcloud')) return [];
    return container.release.layers.flatMap((layer) =>
      [...walk(layer)].flatMap(({ key, node }): ProviderCommand[] => {
        const text = node.text();
        if (text === undefined || !/user_oidc:provider\s/.test(text)) return [];
        const options = optionsOf(node, text, container.env);
        return options.size === 0 ? [] : [{ container, script: node, hook: key, options }];
      }),
    );
  }),
);

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
function optionsOf(node: Reader, text: string, env: ReadonlyMap<string, Variable>): ReadonlyMap<string, Seen<string>> {
  const start = text.search(/user_oidc:provider\s/);
  const command =
    text
      .slice(start, start + 20_000)
      .replace(/\\\n/g, ' ')
      .split(/\n|&&|;/)[0] ?? '';
  const words = [...command.matchAll(/(?:[^\s"']|"(?:[^"\\]|\\.)*"|'[^']*')+/g)].map(([word]) => word.replace(/"((?:[^"\\]|\\.)*)"|'([^']*)'/g, '$1$2'));
  const options = new Map<string, Seen<string>>();
  const fill = (word: string) => word.replace(/\$\{?([A-Z_][A-Z0-9_]*)\}?/g, (all, name: string) => env.get(name)?.value?.value ?? all);
  words.forEach((word, index) => {
    const [, long, given] = /^--([a-z_-]+)(?:=(.*))?$/s.exec(word) ?? [];
    const letter = /^-([csdoep])$/.exec(word)?.[1];
    const name = long ?? (letter === undefined ? undefined : short[letter]);
    if (name === undefined) return;
    const text = given ?? words[index + 1] ?? '';
    // A word that is one variable is where the variable is.
    const whole = env.get(/^\$\{?([A-Z_][A-Z0-9_]*)\}?$/.exec(text)?.[1] ?? '')?.value;
    options.set(name, whole ?? node.seen(fill(text)));
  });
  return options;
}

function endOf({ container, script, options }: ProviderCommand): LoginEnd {
  const { object, release, env } = container;
  const discovery = options.get('discoveryuri');
  const secret = env.get(options.get('clientsecret-env')?.value ?? '');
  const host = release?.get('nextcloud', 'host').seenText();
  const regex = options.get('group-whitelist-regex');
  const groups = groupsOfRegex(regex?.value ?? '');
  const provisions = options.get('group-provisioning')?.value === '1';
  const scopes = scopesOf(options.get('scope')) ?? ['openid', 'email', 'profile'].map((value) => script.seen(value));
  // nextcloud/user_oidc lib/Service/TokenService.php: it refreshes what it keeps, for apps that exchange it.
  const keepsToken =
    release?.layers.some((layer) => [...walk(layer)].some(({ node }) => /store_login_token(?!['"\s=>]{1,9}(?:false|0))/.test(node.text() ?? ''))) === true;
  return oidcEnd({
    app: 'nextcloud',
    object,
    release,
    container,
    at: script.seen(undefined),
    exactIssuer: false,
    otherRedirects: /\/(?:index\.php\/)?apps\/user_oidc\/code$/,
    scopes,
    refresh: scopes.find(({ value }) => value === 'offline_access') ?? (keepsToken ? script.seen(undefined) : undefined),
    refreshBesides: keepsToken ? 'keeps the token of each login (store_login_token)' : undefined,
    clientId: options.get('clientid'),
    issuer: discovery === undefined ? undefined : { ...discovery, value: issuerOfDiscovery(discovery.value) },
    sends: host === undefined ? undefined : callbackPaths.map((path) => ({ ...host, value: `https://${host.value}${path}` })),
    usesGroups: regex ?? (provisions ? options.get('group-provisioning') : undefined),
    access:
      regex !== undefined && groups !== undefined && options.get('group-restrict-login-to-whitelist')?.value === '1'
        ? { ...regex, value: { kind: 'groups', groups } }
        : undefined,
    roles: regex !== undefined && groups?.includes('admin') === true ? { admin: [{ ...regex, value: 'admin' }] } : {},
    confidential: secret === undefined ? undefined : true,
    secret: secretOf(secret),
  });
}
