import { providersNamed } from '../idp/hosts.ts';
import { providersOf } from '../idp/known-providers.ts';
import { readApiservers } from '../kubernetes/read-apiserver.ts';
import type { ReadEnd } from '../login/app-reader.ts';
import type { LoginEnd } from '../login/login-end.ts';
import type { Logins } from '../repository/repository.ts';
import type { Manifests } from '../tree/manifests.ts';

/** Reads every app's end that can be recognised. */
export function loginsOf(manifests: Manifests, appEnds: readonly ReadEnd[]): Logins {
  const { configurations, arguments: apiservers, issuers, ends: apiserverEnds } = readApiservers(manifests);
  const ends = appEnds.flatMap(({ end }) => (end.protocol === 'oidc' && !isOfProvider(end, manifests) ? [end] : []));
  return {
    all: [...ends, ...apiserverEnds].map((end) => ({ ...end, idps: providersNamed(addressesOf(end), manifests) })),
    configurations,
    apiservers,
    issuers,
  };
}

/** An identity provider takes the ids and secrets of its clients from variables of the names that the apps have. */
const isOfProvider = ({ container }: LoginEnd, manifests: Manifests): boolean =>
  container !== undefined &&
  providersOf(manifests).some(({ facts: { runs } }) => runs.image.test(container.image) || runs.charts.includes(container.release?.chart ?? ''));

const addressesOf = ({ issuer, endpoints, slug }: LoginEnd): string[] => [issuer, ...endpoints, slug].flatMap((seen) => seen?.value ?? []);
