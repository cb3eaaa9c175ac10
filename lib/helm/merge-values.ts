import { NotRendered } from './not-rendered.ts';
import type { Chart, Dependency } from './chart.ts';
import { deepCopy } from './map-functions.ts';
import { type Dict, isDict, isNil, type Value } from './value.ts';

/** Values over those of a chart: maps are merged, and null takes a value away. */
export function coalesced(over: Dict, under: Dict): Dict {
  const made = deepCopy(under) as Dict;
  for (const [key, value] of over) {
    const own = made.get(key);
    if (isNil(value)) {
      if (under.has(key)) made.delete(key);
      else made.set(key, value);
    } else if (isDict(own) && isDict(value)) made.set(key, coalesced(value, own));
    else made.set(key, deepCopy(value));
  }
  return made;
}

/** Values files one over another, as helm takes `-f A -f B`: null stays, so that it can take away a value of the chart. */
export function layered(layers: readonly Dict[]): Dict {
  const made: Dict = new Map();
  for (const layer of layers)
    for (const [key, value] of layer) {
      const own = made.get(key);
      made.set(key, isDict(own) && isDict(value) ? layered([own, value]) : deepCopy(value));
    }
  return made;
}

/** Values of a dependency: what stands below its name, over its own, with what is global. */
export function valuesBelow(parent: Dict, name: string, chart: Chart): Dict {
  const given = parent.get(name);
  const none: Dict = new Map();
  const own = coalesced(isDict(given) ? given : none, chart.values);
  const [global, inner] = [parent.get('global'), own.get('global')];
  if (isDict(global)) own.set('global', coalesced(global, isDict(inner) ? inner : none));
  return own;
}

/** Whether a dependency is taken: its conditions first, then its tags. */
export function isEnabled({ condition, tags }: Dependency, values: Dict): boolean {
  for (const path of (condition ?? '').split(',')) {
    const value = path
      .trim()
      .split('.')
      .reduce<Value>((at, key) => (isDict(at) ? at.get(key) : undefined), values);
    if (typeof value === 'boolean') return value;
    if (typeof value === 'string') throw new NotRendered('a condition of a dependency is no boolean');
  }
  const all = values.get('tags');
  const set = tags.flatMap((tag) => (isDict(all) && typeof all.get(tag) === 'boolean' ? [all.get(tag) === true] : []));
  return set.length === 0 || set.includes(true);
}
