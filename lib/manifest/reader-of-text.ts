import type { Dialect } from './dialect.ts';

/** Whether a text names a model of authentik, as blueprints do: whatever else is wrong with it, it is meant to be one. */
export const namesModel = (text: string): boolean => /\bauthentik_\w+\.\w/.test(text);

/**
 * What reads a text inside a ConfigMap or Secret, told by its words: a text that is no YAML has no fields to ask.
 */
export function readerOfText(key: string, text: string): { readonly name: string; readonly dialect: Dialect } | undefined {
  if (text.includes('apiserver.config.k8s.io/') && /^kind:[ \t]*["']?AuthenticationConfiguration\b/m.test(text))
    return { name: 'kube-apiserver', dialect: 'go' };
  const isBlueprint = /\.ya?ml$/.test(key) && /^entries:/m.test(text) && /^[ \t]*(?:-[ \t]+)?(?:\{[ \t]*)?["']?model["']?:[ \t]*["']?authentik_/m.test(text);
  return isBlueprint ? { name: 'authentik', dialect: 'pyyaml' } : undefined;
}
