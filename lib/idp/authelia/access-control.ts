import type { Located } from '../../contract/observed.ts';
import type { Reader } from '../../manifest/reader.ts';
import type { Manifests } from '../../tree/manifests.ts';
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
    const rule = found.items('rules').find((one) => !isForSome(one) && domainsOf(one).some((domain) => fits(domain, host)));
    const decides = rule ?? found.get('default_policy');
    const policy = rule?.text('policy') ?? decides.text();
    if (policy === 'bypass') return 'open';
    if (rule !== undefined || (decides.exists && policy !== 'deny')) return decides.located(undefined);
  }
  return undefined;
}

const domainsOf = (rule: Reader): string[] => [rule.get('domain'), ...rule.items('domain')].flatMap((one) => one.text()?.toLowerCase() ?? []);

/** `*.` stands for any host below. What is filled in later is equal to itself. */
function fits(domain: string, host: string): boolean {
  const name = host.toLowerCase();
  return domain === name || (domain.startsWith('*.') && name.endsWith(domain.slice(1)));
}
