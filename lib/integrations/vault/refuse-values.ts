import { PinoutError, show } from '../../contract/error.ts';
import type { JsonMap } from '../../manifest/manifest.ts';
import { valuesOf } from '../../repository/chart-facts.ts';

/** Whether the server runs in high availability: then its active node has a Service of its own. */
export const isHighlyAvailable = (values: JsonMap): boolean => valuesOf(values)('server', 'ha', 'enabled') === true;

/** Image of the server, when the values name another than the chart's. */
export function imageOf(values: JsonMap, usual: { readonly registry?: string; readonly repository: string; readonly tag: string }): string {
  const text = (key: 'registry' | 'repository' | 'tag') => {
    const value = valuesOf(values)('server', 'image', key);
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
  const refuse = (path: string, found: unknown, wanted: string, fix: string) =>
    new PinoutError({ code: 'vault-value', app, field: `values.${path}`, found: show(found), wanted, fix });
  const get = valuesOf(values);
  for (const key of ['fullnameOverride', 'nameOverride'])
    if (get(key) !== undefined && get(key) !== '')
      throw refuse(key, get(key), 'absent: it changes the name of the Service', "remove it, or give the app another name: name: '…'");
  if (get('global', 'tlsDisable') === false)
    throw refuse(
      'global.tlsDisable',
      false,
      'true: the ingress controller and the login Job use http inside the cluster',
      'remove it; the ingress controller has the certificate',
    );
  if (get('global', 'enabled') === false) throw refuse('global.enabled', false, 'true', 'remove it');
  if (get('server', 'ingress', 'enabled') === true)
    throw refuse('server.ingress.enabled', true, 'false: pinout writes the Ingress or route for the host', 'remove it');
  if (get('server', 'authDelegator', 'enabled') === false)
    throw refuse('server.authDelegator.enabled', false, 'true: without it the server cannot review the token of the login Job', 'remove it');
  if (get('server', 'dev', 'enabled') === true)
    throw refuse('server.dev.enabled', true, 'false: a server in development mode loses everything with its pod', 'remove it');
}
