import { delivery } from '../../delivery/engine.ts';
import { PinoutError } from '../../contract/error.ts';
import type { Facts } from '../../contract/facts.ts';
import { endpointOf } from '../../contract/idp-site.ts';
import { namesIssuer } from '../../contract/issuer-setting.ts';
import type { Manifest } from '../../manifest/manifest.ts';

/** A line of a file that an app reads: `issuer: URL`, `ISSUER=URL`, `"issuer": "URL",`. */
const line = /^[\s"'-]*([A-Za-z][\w.-]*)["']?\s*[:=]\s*["']?(https:\/\/[^\s"',]+)["']?,?\s*$/;

/**
 * Refuses the identity provider's own address where an app wants its issuer.
 *
 * @throws PinoutError `issuer-no-slug`
 */
export function refuseRootIssuer(objects: readonly Manifest[], app: string, { title, endpoints }: Facts['idp']): void {
  const roots = new Set(endpoints.noIssuer);
  const judge = (name: string, value: string, path: string) => {
    if (!namesIssuer(name) || !roots.has(value)) return;
    throw new PinoutError({
      code: 'issuer-no-slug',
      app,
      field: path,
      found: value,
      wanted: `${endpointOf(endpoints.issuer, app)}: ${title} has one issuer per application, and none at its root`,
      fix: 'use issuer.url, or issuer.discoveryUrl for the URL of the discovery document: values: ({ issuer }) => …',
    });
  };
  const visit = (value: unknown, name: string, path: string): void => {
    if (typeof value === 'string') {
      judge(name, value.trim(), path);
      for (const one of value.includes('\n') ? value.split('\n') : []) {
        const [, key = '', url = ''] = line.exec(one.slice(0, 1000)) ?? [];
        judge(key, url, `${path} (${key})`);
      }
    } else if (Array.isArray(value)) value.forEach((one, index) => visit(one, name, `${path}[${index}]`));
    else if (typeof value === 'object' && value !== null) {
      const map = value as Readonly<Record<string, unknown>>;
      const variable = typeof map['name'] === 'string' && 'value' in map ? map['name'] : undefined;
      for (const [key, one] of Object.entries(map))
        if (variable !== undefined && key === 'value') visit(one, variable, `${path} (${variable})`);
        else visit(one, key, `${path}.${key}`);
    }
  };
  for (const object of objects) visit(delivery.valuesOf(object), '', 'values');
}
