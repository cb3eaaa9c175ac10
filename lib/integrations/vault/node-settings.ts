import type { Located } from '../../contract/observed.ts';
import { scopesOf } from '../../login/login-end.ts';
import type { Reader } from '../../manifest/reader.ts';
import type { TreeObject } from '../../tree/tree.ts';

/** Fields of Vault's OIDC method as they are written to it, whatever carries them: by their names in the API. */
export interface VaultSettings {
  readonly object: TreeObject;
  readonly at: Located<unknown>;
  /** Path of the mount, where it is said. */
  readonly mount?: string;
  readonly field: (name: string) => Located<string> | undefined;
  readonly list: (name: string) => readonly Located<string>[] | undefined;
  readonly has: (name: string) => boolean;
  /** Groups of which a user must be in one: `bound_claims.groups`. */
  readonly boundGroups?: readonly Located<string>[];
}

/** The method's configuration and roles of one Vault. */
export interface VaultMethod {
  readonly object: TreeObject;
  readonly config?: VaultSettings;
  readonly roles: readonly VaultSettings[];
  /** Names of the identity provider's groups that its settings know: aliases of external groups. */
  readonly groups: readonly Located<string>[];
}

/** A list of texts, or one. */
const textsIn = (node: Reader): readonly Located<string>[] => {
  const one = node.locatedText();
  return one === undefined ? node.items().flatMap((item) => item.locatedText() ?? []) : [one];
};

/** Settings that are a map, whose keys may have other names there. */
export function ofNode(object: TreeObject, node: Reader, names: Readonly<Record<string, string>> = {}): VaultSettings {
  const get = (name: string) => node.get(Object.hasOwn(names, name) ? names[name]! : name);
  const path = node.get('path').text();
  return {
    object,
    at: node.located(undefined),
    ...(path === undefined || path === '' ? {} : { mount: path }),
    field: (name) => get(name).locatedText(),
    list: (name) => {
      const one = get(name);
      if (!one.exists) return undefined;
      return one.text() === undefined ? one.items().flatMap((item) => item.locatedText() ?? []) : (scopesOf(one.locatedText()) ?? []);
    },
    has: (name) => get(name).exists && (get(name).text() !== '' || get(name).keys().length > 0),
    boundGroups: textsIn(get('bound_claims').get('groups')),
  };
}
