import type { Seen } from '../contract/observed.ts';
import type { Reader } from '../manifest/reader.ts';
import type { Container } from '../tree/containers.ts';
import { defined } from '../tree/defined.ts';
import type { TreeDocument, TreeObject } from '../tree/tree.ts';

/** One issuer that a kube-apiserver trusts: an entry of an AuthenticationConfiguration, or its `--oidc-*` flags. */
export interface TrustedIssuer {
  readonly form: 'file' | 'flags';
  readonly file: string;
  readonly at: Seen<unknown>;
  readonly url?: Seen<string>;
  readonly audiences: readonly Seen<string>[];
  /** Text before names, when the name is a claim's. Undefined: an expression makes it, or nothing is said. */
  readonly usernamePrefix?: Seen<string>;
  readonly groupsPrefix?: Seen<string>;
  readonly usernameClaim?: Seen<string>;
  readonly groupsClaim?: Seen<string>;
  /** Expressions of the rules about the user that comes out. */
  readonly userRules: readonly string[];
  readonly claimRules: readonly string[];
  readonly root: Reader;
}

/** Arguments of a kube-apiserver: of a static pod, or of kubeadm's ClusterConfiguration. */
export interface ApiserverArguments {
  readonly file: string;
  readonly root: Reader;
  readonly at: Reader;
  readonly kubeadm: boolean;
  readonly flags: ReadonlyMap<string, Seen<string>>;
}

/** AuthenticationConfigurations of a tree: files of their own, or texts in ConfigMaps. */
export function authenticationConfigurationsOf(documents: readonly TreeDocument[]): { readonly root: Reader; readonly text: string }[] {
  // Asked once for each text, not for each document of it.
  let asked: string | undefined;
  let isMentioned = false;
  return documents.flatMap(({ root, source }) => {
    const { text } = source.parsed;
    if (root.get('kind').text() === 'AuthenticationConfiguration') return [{ root, text }];
    if (text !== asked) [asked, isMentioned] = [text, text.includes('AuthenticationConfiguration')];
    if (!isMentioned) return [];
    return root
      .get('data')
      .items()
      .filter((item) => item.text()?.includes('kind: AuthenticationConfiguration') === true)
      .flatMap((item) =>
        item
          .embedded()
          .filter((one) => one.get('kind').text() === 'AuthenticationConfiguration')
          .map((one) => ({ root: one, text: item.text() ?? '' })),
      );
  });
}

/** Arguments of every kube-apiserver of a tree. */
export function apiserverArgumentsOf(documents: readonly TreeDocument[], containers: readonly Container[]): ApiserverArguments[] {
  const kubeadm = documents.flatMap(({ root, file }): ApiserverArguments[] => {
    if (root.get('kind').text() !== 'ClusterConfiguration') return [];
    const at = root.get('apiServer', 'extraArgs');
    const flags = new Map<string, Seen<string>>();
    for (const [name, value] of at.entries()) flags.set(name, value.seen(String(value.scalar() as number)));
    if (at.keys().length === 0)
      for (const item of at.items()) {
        const name = item.get('name').text();
        if (name !== undefined) flags.set(name, item.get('value').seen(String(item.get('value').scalar() as number)));
      }
    return [{ file, root, at: root.get('apiServer'), kubeadm: true, flags }];
  });
  const pods = containers.flatMap(({ object, image, args }): ApiserverArguments[] => {
    if (!/(?:^|\/)kube-apiserver$/.test(image) && args[0]?.text() !== 'kube-apiserver') return [];
    const flags = new Map<string, Seen<string>>();
    for (const arg of args) {
      const [, name, value] = /^--([a-z-]+)=(.*)$/.exec(arg.text() ?? '') ?? [];
      if (name !== undefined) flags.set(name, arg.seen(value ?? ''));
    }
    return [{ file: object.file, root: object.root, at: object.root.get('spec'), kubeadm: false, flags }];
  });
  return [...kubeadm, ...pods];
}

/** Every issuer that an apiserver of the tree trusts. */
export function trustedIssuersOf(configurations: readonly Reader[], args: readonly ApiserverArguments[]): TrustedIssuer[] {
  const entries = configurations.flatMap((root) => root.get('jwt').items().map(ofEntry));
  const flags = args.flatMap(({ flags: given, file, root }): TrustedIssuer[] => {
    const url = given.get('oidc-issuer-url');
    if (url === undefined) return [];
    const clientId = given.get('oidc-client-id');
    return [
      {
        form: 'flags',
        file,
        root,
        at: url,
        url,
        audiences: clientId === undefined ? [] : [clientId],
        userRules: [],
        claimRules: [],
        ...defined({
          usernamePrefix: given.get('oidc-username-prefix'),
          groupsPrefix: given.get('oidc-groups-prefix') ?? (given.has('oidc-groups-claim') ? { ...url, value: '' } : undefined),
          usernameClaim: given.get('oidc-username-claim'),
          groupsClaim: given.get('oidc-groups-claim'),
        }),
      },
    ];
  });
  return [...entries, ...flags];
}

function ofEntry(entry: Reader): TrustedIssuer {
  const mappings = entry.get('claimMappings');
  const rules = (name: string) =>
    entry
      .get(name)
      .items()
      .flatMap((rule) => rule.get('expression').text() ?? []);
  return {
    form: 'file',
    file: entry.file,
    at: entry.get('issuer').seen(undefined),
    audiences: entry
      .get('issuer', 'audiences')
      .items()
      .flatMap((one) => one.seenText() ?? []),
    userRules: rules('userValidationRules'),
    claimRules: rules('claimValidationRules'),
    root: entry,
    ...defined({
      url: entry.get('issuer', 'url').seenText(),
      usernamePrefix: mappings.get('username', 'prefix').seenText(),
      groupsPrefix: mappings.get('groups', 'prefix').seenText() ?? prefixIn(mappings.get('groups', 'expression')),
      usernameClaim: mappings.get('username', 'claim').seenText(),
      groupsClaim: mappings.get('groups', 'claim').seenText(),
    }),
  };
}

/** Text that an expression puts before each group: `…map(g, 'oidc:' + g)`. */
function prefixIn(expression: Reader): Seen<string> | undefined {
  const text = shortened(expression);
  const start = text.search(/\bmap\(/);
  const prefix = start === -1 ? undefined : /['"]([^'"]+)['"]\s*\+\s*\w+\s*\)/.exec(text.slice(start))?.[1];
  return prefix === undefined ? undefined : expression.seen(prefix);
}

/** Text of an expression, or nothing for one that no person writes: matching takes more time than its length. */
function shortened(expression: Reader): string {
  const text = expression.text() ?? '';
  return text.length > 4_000 ? '' : text;
}

/** Groups that a rule of an entry lets in: `claims.groups…exists(g, g in ['a', 'b'])`. */
export function admittedByRules({ root }: TrustedIssuer): Seen<string>[] {
  return root
    .get('claimValidationRules')
    .items()
    .flatMap((rule) => {
      const expression = rule.get('expression');
      const text = shortened(expression);
      const start = text.indexOf('claims.groups');
      const [, list] = start === -1 ? [] : ([...text.slice(start).matchAll(/\bexists\(\s*\w+\s*,\s*\w+\s+in\s+\[([^\]]*)\]/g)].at(-1) ?? []);
      return [...(list ?? '').matchAll(/['"]([^'"]+)['"]/g)].map(([, name = '']) => expression.seen(name));
    });
}

/** Each trusted issuer as object, for messages. */
export function apiserverObject(issuer: TrustedIssuer): TreeObject {
  const name = issuer.form === 'file' ? 'AuthenticationConfiguration' : 'ClusterConfiguration';
  return {
    root: issuer.root,
    file: issuer.file,
    apiVersion: '',
    kind: name,
    namespace: '',
    name: issuer.url?.value ?? '',
    applied: false,
    ours: false,
  };
}
