import { adopting, type AdoptInput } from '../contract/adopt.ts';
import type { Contract } from '../contract/contract.ts';
import { PinoutError } from '../contract/error.ts';
import type { Facts } from '../contract/facts.ts';
import type { Tile } from '../contract/tile.ts';
import type { ExistingRelease } from '../delivery/release-options.ts';
import type { App, AppEnd } from '../integrations/integration.ts';
import { intoExisting } from './existing-release.ts';

/** Contracts of an app with what it takes over in authentik. @throws PinoutError `adopt-invalid`, `access-kept` */
export function adopted(app: App<unknown>, name: string, contracts: readonly Contract[], { idp }: Pick<Facts, 'idp'>): readonly Contract[] {
  const {
    adopt,
    tile = {},
    access,
    wayIn,
  } = app.options as { readonly adopt?: AdoptInput; readonly tile?: Partial<Tile>; readonly access?: unknown; readonly wayIn?: 'present' };
  if (adopt !== undefined && idp.own === true)
    throw new PinoutError({
      code: 'adopt-invalid',
      app: name,
      field: 'adopt',
      found: `adopt, and ${idp.title} as the identity provider`,
      wanted: 'absent: pinout adopts only authentik logins',
      fix: 'remove adopt',
    });
  const outpost = wayIn === undefined ? {} : ({ outpost: 'kept' } as const);
  const taken =
    adopt === undefined
      ? contracts
      : contracts.map((contract) => adopting(contract, adopt, { tile, access: access !== undefined && contract.access.kind !== 'kept', ...outpost }, name));
  if (taken.some((contract) => contract.access.kind === 'kept' && contract.adopted?.login === undefined))
    throw new PinoutError({
      code: 'access-kept',
      app: name,
      field: 'access',
      found: 'kept(), for a login that is not adopted',
      wanted: 'adopt with a provider or an application: a new login has no access rule to keep, and authentik would let everyone in',
      fix: `write access: groups('${name}-users'), or adopt: { provider: { clientId: '…' } }`,
    });
  return taken;
}

/** An app's end, for a release that is there already if there is one. @throws PinoutError `existing-release-unfit` */
export function finishedEnd(app: App<unknown>, name: string, end: AppEnd): AppEnd {
  const { existing } = app.options as { readonly existing?: ExistingRelease };
  if (existing === undefined) return end;
  return intoExisting(end, existing, name, app.options as object);
}

/** Facts that know how applications are called in authentik. */
export function withApplications(facts: Facts, contracts: readonly Contract[]): Facts {
  const other = contracts.flatMap(({ slug, application: renamed, adopted: taken }) => {
    const application = taken?.login?.application ?? renamed;
    return application === undefined || application === slug ? [] : [[slug, application] as const];
  });
  return other.length === 0 ? facts : { ...facts, idp: { ...facts.idp, applications: { ...facts.idp.applications, ...Object.fromEntries(other) } } };
}

/** An app's end that pinout writes has to know where the client secret lies that stays. @throws PinoutError `adopt-invalid` */
export function refuseUnknownSecret(contract: Contract, end: AppEnd, options: unknown, app: string): void {
  if (contract.protocol !== 'oidc' || contract.clientType === 'public' || contract.adopted?.login?.secret !== 'kept') return;
  if ((options as { readonly adopt: AdoptInput }).adopt.secret !== undefined || !end.secrets.some(({ name }) => name === contract.secret.name)) return;
  throw new PinoutError({
    code: 'adopt-invalid',
    app,
    field: 'adopt.secret',
    found: 'missing',
    wanted: "the Secret in the app's namespace that holds the client secret of the provider, or 'new' for another one at both ends",
    fix: `write adopt: { secret: { name: '${app}-oidc', key: 'client-secret' } }`,
  });
}
