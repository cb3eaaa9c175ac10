import type { Seen } from '../../contract/observed.ts';
import type { Reader } from '../../manifest/reader.ts';
import type { Container, Variable } from '../../tree/containers.ts';
import { defined } from '../../tree/defined.ts';
import { issuerOfDiscovery, labelOf, type LoginEnd, scopesOf } from '../../login/login-end.ts';
import { walk } from '../../tree/walk.ts';

/** One `occ user_oidc:provider` that a script of the tree runs. */
export interface ProviderCommand {
  readonly container: Container;
  /** The script, and the key under which it stands: for a hook its name. */
  readonly script: Reader;
  readonly hook: string;
  readonly options: ReadonlyMap<string, Seen<string>>;
}

/** Scripts of Nextcloud that set up user_oidc, by what they pass to it. */
export function providerCommandsOf(containers: readonly Container[]): ProviderCommand[] {
  return containers.flatMap((container) => {
    if (container.release === undefined || !`${container.release.chart} ${container.image}`.includes('nextcloud')) return [];
    return container.release.layers.flatMap((layer) =>
      [...walk(layer)].flatMap(({ key, node }): ProviderCommand[] => {
        const text = node.text();
        if (text === undefined || !/user_oidc:provider\s/.test(text)) return [];
        const options = optionsOf(node, text, container.env);
        return options.size === 0 ? [] : [{ container, script: node, hook: key, options }];
      }),
    );
  });
}

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
    if (name !== undefined) options.set(name, node.seen(fill(given ?? words[index + 1] ?? '')));
  });
  return options;
}

/** Nextcloud's end of the login. */
export function nextcloudLogin({ container, script, options }: ProviderCommand): LoginEnd {
  const { object, release, env } = container;
  const discovery = options.get('discoveryuri');
  const secretName = options.get('clientsecret-env')?.value;
  const secret = secretName === undefined ? undefined : env.get(secretName);
  const host = release?.get('nextcloud', 'host').seenText();
  const regex = options.get('group-whitelist-regex');
  const provisions = options.get('group-provisioning')?.value === '1';
  return {
    app: 'nextcloud',
    label: labelOf('nextcloud', object),
    object,
    ...(release === undefined ? {} : { release }),
    container,
    at: script.seen(undefined),
    endpoints: [],
    groups: [],
    exactIssuer: false,
    otherRedirects: /\/(?:index\.php\/)?apps\/user_oidc\/code$/,
    scopes: scopesOf(options.get('scope')) ?? ['openid', 'email', 'profile'].map((value) => script.seen(value)),
    ...defined({
      clientId: options.get('clientid'),
      issuer: discovery === undefined ? undefined : { ...discovery, value: issuerOfDiscovery(discovery.value) },
      redirects: host === undefined ? undefined : [{ ...host, value: `https://${host.value}/apps/user_oidc/code` }],
      usesGroups: regex ?? (provisions ? options.get('group-provisioning') : undefined),
      confidential: secret === undefined ? undefined : true,
      secret: secret?.from?.kind === 'Secret' ? { name: secret.from.seen, key: { ...secret.from.seen, value: secret.from.key } } : undefined,
    }),
  };
}
