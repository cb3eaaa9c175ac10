/**
 * Who may enter, as authentik's Python. Names instead of keys, so that no blueprint of an app writes or waits for a group. `all_groups` counts
 * members of child groups in, as authentik's own bindings to groups do (authentik/policies/engine.py).
 *
 * @param groups undefined for everyone
 */
export function accessExpression(groups: readonly string[] | undefined): string {
  if (groups === undefined) return 'return True\n';
  return `groups = [${groups.map((name) => JSON.stringify(name)).join(', ')}]\nreturn request.user.all_groups().filter(name__in=groups).exists()\n`;
}

/** What an expression that `accessExpression` wrote says; undefined for any other. */
export function readAccessExpression(text: string): { readonly everyone: true } | { readonly groups: readonly string[] } | undefined {
  if (text.trim() === 'return True') return { everyone: true };
  const [, list] = /^groups = (\[.*\])\nreturn request\.user\.all_groups\(\)\.filter\(name__in=groups\)\.exists\(\)$/.exec(text.trim()) ?? [];
  if (list === undefined) return undefined;
  try {
    const groups: unknown = JSON.parse(list);
    return Array.isArray(groups) && groups.every((name) => typeof name === 'string') ? { groups } : undefined;
  } catch {
    return undefined;
  }
}
