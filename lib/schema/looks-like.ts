import { isMap } from './validate-object.ts';

/** Why a file was passed over. */
export type NotJudged = 'not a Kubernetes object' | 'not YAML' | 'template' | 'template of a Helm chart';

const has = (value: Readonly<Record<string, unknown>>, field: string): boolean =>
  Object.hasOwn(value, field) || Object.keys(value).some((key) => key.length === field.length && key.toLowerCase() === field);

/**
 * Whether somebody meant a document to be a Kubernetes object. Values of charts, playbooks and files of apps lie beside objects in every
 * repository; an object that lacks its apiVersion or its kind is still one.
 */
export function looksLikeObject(value: unknown): boolean {
  if (!isMap(value)) return false;
  const [hasVersion, hasKind] = [has(value, 'apiversion'), has(value, 'kind')];
  if (hasVersion && hasKind) return true;
  const body = isMap(value['spec']) || isMap(value['data']) || isMap(value['stringData']);
  if (hasVersion || hasKind) return isMap(value['metadata']) || isMap(value['spec']);
  return isMap(value['metadata']) && typeof value['metadata']['name'] === 'string' && body;
}

/** Whether one of some lines of a text has the marks of Helm, Jinja or Go where YAML has a value or a key: not inside quotes. */
export function isTemplated(lines: readonly string[]): boolean {
  return lines.some((line) => /(?:^|[\s:[{,(-])(?:\{\{|\{%|<%|#\{)/.test(line.slice(0, 2_000)));
}
