import type { LoginForm } from './login-form.ts';

/** What of a form may name one of several logins. */
type Patterns = Pick<LoginForm, 'secret' | 'issuer' | 'endpoints' | 'scopes' | 'redirect' | 'base' | 'path'> & { readonly clientId: readonly string[] };

/** A form for each login that variables name, where the form has `*` in its names; else the form itself. */
export function expandForm<Form extends Patterns>(form: Form, env: ReadonlyMap<string, unknown>): readonly Form[] {
  const patterns = [...form.clientId, ...(form.issuer ?? [])].filter((name) => name.includes('*'));
  if (patterns.length === 0) return [form];
  const found = new Set<string>();
  for (const pattern of patterns) {
    const [start = '', end = ''] = pattern.split('*');
    for (const name of env.keys())
      if (name.length > start.length + end.length && name.startsWith(start) && name.endsWith(end))
        found.add(name.slice(start.length, name.length - end.length));
  }
  const fields = ['clientId', 'secret', 'issuer', 'endpoints', 'scopes', 'redirect', 'base'] as const;
  return [...found].map((id) => ({
    ...form,
    ...Object.fromEntries(fields.flatMap((field) => (form[field] === undefined ? [] : [[field, form[field].map((name) => name.replace('*', id))]]))),
    // Names of variables have no case: apps read them in small letters.
    ...(form.path === undefined ? {} : { path: form.path.replace('*', id.toLowerCase()) }),
  }));
}
