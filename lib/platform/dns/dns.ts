import type { Facts } from '../../contract/facts.ts';
import type { Placed } from '../../manifest/manifest.ts';
import { emptyPart, type Part } from '../part.ts';
import { corefileFiles } from './corefile.ts';
import { dnsPage } from './dns-page.ts';
import { externalDns, externalDnsNamespace } from './external-dns.ts';
import { piholeFiles } from './pihole-files.ts';

/**
 * What the chosen way needs so that pods reach authentik and the apps by their public names.
 *
 * @param hosts every host of the cluster, authentik's first
 */
export function dns(facts: Facts, hosts: readonly string[]): Part {
  const { mode, externalDns: records } = facts.dns;
  const page = { path: 'dns/README.md', text: dnsPage(facts, hosts) };
  if (mode === 'coredns-rewrite' || mode === 'coredns-hosts') {
    const apply = {
      text: `Change the Corefile of CoreDNS (\`${facts.name}/manual/dns/README.md\` explains why Flux does not manage it)`,
      commands: [`sh ${facts.name}/manual/dns/coredns.sh --apply`],
    };
    return { ...emptyPart, manual: [page, ...corefileFiles(facts, hosts)], steps: [apply] };
  }
  if (mode !== 'pihole') return { ...emptyPart, manual: [page] };
  const files = piholeFiles(hosts, facts);
  if (records === undefined)
    return {
      ...emptyPart,
      manual: [page, ...files],
      steps: [
        {
          text: `Add the records to the Pi-hole, if it does not have them yet (\`${facts.name}/manual/dns/README.md\`)`,
          commands: [`PIHOLE=http://ADDRESS sh ${facts.name}/manual/dns/pihole.sh`],
        },
      ],
    };
  const { name, key } = records.password;
  return {
    ...emptyPart,
    placed: externalDns(records, facts).map((object): Placed => ({ folder: 'platform/external-dns', from: 'cluster', object })),
    namespaces: [externalDnsNamespace],
    manual: [page, ...files],
    needed: [{ kind: 'Secret', namespace: externalDnsNamespace, name, why: `web password of the Pi-hole, key ${key}` }],
    steps: [
      {
        text: `Store the web password of the Pi-hole in the namespace ${externalDnsNamespace}`,
        commands: [`kubectl -n ${externalDnsNamespace} create secret generic ${name} --from-file=${key}=./${key}`],
      },
    ],
  };
}
