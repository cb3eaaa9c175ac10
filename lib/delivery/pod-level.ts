import { delivery } from './engine.ts';
import { type PodSecurityLevel, withinBaseline } from '../contract/pod-security.ts';
import type { Manifest } from '../manifest/manifest.ts';

/**
 * The Pod Security Standard of an app's pods: what its chart is known to meet, unless values ask for more.
 *
 * @param met what the pods meet with the values that pinout writes alone
 * @param values what the app's user adds: with it no more than `baseline` is known
 */
export function podLevel(objects: readonly Manifest[], met: PodSecurityLevel | undefined, values?: unknown): { readonly podSecurity?: PodSecurityLevel } {
  if (met === undefined || !objects.every((object) => withinBaseline(delivery.valuesOf(object)))) return {};
  return { podSecurity: values === undefined ? met : 'baseline' };
}
