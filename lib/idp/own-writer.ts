import { type Contract, groupsOf } from '../contract/contract.ts';
import { PinoutError } from '../contract/error.ts';
import type { Facts } from '../contract/facts.ts';
import type { IdpEndpoints, IdpGuard, IdpSite } from '../contract/idp-site.ts';
import type { PodSecurityLevel } from '../contract/pod-security.ts';
import type { SecretRef } from '../contract/secret-ref.ts';
import type { ManualStep } from '../manifest/manual-step.ts';
import { type Folder, type Manifest, ownIdpFolder, type Placed } from '../manifest/manifest.ts';
import type { Prerequisite } from '../manifest/prerequisite.ts';
import type { Reason } from '../manifest/reason.ts';
import { emptyPart } from '../platform/part.ts';
import type { Earlier, IdentityProvider, WritableProvider, WrittenEnd } from './identity-provider.ts';

/** What is written of an identity provider, once its options are known. */
export interface IdpWriter {
  /** Namespace of its pods. Client secrets come there, under `secretObjectName(ref)`. */
  readonly namespace: string;
  /** The provider's URLs at an origin such as `https://auth.example.org`. `{slug}` is a placeholder for the slug of an application. */
  readonly endpoints: (origin: string) => IdpEndpoints;
  /** Where the edge asks it about requests, at an origin. Absent: apps behind forward-auth are refused. */
  readonly guard?: (origin: string) => IdpGuard;
  /** Services of its metrics. */
  readonly metrics?: IdpSite['metrics'];
  /** Pod Security Standard that its pods meet. */
  readonly podSecurity?: PodSecurityLevel;
  /**
   * Its pods read every client when they start: what `write` returns, and client secrets, are there before them. Otherwise each app's end is applied when
   * the provider runs, and one that fails holds back no other.
   */
  readonly clientsAtStart?: true;
  /** Writes the provider's end of one app: the client, who has access, and the groups in the token. */
  readonly write: (app: string, contracts: readonly Contract[], facts: Facts) => readonly Manifest[];
  /** What all apps share: groups, their people, and what is deleted of apps that are gone. Applied before each app's end. */
  readonly writeShared?: (contracts: readonly Contract[], earlier: Earlier, facts: Facts) => readonly Manifest[];
  /** The provider itself, with the way in to it. Absent: somebody else runs it. */
  readonly install?: (facts: Facts, contracts: readonly Contract[]) => readonly Manifest[];
  /** Objects that somebody else brings. */
  readonly needs?: (facts: Facts) => readonly Prerequisite[];
  /** What only a person can do, once. */
  readonly steps?: (facts: Facts) => readonly ManualStep[];
  /** Random values of its own, made once: they are there before its pods. */
  readonly secrets?: (facts: Facts) => readonly SecretRef[];
  /** Why values of its objects are what they are: comments in dist. */
  readonly reasons?: readonly Reason[];
}

/** A provider with a writer, as the rest of pinout sees it. */
export function writtenBy(provider: IdentityProvider, writer: IdpWriter): WritableProvider {
  const { title } = provider.facts;
  const { namespace, endpoints, guard, metrics = [], podSecurity, write, writeShared, install, needs, steps, secrets, reasons = [] } = writer;
  const folderOf = (_facts: Facts, app: string): Folder => (writer.clientsAtStart === true ? 'configs' : `identity/${app}`);
  const end = (name: string, from: string, facts: Facts, objects: readonly Manifest[]): WrittenEnd => ({
    name,
    text: '',
    placed: objects.map((object): Placed => ({ folder: folderOf(facts, name), from, object })),
  });
  return {
    ...provider,
    site: (origin) => ({
      title,
      namespace,
      endpoints: endpoints(origin),
      metrics,
      ...(guard === undefined ? {} : { guard: guard(origin) }),
      ...(podSecurity === undefined ? {} : { podSecurity }),
    }),
    write: (app, contracts, facts) => end(app, app, facts, write(app, contracts, facts)),
    writeShared(contracts, earlier, facts) {
      if (writeShared === undefined) refuseUnwritten(title, earlier, facts);
      const objects = writeShared?.(contracts, earlier, facts) ?? [];
      return objects.length === 0 ? [] : [end('groups', 'cluster', facts, objects)];
    },
    reasons,
    folderOf,
    install: (facts, _ends, contracts) => (install?.(facts, contracts) ?? []).map((object): Placed => ({ folder: ownIdpFolder, from: 'cluster', object })),
    others: () => [],
    installed: () => undefined,
    needs: (facts) => ({ ...emptyPart, needed: [...(needs?.(facts) ?? [])] }),
    steps: (facts) => [...(steps?.(facts) ?? [])],
    troubles: () => [`- If ${title} refuses a login: \`flux get kustomizations\` shows \`pinout-identity-APP\` not ready.`],
    secrets: (facts) =>
      (secrets?.(facts) ?? []).map((ref) => ({
        ref,
        from: 'cluster',
        folder: 'configs',
        readers: [{ namespace, folder: 'configs', name: ref.name }],
      })),
  };
}

/** Options that this provider would pass over in silence. @throws PinoutError `option-unused` */
function refuseUnwritten(title: string, { removed, renamed }: Earlier, { people }: Facts): void {
  const given = people !== undefined ? 'people' : removed.length > 0 ? 'removed' : Object.keys(renamed).length > 0 ? 'renamed.groups' : undefined;
  if (given === undefined) return;
  throw new PinoutError({
    code: 'option-unused',
    app: 'cluster',
    field: given,
    found: `${given}, and a writer of ${title} without writeShared`,
    wanted: 'absent: it would have no effect',
    fix: `remove ${given}, or add writeShared`,
  });
}

/**
 * Groups that contracts name, each once.
 *
 * @example
 * const at = { app: 'wiki', field: 'redirects' };
 * const wiki = oidc({ slug: 'wiki', clientType: 'public', redirects: [loginRedirect('https://wiki.example.org/callback', at)],
 *   scopes: ['openid'], access: groups('wiki-users'), tile: { name: 'Wiki', launchUrl: 'https://wiki.example.org/' } });
 * groupsIn([wiki]) // ['wiki-users']
 */
export const groupsIn = (contracts: readonly Contract[]): string[] => [...new Set(contracts.flatMap((one) => groupsOf(one)))].sort();
