import type { Dependency } from './chart.ts';

/** `import-values` of a dependency: a name below its `exports`, or both paths. */
export function importsIn(value: unknown): Dependency['imports'] {
  return (Array.isArray(value) ? (value as unknown[]) : []).flatMap((one) => {
    if (typeof one === 'string') return [{ child: `exports.${one}`, parent: '.' }];
    const { child, parent } = (typeof one === 'object' && one !== null ? one : {}) as Readonly<Record<string, unknown>>;
    return typeof child === 'string' && typeof parent === 'string' ? [{ child, parent }] : [];
  });
}
