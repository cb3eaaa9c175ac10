import { yamlText } from '../../manifest/yaml-text.ts';
import type { HomepageFiles } from './options.ts';

const lists = ['services', 'bookmarks', 'widgets'] as const;

/** homepage's files. All of them, so that none is the example that the image brings. */
export function configFiles(files: HomepageFiles = {}, discovery: 'cluster' | 'off', edge: 'ingress' | 'gateway'): Record<string, string> {
  const texts = lists.map((name): [string, string] => [`${name}.yaml`, yamlText(files[name] ?? [])]);
  return {
    ...Object.fromEntries(texts),
    'settings.yaml': yamlText(files.settings ?? {}),
    'kubernetes.yaml': yamlText(
      discovery === 'off'
        ? { mode: 'disabled' }
        : { mode: 'cluster', ...(edge === 'gateway' ? { ingress: false, gateway: true } : { ingress: true, traefik: false }) },
    ),
    'docker.yaml': yamlText({}),
  };
}
