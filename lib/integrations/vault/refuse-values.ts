import { PinoutError, show } from '../../contract/error.ts';
import type { JsonMap } from '../../manifest/manifest.ts';

const map = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Readonly<Record<string, unknown>>) : {};

/** Whether the server runs in high availability: then its active node has a Service of its own. */
export const isHighlyAvailable = (values: JsonMap): boolean => map(map(values['server'])['ha'])['enabled'] === true;

/** Image of the server, when the values name another than the chart's. */
export function imageOf(values: JsonMap, usual: { readonly registry?: string; readonly repository: string; readonly tag: string }): string {
  const given = map(map(values['server'])['image']);
  const text = (key: 'registry' | 'repository' | 'tag') => {
    const value = given[key];
    return typeof value === 'string' && value !== '' ? value : usual[key];
  };
  const registry = text('registry');
  return `${registry === undefined ? '' : `${registry}/`}${text('repository')}:${text('tag')}`;
}

/**
 * Refuses values that undo the login.
 *
 * @throws PinoutError `vault-value`
 */
export function refuseValues(values: JsonMap, app: string): void {
  const refuse = (field: string, found: unknown, wanted: string, fix: string) =>
    new PinoutError({ code: 'vault-value', app, field: `values.${field}`, found: show(found), wanted, fix });
  for (const key of ['fullnameOverride', 'nameOverride'])
    if (values[key] !== undefined && values[key] !== '')
      throw refuse(key, values[key], 'absent: it changes the name of the Service', "remove it, or give the app another name: name: '…'");
  const { tlsDisable, enabled } = map(values['global']);
  if (tlsDisable === false)
    throw refuse(
      'global.tlsDisable',
      false,
      'true: the ingress controller and the login Job use http inside the cluster',
      'remove it; the ingress controller has the certificate',
    );
  if (enabled === false) throw refuse('global.enabled', false, 'true', 'remove it');
  const { ingress, authDelegator, dev } = map(values['server']);
  if (map(ingress)['enabled'] === true) throw refuse('server.ingress.enabled', true, 'false: pinout writes the Ingress or route for the host', 'remove it');
  if (map(authDelegator)['enabled'] === false)
    throw refuse('server.authDelegator.enabled', false, 'true: without it the server cannot review the token of the login Job', 'remove it');
  if (map(dev)['enabled'] === true) throw refuse('server.dev.enabled', true, 'false: a server in development mode loses everything with its pod', 'remove it');
}
