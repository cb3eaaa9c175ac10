import type { Located } from '../../contract/observed.ts';
import type { Reader } from '../../manifest/reader.ts';
import type { Manifests } from '../../tree/manifests.ts';
import { goPattern } from '../../schema/pattern.ts';
import { known } from '../../tree/known.ts';
import { settingsWith } from '../settings.ts';

/**
 * The rule of `access_control` that decides about a host, or its default where that lets people in;
 * `open` where nobody has to sign in (https://www.authelia.com/configuration/security/access-control/).
 */
export function ruleFor(manifests: Manifests, host: string): Located<unknown> | 'open' | undefined {
  for (const { found } of settingsWith(manifests, 'authelia', 'access_control')) {
    // A rule for some paths, methods or networks leaves the rest to the next.
    const isForSome = (one: Reader): boolean =>
      one.text('policy') === 'bypass' && ['resources', 'methods', 'networks', 'query'].some((field) => one.get(field).exists);
    const rule = found.items('rules').find((one) => !isForSome(one) && isFor(one, host));
    const decides = rule ?? found.get('default_policy');
    const policy = rule?.text('policy') ?? decides.text();
    if (policy === 'bypass') return 'open';
    if (rule !== undefined || (decides.exists && policy !== 'deny')) return decides.located(undefined);
  }
  return undefined;
}

const isFor = (rule: Reader, host: string): boolean =>
  textsAt(rule, 'domain').some((domain) => fits(domain.toLowerCase(), host)) || textsAt(rule, 'domain_regex').some((source) => matches(source, host));

const textsAt = (rule: Reader, field: string): string[] => [rule.get(field), ...rule.items(field)].flatMap((one) => one.text() ?? []);

/** `domain_regex`, in Go's language. Of a host that only the cluster knows nothing can be said, but that it is one. */
const matches = (source: string, host: string): boolean =>
  /^\^?\.[*+]\$?$/.test(source) || (known(host) !== undefined && goPattern(source, false)?.(host.toLowerCase()) === true);

/** `*.` stands for any host below. What is filled in later is equal to itself. */
function fits(domain: string, host: string): boolean {
  const name = host.toLowerCase();
  return domain === name || (domain.startsWith('*.') && name.endsWith(domain.slice(1)));
}
