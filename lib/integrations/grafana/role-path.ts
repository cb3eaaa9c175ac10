import { grafanaRoles } from './options.ts';

/**
 * Text as a JMESPath literal: a raw string where nothing in it needs escaping, else JSON between backticks with every unusual
 * character as \uXXXX. Neither form can hold `{{`, which Helm would take for a template of its own (the chart's `tpl`).
 *
 * @example jmesLiteral("it's") // '`"it\\u0027s"`'
 */
export function jmesLiteral(text: string): string {
  if (/^[\p{L}\p{M}\p{N} _.:@/+-]*$/u.test(text)) return `'${text}'`;
  const json = text.replace(/[^A-Za-z0-9 _.:@/+-]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
  return `\`"${json}"\``;
}

const member = (group: string): string => `contains(groups[*], ${jmesLiteral(group)})`;

/**
 * Grafana's role expression: the highest role whose group the user is in, and nothing for anyone else.
 *
 * No catch-all at its end (`|| 'Viewer'`): Grafana evaluates the expression on the id_token with an empty list of groups before it asks
 * userinfo, so a catch-all always wins when groups come from userinfo alone (grafana/grafana#106686).
 */
export function rolePath(roles: Readonly<Record<string, readonly string[]>>): string {
  return grafanaRoles
    .flatMap((role) => {
      const groups = roles[role] ?? [];
      if (groups.length === 0) return [];
      const anyOf = groups.map(member).join(' || ');
      return [`${groups.length > 1 ? `(${anyOf})` : anyOf} && '${role}'`];
    })
    .join(' || ');
}

const token = /contains\(\s*groups(?:\[\*\]|\[\])?\s*,\s*(?:'((?:[^'\\]|\\.)*)'|`("(?:[^"\\`]|\\.)*")`)\s*\)|&&\s*'(\w+)'/g;

/** The text of a literal, or nothing: jmespath refuses the whole expression then. */
function textOfJson(json: string): string | undefined {
  try {
    const value = JSON.parse(json) as unknown;
    return typeof value === 'string' ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Groups by role, read out of an expression of that form, wherever it came from. */
export function rolesOfPath(path: string): Record<string, readonly string[]> {
  const roles: Record<string, string[]> = {};
  let pending: string[] = [];
  for (const [, raw, json, role] of path.slice(0, 20_000).matchAll(token)) {
    if (role === undefined) {
      const group = json === undefined ? (raw ?? '').replaceAll("\\'", "'") : textOfJson(json);
      if (group !== undefined) pending.push(group);
    } else {
      if (Object.hasOwn(roles, role)) roles[role]!.push(...pending);
      else Object.defineProperty(roles, role, { value: pending, enumerable: true, writable: true, configurable: true });
      pending = [];
    }
  }
  return roles;
}
