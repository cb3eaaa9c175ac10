import { guardsOf, type OtherGuard } from '../edge/guards.ts';
import { providersOf } from '../idp/known-providers.ts';
import type { LoginEnd } from '../login/login-end.ts';
import type { Repository } from '../repository/repository.ts';
import { samePlace } from '../manifest/reader.ts';
import { hostTextOf } from '../tree/opaque.ts';
import { withReleaseName } from '../tree/with-release-name.ts';
import type { TreeObject } from '../tree/tree.ts';
import type { LoginRow } from './login-row.ts';

/**
 * Hosts that the edge shows to another identity provider than authentik, or to a proxy that signs in: nginx' `auth-url`, Traefik's Middlewares with
 * `forwardAuth`, Envoy's `extAuth`. The other end is the rule of the provider for the host, or the login of the proxy.
 */
export function otherGuardRows(repository: Repository): LoginRow[] {
  const once = new Map(guardsOf(repository).others.map((one) => [`${ownHost(one)} ${one.asks.value}`, one]));
  return [...once.values()].flatMap((guard): LoginRow[] => {
    const { host, asks } = guard;
    const own = ownHost(guard);
    const row = { app: own, protocol: 'forward-auth', at: host } as const;
    const idp = providersOf(repository).find(({ facts }) => facts.guard?.test(asks.value) === true);
    if (idp !== undefined) {
      const rule = idp.guards?.(repository, own);
      const provider = idp.facts.title;
      if (rule === 'open') return [];
      if (rule !== undefined) return [{ ...row, provider, other: rule, read: 'both', pairedBy: 'host' }];
      return [{ ...row, provider, read: 'app', why: `no rule of ${provider} for ${own} is in git` }];
    }
    if (asksNobody.test(asks.value)) return [];
    const proxy = proxyAt(asks.value, repository) ?? pluginAt(asks, repository) ?? releaseAt(asks.value, repository);
    const provider = proxy?.object.name ?? hostTextOf(asks.value) ?? asks.value;
    if (proxy !== undefined) return [{ ...row, provider, other: proxy.at, read: 'both', pairedBy: 'host' }];
    return [{ ...row, provider, read: 'app', why: `the edge asks ${asks.value}, whose settings are not in git` }];
  });
}

/**
 * Checks without a sign-in: Anubis' proof of work (TecharoHQ/anubis docs, admin/configuration/subrequest-auth), CrowdSec's list of addresses
 * (whoever asks it is a bouncer: fbonalair/traefik-crowdsec-bouncer, kdwils/envoy-proxy-crowdsec-bouncer), Coraza's rules.
 */
const asksNobody = /\/\.within\.website\/|crowdsec|bouncer|coraza/i;

/** A plugin of the edge is itself the app that signs in, at the address which its guard asks. */
const pluginAt = ({ at }: OtherGuard['asks'], { appEnds }: Repository): Pick<LoginEnd, 'object' | 'at'> | undefined =>
  appEnds.find(({ end: { object, issuer } }) => object.kind === 'Middleware' && issuer !== undefined && samePlace(issuer.at, at))?.end;

/** A proxy that is installed here and signs in elsewhere: at a site of the world outside, or by settings in a Secret. */
function releaseAt(address: string, { releases }: Repository): Pick<LoginEnd, 'object' | 'at'> | undefined {
  const [service = '', namespace] = (hostTextOf(address) ?? '').split(':')[0]!.split('.');
  const found = releases.find(({ object }) => object.name === service && (namespace === undefined || object.namespace === namespace));
  return found === undefined ? undefined : { object: found.object, at: found.object.root.get('metadata', 'name').located(undefined) };
}

const ownHost = ({ host, edge }: OtherGuard): string => withReleaseName(hostTextOf(host.value) ?? edge.object.name, edge.names[0] ?? edge.object.name);

/** The login of a proxy, by the name of its Service or by its public host. */
function proxyAt(address: string, { appEnds }: Repository): Pick<LoginEnd, 'object' | 'at'> | undefined {
  const host = hostTextOf(address) ?? '';
  const [service = '', namespace] = host.split(':')[0]!.split('.');
  const isIn = (one: TreeObject): boolean => namespace === undefined || one.namespace === '' || one.namespace === namespace;
  const ends = appEnds.flatMap(({ end }) => (end.protocol === 'oidc' ? [end] : []));
  return (
    ends.find(({ object, release }) => [object, release?.object].some((one) => one?.name === service && isIn(one))) ??
    ends.find(({ redirects = [] }) => redirects.some(({ value }) => hostTextOf(value.url) === host)) ??
    // A chart with several Services adds their keys to its name: `oauth2-proxy-app`.
    ends.find(({ release }) => release !== undefined && service.startsWith(`${release.object.name}-`) && isIn(release.object))
  );
}
