import { seeds } from './odd-tree-seeds.ts';
import { oddKeys, oddTexts, oddValues } from './odd-tree-values.ts';

/** Numbers that look random and are the same for each seed. */
export function randomOf(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

/** Files of one tree: some of the seeds, each changed at a few places, as YAML. */
export function oddTree(seed: number): { readonly file: string; readonly text: string }[] {
  const random = randomOf(seed * 7919 + 1);
  return Array.from({ length: 1 + random(5) }, (_, index) => {
    const [file, value] = seeds[random(seeds.length)]!;
    const documents = [structuredClone(value), ...(random(6) === 0 ? [structuredClone(seeds[random(seeds.length)]![1])] : [])];
    const holder = { documents };
    for (let left = 1 + random(5); left > 0; left -= 1) change(holder, random);
    const written = documents.map((one) => flow(one)).join('\n---\n');
    return { file: `${index}/${file}`, text: random(12) === 0 ? spoilt(written, random) : written };
  });
}

type Holder = Record<string | number, unknown>;

/** Changes one node, found by walking down. */
function change(root: object, random: (below: number) => number): void {
  let holder = root as Holder;
  let keys = Object.keys(holder);
  let key = keys[random(keys.length)]!;
  for (let deep = 0; deep < 12; deep += 1) {
    const next = holder[key];
    if (typeof next !== 'object' || next === null || (deep > 1 && random(6) === 0)) break;
    keys = Object.keys(next);
    if (keys.length === 0) break;
    holder = next as Holder;
    key = keys[random(keys.length)]!;
  }
  const set = (name: string, value: unknown): void =>
    void Object.defineProperty(holder, Array.isArray(holder) ? String(holder.length) : name, { value, enumerable: true, configurable: true, writable: true });
  const old = holder[key];
  const odd = oddTexts[random(oddTexts.length)]!;
  switch (random(9)) {
    case 0:
    case 1:
      holder[key] = structuredClone(oddValues[random(oddValues.length)]);
      break;
    case 2:
    case 3:
      holder[key] = odd;
      break;
    case 4:
      if (typeof old === 'string') {
        const at = random(old.length + 1);
        holder[key] = old.slice(0, at) + odd + old.slice(at);
      } else holder[key] = [old];
      break;
    case 5:
      set(oddKeys[random(oddKeys.length)]!, old);
      break;
    case 6:
      if (!Array.isArray(holder)) Reflect.deleteProperty(holder, key);
      set(oddKeys[random(oddKeys.length)]!, old);
      break;
    case 7:
      if (!Array.isArray(holder)) Reflect.deleteProperty(holder, key);
      break;
    default:
      holder[key] = { [oddKeys[random(oddKeys.length)]!]: old };
  }
}

/** YAML in flow style: tags, and YAML inside texts, are part of it. */
function flow(value: unknown): string {
  if (value === '@date') return '2026-01-01';
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  if (Array.isArray(value)) return `[${value.map((one) => flow(one)).join(', ')}]`;
  const map = value as Readonly<Record<string, unknown>>;
  if (typeof map['@tag'] === 'string' && Object.hasOwn(map, 'of')) return `${map['@tag']} ${flow(map['of'])}`;
  // In block style at the top: what looks for `entries:` and `kind:` looks at the start of a line.
  if (Array.isArray(map['@text'])) return JSON.stringify(map['@text'].map((one) => blockOf(one)).join('\n---\n'));
  return `{${Object.entries(map)
    .map(([key, one]) => `${JSON.stringify(key)}: ${flow(one)}`)
    .join(', ')}}`;
}

function blockOf(value: unknown): string {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || '@tag' in value) return flow(value);
  return Object.entries(value)
    .map(
      ([key, one]) =>
        `${/^\w+$/.test(key) ? key : JSON.stringify(key)}: ${key === 'entries' && Array.isArray(one) ? one.map((entry) => `\n- ${flow(entry)}`).join('') : flow(one)}`,
    )
    .join('\n');
}

function spoilt(written: string, random: (below: number) => number): string {
  const at = random(written.length + 1);
  const odd = oddTexts[random(oddTexts.length)]!;
  return random(3) === 0 ? written.slice(0, at) : written.slice(0, at) + odd + written.slice(at + random(3));
}
