import { PinoutError, show } from './error.ts';
import { checkedExternalDns, type ExternalDns, type ExternalDnsInput, externalDnsShape } from './external-dns.ts';
import { choice, flag, object } from './shape.ts';

/** Ways in which pods reach the identity provider's public name in a network that does not loop back. */
export const dnsModes = ['pihole', 'coredns-rewrite', 'coredns-hosts', 'hostAliases', 'public'] as const;
export type DnsMode = (typeof dnsModes)[number];

/** How pods resolve the identity provider, as the cluster's owner writes it. */
export interface DnsInput {
  readonly mode: DnsMode;
  /** The router sends packets from inside back to its own public address. Needed for `public`, and rare at home. */
  readonly hairpin?: boolean;
  /** For `pihole`: external-dns keeps the records, instead of you by the files in `manual/dns`. */
  readonly externalDns?: ExternalDnsInput;
}

/** The options of name resolution. */
export const dnsShape = object<DnsInput>({ mode: choice(...dnsModes), hairpin: flag, externalDns: externalDnsShape });

/** How pods resolve the identity provider, checked. */
export interface Dns {
  readonly mode: DnsMode;
  /** Whether the public name resolves to a private address inside pods: some apps refuse such addresses unless told. */
  readonly private: boolean;
  readonly externalDns?: ExternalDns;
}

/**
 * @throws PinoutError `choice-unknown`, `hairpin-missing`, `external-dns-mode`, and those of external-dns
 * @example checkedDns({ mode: 'pihole' })
 */
export function checkedDns(input: DnsInput): Dns {
  const { mode, hairpin } = input ?? {};
  if (!dnsModes.includes(mode))
    throw new PinoutError({
      code: 'choice-unknown',
      app: 'cluster',
      field: 'dns.mode',
      found: show(mode),
      wanted: `one of ${dnsModes.join(', ')}`,
      fix: "write dns: { mode: 'coredns-hosts' }",
    });
  if (mode === 'public' && hairpin !== true)
    throw new PinoutError({
      code: 'hairpin-missing',
      app: 'cluster',
      field: 'dns.hairpin',
      found: show(hairpin),
      wanted:
        "true, because with mode 'public' pods reach the identity provider at the router's public address, and most home routers do not support hairpin NAT",
      fix: "test it from a pod; then write dns: { mode: 'public', hairpin: true }, or remove dns: CoreDNS then resolves it to ingressAddress",
    });
  if (input.externalDns !== undefined && mode !== 'pihole')
    throw new PinoutError({
      code: 'external-dns-mode',
      app: 'cluster',
      field: 'dns.externalDns',
      found: `externalDns with mode ${show(mode)}`,
      wanted: "mode 'pihole': external-dns writes the records of a Pi-hole",
      fix: "write dns: { mode: 'pihole', externalDns: { … } }, or remove externalDns",
    });
  return { mode, private: mode !== 'public', ...(input.externalDns === undefined ? {} : { externalDns: checkedExternalDns(input.externalDns) }) };
}
