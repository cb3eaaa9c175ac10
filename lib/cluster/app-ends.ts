import { sharedParts } from '../idp/common-parts.ts';
import type { Contract } from '../contract/contract.ts';
import { PinoutError, show } from '../contract/error.ts';
import type { Facts } from '../contract/facts.ts';
import { slugName } from '../contract/names.ts';
import { noPage } from '../contract/tile.ts';
import { adopted, finishedEnd, refuseUnknownSecret, withApplications } from './adopted-end.ts';
import { apiserverFolder } from '../kubernetes/names.ts';
import type { App, AppEnd, Probe } from '../integrations/integration.ts';

/** An app with its contracts and its own end. */
export interface WiredApp {
  readonly name: string;
  readonly integration: Pick<App<unknown>['integration'], 'name' | 'keepsSecrets'>;
  readonly contracts: readonly Contract[];
  readonly end: AppEnd;
  readonly probe?: Probe;
}

/** Names of folders below identity/ that pinout uses itself. */
const reserved = new Set<string>([...sharedParts, apiserverFolder]);

/**
 * Works out contracts and ends of all apps.
 *
 * @param adjust what the cluster changes of a contract: the generation of its secret, its name
 * @throws PinoutError `app-duplicate`, `app-name-reserved`, `slug-duplicate`, `client-duplicate`, `host-duplicate`, and what the integrations refuse
 */
export function appEnds(apps: readonly App<unknown>[], facts: Facts, adjust: (contract: Contract, app: string) => Contract): WiredApp[] {
  const owners = { app: new Map<string, string>(), slug: new Map<string, string>(), client: new Map<string, string>(), host: new Map<string, string>() };
  const claim = (what: keyof typeof owners, value: string, app: string, field: string) => {
    const other = owners[what].get(value);
    if (other !== undefined)
      throw new PinoutError({
        code: `${what}-duplicate`,
        app,
        field,
        found: `${show(value)}, which ${other === app ? 'this app' : `the app ${other}`} already has`,
        wanted: `a unique ${what === 'client' ? 'client id' : what === 'app' ? 'name' : what}`,
        fix: what === 'host' ? "write another host, for example host: 'grafana2'" : `write another name, for example name: '${app}-2'`,
      });
    owners[what].set(value, app);
  };
  return apps.map((app) => {
    const name = slugName(app?.name, { app: typeof app?.name === 'string' && app.name !== '' ? app.name : app.integration.name, field: 'name' });
    if (reserved.has(name))
      throw new PinoutError({
        code: 'app-name-reserved',
        app: name,
        field: 'name',
        found: show(name),
        wanted: `none of ${[...reserved].join(', ')}: pinout writes folders with these names`,
        fix: `write name: '${name}-app'`,
      });
    claim('app', name, name, 'name');
    const contracts = adopted(app, name, app.integration.contracts(app.options, facts), facts).map((contract) => adjust(contract, name));
    for (const contract of contracts) {
      claim('slug', contract.slug, name, 'name');
      const application = contract.adopted?.login?.application ?? contract.application;
      if (application !== undefined && application !== contract.slug)
        claim('slug', application, name, contract.application === undefined ? 'adopt.application' : 'renamed.slugs');
      if (contract.protocol === 'oidc') claim('client', contract.clientId, name, 'clientId');
    }
    const pages = contracts.flatMap(({ tile }) => (tile.launchUrl === noPage ? [] : [tile.launchUrl]));
    for (const host of new Set(pages.map((page) => new URL(page).host))) claim('host', host, name, 'host');
    const own = withApplications(facts, contracts);
    const end = finishedEnd(app, name, app.integration.write(app.options, contracts, own));
    for (const contract of contracts) refuseUnknownSecret(contract, end, app.options, name);
    const probe = app.integration.probe?.(app.options, contracts, own);
    return { name, integration: app.integration, contracts, end, ...(probe === undefined ? {} : { probe }) };
  });
}
