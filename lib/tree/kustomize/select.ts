import { RE2JS } from 're2js';
import { keysOf } from '../../manifest/composed.ts';
import type { Reader } from '../../manifest/reader.ts';
import { groupOf, type Id, type Resource, scalarAt, versionOf } from './resource.ts';

/** Whether a text is matched as a whole by a pattern of Go; nothing said matches all. */
function matches(pattern: string | undefined, ...texts: readonly string[]): boolean {
  if (pattern === undefined || pattern === '') return true;
  if (texts.includes(pattern)) return true;
  try {
    const compiled = RE2JS.compile(`^(?:${pattern})$`);
    return texts.some((text) => compiled.matcher(text).find());
  } catch {
    return false;
  }
}

const textOf = (selector: Reader, key: string): string | undefined => {
  const value = selector.get(key).scalar();
  return value === undefined || value === null ? undefined : String(value);
};

const effective = ({ namespace }: Id): string => (namespace === '' ? 'default' : namespace);

/** Whether a `target` or `select` of a kustomization means an object (kustomize api/resmap, Select). */
export function isTarget(resource: Resource, selector: Reader): boolean {
  const [now, first] = [resource.id, resource.firstId];
  return (
    matches(textOf(selector, 'kind'), now.kind) &&
    matches(textOf(selector, 'group'), groupOf(now.apiVersion)) &&
    matches(textOf(selector, 'version'), versionOf(now.apiVersion)) &&
    matches(textOf(selector, 'name'), first.name, now.name) &&
    matches(textOf(selector, 'namespace'), effective(first), effective(now)) &&
    hasLabels(resource, 'labels', textOf(selector, 'labelSelector')) &&
    hasLabels(resource, 'annotations', textOf(selector, 'annotationSelector'))
  );
}

/** A selector of labels, in the words of `kubectl get -l`. */
export function hasLabels(resource: Resource, field: 'labels' | 'annotations', selector: string | undefined): boolean {
  if (selector === undefined || selector.trim() === '') return true;
  const node = resource.at('metadata', field);
  const keys = new Set(keysOf(node));
  // Commas stand between requirements and inside of `in (a, b)`.
  return selector.split(/,(?![^(]*\))/).every((requirement) => {
    const [, key = '', operator = '', list = ''] = /^\s*([^\s!=()]+)\s+(in|notin)\s*\(([^)]*)\)\s*$/.exec(requirement) ?? [];
    if (operator !== '') {
      const isIn = keys.has(key) && list.split(',').some((one) => one.trim() === scalarAt(node, key));
      return operator === 'in' ? isIn : !isIn;
    }
    const [, left = '', how = '', right = ''] = /^\s*([^\s!=]+)\s*(==|=|!=)\s*(\S*)\s*$/.exec(requirement.slice(0, 1000)) ?? [];
    if (how !== '') return (how === '!=') !== (keys.has(left) && scalarAt(node, left) === right);
    const name = requirement.trim();
    return name.startsWith('!') ? !keys.has(name.slice(1).trim()) : keys.has(name);
  });
}
