import { writtenProvider } from '../idp/written.ts';
import { namesProvider } from '../idp/hosts.ts';
import { known } from '../tree/known.ts';
import { hostTextOf } from '../tree/opaque.ts';
import type { Found } from './found.ts';

const { facts } = writtenProvider;

/** Why a login is not one of the identity provider that is written here; undefined when it is, or when nothing speaks against it. */
export function otherProvider(one: Found, all: readonly Found[]): string | undefined {
  const { client, login, repository } = one;
  const here = `pinout writes ${facts.title}'s end here`;
  if (client !== undefined) return client.idp === facts ? undefined : `its identity provider is ${client.idp.title}, and ${here}`;
  const idps = login?.idps ?? [];
  if (idps.includes(facts)) return undefined;
  if (idps.length > 0) return `its identity provider is ${idps.map(({ title }) => title).join(' or ')}, and ${here}`;
  const issuer = known(login?.issuer?.value) ?? known(login?.endpoints.map(({ value }) => value).find((url) => known(url) !== undefined));
  if (issuer !== undefined && (namesProvider(hostTextOf(issuer) ?? '', repository) || !facts.address.test(issuer)))
    return `its identity provider is at ${issuer}, which is not a URL of ${facts.title}, and ${here}`;
  const isUsed = all.some((other) => other.client?.idp === facts || other.login?.idps?.includes(facts) === true) || installs(repository);
  return isUsed ? undefined : `no setting shows that its identity provider is ${facts.title}, and ${here}`;
}

/** Whether the provider that is written here is installed by a tree. */
const installs = ({ releases, containers }: Found['repository']): boolean =>
  releases.some(({ chart }) => facts.runs.charts.includes(chart)) || containers.some(({ image }) => facts.runs.image.test(image));
