import { wayOf } from '../../contract/edge-before.ts';
import { PinoutError } from '../../contract/error.ts';
import type { Facts } from '../../contract/facts.ts';
import type { ManualFile } from '../../manifest/manifest.ts';

/** Name of the ingress controller's Service inside the cluster. @throws PinoutError `edge-service` */
export function serviceName({ edge }: Pick<Facts, 'edge'>): string {
  if (edge.service !== undefined) return `${edge.service.name}.${edge.service.namespace}.svc.cluster.local`;
  throw new PinoutError({
    code: 'edge-service',
    app: 'cluster',
    field: 'edge.service',
    found: 'missing',
    wanted: 'the Service of the way in: CoreDNS answers with its address',
    fix: "write edge: { service: { name: '…', namespace: '…' }, … }, or dns: { mode: 'coredns-hosts' }, which needs the address alone",
  });
}

/**
 * Lines for the server block `.:53` of kubeadm's Corefile. Only plugins that the migration of `kubeadm upgrade` knows (coredns/corefile-migration):
 * it refuses to go on with `template` or `k8s_gateway`. The order of lines does not matter: plugins run in the order that CoreDNS was built with.
 */
function corefileLines(facts: Pick<Facts, 'edge' | 'dns' | 'ingressAddress' | 'edgeBefore'>, hosts: readonly string[]): readonly string[] {
  // With `exact` CoreDNS renames the answer back by itself.
  if (facts.dns.mode === 'coredns-rewrite') return hosts.map((host) => `rewrite name exact ${host} ${serviceName(wayOf(facts, host))}`);
  // Without fallthrough every other name of the world would be unknown.
  return ['hosts {', ...hosts.map((host) => `    ${wayOf(facts, host).ingressAddress} ${host}`), '    ttl 60', '    fallthrough', '}'];
}

/** The lines, and a script that puts them in. */
export function corefileFiles(facts: Pick<Facts, 'edge' | 'dns' | 'idp' | 'domain' | 'ingressAddress' | 'edgeBefore'>, hosts: readonly string[]): ManualFile[] {
  const lines = corefileLines(facts, hosts);
  return [
    { path: 'dns/Corefile.fragment', text: `# For the server block .:53 of the Corefile.\n${lines.map((line) => `    ${line}\n`).join('')}` },
    { path: 'dns/coredns.sh', text: script(lines, facts.idp.host, facts.domain) },
  ];
}

/**
 * The edit as a script, because the whole Corefile is one key of one ConfigMap: Kubernetes merges nothing inside it, and Flux would own, and with
 * prune delete, what kubeadm owns. It recognises its own lines by the hosts in them and not by a comment: kubeadm's migration drops comments.
 */
function script(lines: readonly string[], idp: string, domain: string): string {
  const dots = (host: string) => host.replaceAll('.', String.raw`\.`);
  return [
    '# Puts the lines of Corefile.fragment into the Corefile of CoreDNS, in place of those that it put in before. Running it twice changes nothing.',
    '# sh coredns.sh           shows the change',
    '# sh coredns.sh --apply   makes it; CoreDNS takes it up within two minutes',
    '# sh coredns.sh --print   reads a Corefile from standard input and prints the changed one',
    'set -eu',
    "fragment=$(cat <<'END'",
    ...lines.map((line) => `    ${line}`),
    'END',
    ')',
    'edit() {',
    `  FRAGMENT=$fragment awk '`,
    `    function ours(name) { return name == "${idp}" || name ~ /\\.${dots(domain)}$/ }`,
    '    /^[ \\t]+rewrite[ \\t]+name[ \\t]+exact[ \\t]/ && ours($4) { next }',
    '    /^[ \\t]+hosts[ \\t]*\\{/ {',
    '      block = $0; mine = 0',
    '      while ((getline line) > 0) {',
    '        block = block "\\n" line; count = split(line, word, /[ \\t]+/)',
    `        for (i = 1; i <= count; i++) if (word[i] == "${idp}") mine = 1`,
    '        if (line ~ /^[ \\t]*\\}/) break',
    '      }',
    '      if (mine) next',
    '      foreign = 1; print block; next',
    '    }',
    '    { print }',
    '    /^\\.:53[ \\t]*\\{/ && !done { print ENVIRON["FRAGMENT"]; done = 1 }',
    '    END {',
    `      if (!done) { print "The Corefile has no server block .:53. Add the lines of Corefile.fragment by hand." > "/dev/stderr"; exit 3 }`,
    '      if (foreign && ENVIRON["FRAGMENT"] ~ /hosts \\{/) { print "The Corefile has a hosts block of its own, and CoreDNS takes one for each server block. Add the entries of Corefile.fragment to it by hand." > "/dev/stderr"; exit 4 }',
    "    }'",
    '}',
    'if [ "${1-}" = --print ]; then edit; exit; fi',
    'before=$(mktemp); after=$(mktemp)',
    `trap 'rm -f "$before" "$after"' EXIT`,
    `kubectl -n kube-system get configmap coredns -o jsonpath='{.data.Corefile}' >"$before"`,
    'edit <"$before" >"$after"',
    `if diff -u "$before" "$after"; then echo 'The lines are there already.'; exit; fi`,
    `[ "\${1-}" = --apply ] || { echo 'Nothing was changed. To change it: sh coredns.sh --apply'; exit; }`,
    'patch=$(kubectl -n kube-system create configmap coredns --from-file=Corefile="$after" --dry-run=client -o json)',
    'kubectl -n kube-system patch configmap coredns --type merge --patch "$patch"',
    '',
  ].join('\n');
}
