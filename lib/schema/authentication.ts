import type { AuthenticationConfiguration } from '../kubernetes/authentication-configuration.ts';
import { validateAuthenticationConfiguration } from '../kubernetes/validate-authentication-configuration.ts';
import type { Path } from '../manifest/parse-yaml.ts';
import type { Fault } from './validate-object.ts';

/** What a kube-apiserver says against an AuthenticationConfiguration whose types are right, in its own words, each at the field it names. */
export function authenticationFaults(value: object, minor: number): Fault[] {
  const { errors } = validateAuthenticationConfiguration(value as AuthenticationConfiguration, minor);
  return errors.map((error): Fault => {
    const [, field = '', message = error] = /^([A-Za-z]\w*(?:\[[^\]]*\]|\.\w+)*): ([\s\S]*)$/.exec(error) ?? [];
    return {
      code: 'authentication-config-invalid',
      path: pathOf(field),
      message,
      received: error,
      why: 'The kube-apiserver does not start with such a file, and a running one keeps the old one.',
      fix: 'see docs/rules/authentication-config-invalid.md for what each rule wants',
    };
  });
}

const pathOf = (field: string): Path =>
  [...field.matchAll(/(\w+)|\[(\d+)\]/g)].map(([, name, index]) => (index === undefined && !/^\d+$/.test(name ?? '') ? name! : Number(index ?? name)));
