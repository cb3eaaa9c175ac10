import type { EnvironmentForm } from './environment-form.ts';

type Names = readonly string[] | undefined;

/** A form for each login that variables name, where the form has `*` in its names; else the form itself. */
export function expandForm(form: EnvironmentForm, env: ReadonlyMap<string, unknown>): readonly EnvironmentForm[] {
  const patterns = [...form.clientId, ...form.issuer].filter((name) => name.includes('*'));
  if (patterns.length === 0) return [form];
  const found = new Set<string>();
  for (const pattern of patterns) {
    const [start = '', end = ''] = pattern.split('*');
    for (const name of env.keys())
      if (name.length > start.length + end.length && name.startsWith(start) && name.endsWith(end))
        found.add(name.slice(start.length, name.length - end.length));
  }
  return [...found].map((id) => {
    const fill = (names: Names) => names?.map((name) => name.replace('*', id));
    // Keys of a map keep their case in a file; variables have none, and apps read them in small letters.
    const { path } = form;
    return Object.fromEntries(
      Object.entries({
        ...form,
        clientId: fill(form.clientId),
        secret: fill(form.secret),
        issuer: fill(form.issuer),
        endpoints: fill(form.endpoints),
        scopes: fill(form.scopes),
        redirect: fill(form.redirect),
        path: path?.replace('*', id.toLowerCase()),
      }).filter(([, value]) => value !== undefined),
    ) as unknown as EnvironmentForm;
  });
}
