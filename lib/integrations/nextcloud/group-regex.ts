/**
 * The regular expression (PCRE) that user_oidc judges groups by: exactly these names. Only what matches is made, filled and emptied; without one, a
 * login takes a person out of every local group that the token does not name (nextcloud/user_oidc#866).
 *
 * @example groupRegex(['family', 'a.b']) // '/^(?:family|a\\.b)$/D'
 */
export function groupRegex(groups: readonly string[]): string {
  return `/^(?:${groups.map((name) => name.replace(/[.+/]/g, String.raw`\$&`)).join('|')})$/D`;
}

/** The names in an expression of that form; undefined for any other. */
export function groupsOfRegex(text: string): readonly string[] | undefined {
  const list = /^\/\^\(\?:((?:[^\\()[\]{}*?^$]|\\[./+])*)\)\$\/D$/u.exec(text)?.[1];
  if (list === undefined) return undefined;
  return list === '' ? [] : list.split('|').map((name) => name.replace(/\\([./+])/g, '$1'));
}
