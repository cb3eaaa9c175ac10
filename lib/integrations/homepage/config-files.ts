import { PinoutError, show } from '../../contract/error.ts';
import { yamlText } from '../../manifest/yaml-text.ts';
import type { HomepageFiles } from './options.ts';

const lists = ['services', 'bookmarks', 'widgets'] as const;

/**
 * homepage's files. All of them, so that none is the example that the image brings.
 *
 * @throws PinoutError `homepage-files-invalid`
 */
export function configFiles(files: HomepageFiles = {}, discovery: 'cluster' | 'off', edge: 'ingress' | 'gateway', app: string): Record<string, string> {
  const refuse = (field: string, found: unknown, wanted: string) =>
    new PinoutError({
      code: 'homepage-files-invalid',
      app,
      field,
      found: show(found),
      wanted,
      fix: "write files: { services: [{ Media: [{ Jellyfin: { href: 'https://…' } }] }] }",
    });
  const known: readonly string[] = [...lists, 'settings'];
  const unknown = Object.keys(files).find((name) => !known.includes(name));
  if (unknown !== undefined) throw refuse(`files.${unknown}`, unknown, `one of ${known.join(', ')}`);
  const texts = lists.map((name): [string, string] => {
    const value: unknown = files[name] ?? [];
    if (!Array.isArray(value)) throw refuse(`files.${name}`, value, "a list, as in homepage's documentation");
    return [`${name}.yaml`, yamlText(value)];
  });
  const settings: unknown = files.settings ?? {};
  if (typeof settings !== 'object' || settings === null || Array.isArray(settings)) throw refuse('files.settings', settings, 'an object');
  return {
    ...Object.fromEntries(texts),
    'settings.yaml': yamlText(settings),
    'kubernetes.yaml': yamlText(
      discovery === 'off'
        ? { mode: 'disabled' }
        : { mode: 'cluster', ...(edge === 'gateway' ? { ingress: false, gateway: true } : { ingress: true, traefik: false }) },
    ),
    'docker.yaml': yamlText({}),
  };
}
