import { namesModel } from './reader-of-text.ts';

/**
 * Whether somebody meant a text that is no YAML to be a Kubernetes object, a kustomization or a blueprint of authentik. Compose files,
 * playbooks and fixtures of tests lie beside them in every repository, and none of their programs reads what these do.
 */
export function textLooksLikeObject(text: string): boolean {
  return (/^[ \t]*(?:- )?["']?apiVersion["']?\s*:/m.test(text) && /^[ \t]*(?:- )?["']?kind["']?\s*:/m.test(text)) || namesModel(text);
}
