import type { LoginEnd } from '../../login/login-end.ts';
import { settingsOf } from '../../login/settings.ts';
import { settingsEnds } from '../../login/settings-form.ts';
import type { Manifests } from '../../tree/manifests.ts';
import { mediaForms } from './forms-media.ts';
import { operationsForms } from './forms-operations.ts';
import { platformForms } from './forms-platform.ts';
import { serviceForms } from './forms-services.ts';
import { toolForms } from './forms-tools.ts';

/** Reads the ends of apps that take their login from a map of settings, wherever it stands. A map belongs to the first form that knows it. */
export function readSettingsApp(manifests: Manifests): LoginEnd[] {
  const all = settingsOf(manifests);
  const taken = new Set<string>();
  return settingsEnds([...mediaForms, ...platformForms, ...serviceForms, ...toolForms, ...operationsForms], all, manifests.secrets)
    .filter(({ at: { at } }) => {
      const place = `${at.file}:${at.line}:${at.column}:${at.path}`;
      return !taken.has(place) && taken.add(place);
    })
    .map((end): LoginEnd => (end.object.kind === 'file' ? { ...end, loose: true } : end));
}
