import { wayOf } from '../../contract/edge-before.ts';
import type { Facts } from '../../contract/facts.ts';
import { serviceName } from './corefile.ts';

/** The page in `manual/dns`: what the chosen way does, what it does not reach, and how to see that it works. */
export function dnsPage(given: Facts, hosts: readonly string[]): string {
  const { edgeBefore } = given;
  // What is said of authentik is said of the way that its name leads to.
  const facts: Facts = { ...given, ...wayOf(given, given.idp.host) };
  const { mode, externalDns } = facts.dns;
  return [
    `# How pods reach ${facts.idp.host}`,
    '',
    `\`dns: { mode: '${mode}' }\`. ${text[mode](facts)}`,
    '',
    ...(mode === 'pihole' && externalDns !== undefined
      ? [
          `external-dns (\`platform/external-dns\`) writes the records into ${externalDns.server}. It only adds and changes: without TXT records it cannot know whose a record is. Records of apps that are gone stay until you delete them. A second Pi-hole needs a second external-dns, or a tool that keeps the two alike.`,
          '',
        ]
      : []),
    // The files of Pi-hole have them already.
    ...(mode === 'pihole' && edgeBefore === undefined
      ? []
      : [
          '## Names',
          '',
          ...hosts.map(
            (host) =>
              `- ${host}${edgeBefore === undefined ? '' : ` (${wayOf(given, host).ingressAddress}${edgeBefore.moved.includes(host) ? ', moved' : ', not moved yet'})`}`,
          ),
          '',
        ]),
    ...(mode === 'coredns-rewrite' || mode === 'coredns-hosts' ? coredns : []),
    '## What this does not reach',
    '',
    ...apart[mode](facts),
    '',
    '## Is it so?',
    '',
    'Ask from the pod that needs it, not from your laptop: the page of the cluster has a line for each app. From anywhere inside:',
    '',
    '```sh',
    `kubectl run -it --rm --restart=Never --image=docker.io/curlimages/curl:8.17.0 ask -- -sS -o /dev/null -w '%{remote_ip} %{http_code}\\n' https://${facts.idp.host}/-/health/live/`,
    '```',
    '',
    mode === 'hostAliases'
      ? '`nslookup` and `dig` do not read /etc/hosts: they say that it is broken when the app is fine. This line too asks as a pod without host aliases.'
      : `It prints ${mode === 'coredns-rewrite' ? "the Service's cluster address" : facts.ingressAddress} and 200. A time-out with the public address: the router does not send packets back inside.`,
    '',
    'An answer by name that then times out on some nodes alone: the Service of the ingress controller has `externalTrafficPolicy: Local` under IPVS, and pods on nodes without a controller get nothing. Use `Cluster`, or `coredns-rewrite`, which asks the cluster address.',
    '',
  ].join('\n');
}

const text: Readonly<Record<Facts['dns']['mode'], (facts: Facts) => string>> = {
  pihole: ({ ingressAddress }) =>
    `The Pi-hole answers with ${ingressAddress} for the names in \`pihole.toml\`. CoreDNS of kubeadm asks the resolver of its node, so when the nodes use the Pi-hole and nothing else, one record serves browsers and pods alike. Look at \`/etc/resolv.conf\` of every node (with systemd-resolved: \`/run/systemd/resolve/resolv.conf\`): a second, public resolver in it makes logins fail now and then, because CoreDNS picks one at random. A Pi-hole that runs in this same cluster is needed before it can start: take \`coredns-rewrite\` then. \`pihole.toml\` and \`pihole.sh\` hold the records. \`pihole-FTL --config dns.hosts '[…]'\` would replace the whole list. Pi-hole's list knows no wildcards; one line \`address=/DOMAIN/ADDRESS\` in \`misc.dnsmasq_lines\` does (in \`/etc/dnsmasq.d\` version 6 ignores it unless \`misc.etc_dnsmasq_d\` is on).`,
  'coredns-rewrite': (facts) =>
    `CoreDNS answers for the names below with the address of the Service ${serviceName(facts)}: no address of your network is in git, and certificates and Host headers stay those of the public name. Asked for IPv6 it says that there is none, unless the Service has one.`,
  'coredns-hosts': ({ ingressAddress }) => `CoreDNS answers for the names below with ${ingressAddress}, and says that there is no other record for them.`,
  hostAliases: ({ idp, ingressAddress }) =>
    `Every app that asks authentik gets \`${ingressAddress} ${idp.host}\` in its pod's /etc/hosts, by its chart. An app whose chart cannot do that is refused. The pods restart when the address changes.`,
  public: () =>
    'Pods go to the public address, and the router sends the packets back inside (hairpin NAT). Nothing is written. When the router is replaced, every login may stop at once: test after that.',
};

const resolver = (facts: Facts) =>
  `the resolver of the nodes answers with ${facts.ingressAddress} for ${facts.idp.host} (a Pi-hole record), or the name is in \`/etc/hosts\` of the node, or the static pod has \`hostAliases\` by a kubeadm patch. The kubelet copies the node's /etc/hosts into pods of the host's network when they start: restart the apiserver after a change`;
const hostNetwork = (facts: Facts) =>
  `- Pods with \`hostNetwork: true\` or \`dnsPolicy: Default\` do not ask CoreDNS either. They too need ${facts.idp.host} from the resolver of their node; \`dnsPolicy: ClusterFirstWithHostNet\` brings the first kind back to CoreDNS.`;

const apart: Readonly<Record<Facts['dns']['mode'], (facts: Facts) => readonly string[]>> = {
  pihole: ({ idp }) => [
    `- kube-apiserver and other pods of the host's network ask the node's resolver directly: the record reaches them as well, if the control plane's own resolver is the Pi-hole. On the control plane: \`getent hosts ${idp.host}\`.`,
    '- Programs with a resolver of their own (DNS over HTTPS inside the app) ask nobody at home.',
  ],
  'coredns-rewrite': (facts) => [
    `- kube-apiserver runs in the host's network and never asks CoreDNS. When it validates tokens of authentik, see to it that ${resolver(facts)}.`,
    hostNetwork(facts),
    '- Browsers: they need the names from the resolver of your network.',
  ],
  'coredns-hosts': (facts) => apart['coredns-rewrite'](facts),
  hostAliases: (facts) => [
    `- kube-apiserver: its pod comes from a file on the control plane. When it validates tokens of authentik, see to it that ${resolver(facts)}.`,
    "- Pods of the host's network: the kubelet writes host aliases into theirs as well, but only where their chart sets them.",
    '- Everything that pinout did not write: your own pods, debug pods.',
    '- The hosts of the apps: only authentik is in /etc/hosts. A probe of an app by its public name needs another way.',
  ],
  public: () => ["- Nothing is special about kube-apiserver and pods of the host's network: they go the same way round."],
};

const coredns = [
  '## Putting it in',
  '',
  '```sh',
  'sh coredns.sh           # shows the change',
  'sh coredns.sh --apply   # makes it',
  '```',
  '',
  'It changes the ConfigMap `kube-system/coredns` and nothing else, and running it twice changes nothing. Run it again after an app was added or removed, and after `kubeadm upgrade` if the lines are gone.',
  '',
  'Why Flux does not own it: the whole Corefile is one key of one ConfigMap, so Flux would have to own all of it. kubeadm replaces it at each upgrade when it is its own default, keeps or migrates it when it was changed (the old one stays as `Corefile-backup`), and Flux would put its copy back, however old. With `prune`, taking it out of git would delete the DNS of the cluster. kubeadm has no `coredns-custom` to import.',
  '',
  "Only plugins that kubeadm's migration knows are used (`rewrite`, `hosts`). With `template` or `k8s_gateway` in the Corefile, or an image of your own, `kubeadm upgrade` stops with CoreDNSUnsupportedPlugins.",
  '',
  'CoreDNS keeps answers for 30 seconds and looks for a changed Corefile every half minute; the kubelet brings the change to its pod within about a minute.',
  '',
];
