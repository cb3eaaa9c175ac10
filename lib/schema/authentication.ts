import type { AuthenticationConfiguration } from '../kubernetes/authentication-configuration.ts';
import { codeOfRefusal } from '../kubernetes/code-of-refusal.ts';
import { validateAuthenticationConfiguration } from '../kubernetes/validate-authentication-configuration.ts';
import type { Path } from '../manifest/parse-yaml.ts';
import type { Fault } from './validate-object.ts';

/** What a kube-apiserver says against an AuthenticationConfiguration whose types are right, in its own words, each at the field it names. */
export function authenticationFaults(value: object, minor: number): Fault[] {
  const { errors, notEvaluated } = validateAuthenticationConfiguration(value as AuthenticationConfiguration, minor);
  const unknown = notEvaluated.map(({ path, what }): Fault => ({
    code: 'schema-rule-not-evaluated',
    severity: 'info',
    path: pathOf(path),
    message: `was not evaluated: ${what}`,
    expected: what,
    fix: 'try the file on a kube-apiserver of that version before you roll it out',
  }));
  const faults = errors.map((whole): Fault => {
    // The server quotes the whole value, which may be a hundred thousand characters.
    const error = whole.length > 2_000 ? `${whole.slice(0, 300)} … ${whole.slice(-300)}` : whole;
    const [, field = '', message = error] = /^([A-Za-z]\w*(?:\[[^\]]*\]|\.\w+)*): ([\s\S]*)$/.exec(error) ?? [];
    return {
      code: codeOfRefusal(error),
      path: pathOf(field),
      message,
      received: error,
      why: 'kube-apiserver does not start with such a file. A running one keeps the old file.',
      fix: 'correct the field that the message names',
    };
  });
  return [...faults, ...unknown];
}

const pathOf = (field: string): Path =>
  [...field.matchAll(/(\w+)|\[(\d+)\]/g)].map(([, name, index]) => (index === undefined && !/^\d+$/.test(name ?? '') ? name! : Number(index ?? name)));
