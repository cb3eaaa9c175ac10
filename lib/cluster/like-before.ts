import { textOfNotSecret } from '../compose/not-secret.ts';

const isMap = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Changed data in the order of keys that it had before: cdk8s sorts them, and the diff of dist would show the whole object. New keys stand
 * last. A null of before stays: cdk8s drops it, and to Helm it means "take the chart's default away". So does the wrapping of `notSecret`.
 */
export function likeBefore(now: unknown, before: unknown): unknown {
  const text = textOfNotSecret(before);
  if (text !== undefined) return now === text ? before : now;
  if (Array.isArray(now)) return now.map((item: unknown, index) => likeBefore(item, Array.isArray(before) ? (before as unknown[])[index] : undefined));
  if (!isMap(now)) return now;
  const old = isMap(before) ? before : {};
  const kept = Object.keys(old).filter((key) => Object.hasOwn(now, key) || old[key] === null);
  const added = Object.keys(now).filter((key) => !Object.hasOwn(old, key));
  return Object.fromEntries([...kept, ...added].map((key) => [key, Object.hasOwn(now, key) ? likeBefore(now[key], old[key]) : null]));
}
