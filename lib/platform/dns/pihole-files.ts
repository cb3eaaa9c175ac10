import { wayOf } from '../../contract/edge-before.ts';
import type { Facts } from '../../contract/facts.ts';
import type { ManualFile } from '../../manifest/manifest.ts';

/** What a Pi-hole of version 6 needs, to put in by hand: as lines of its file, and as calls of its API. */
export function piholeFiles(hosts: readonly string[], facts: Pick<Facts, 'ingressAddress' | 'edge' | 'edgeBefore'>): ManualFile[] {
  const records = hosts.map((host) => `${wayOf(facts, host).ingressAddress} ${host}`);
  const { edgeBefore } = facts;
  // A name with two records leads to both.
  const gone =
    edgeBefore === undefined || edgeBefore.ingressAddress === facts.ingressAddress
      ? []
      : hosts.map((host) => `${edgeBefore.moved.includes(host) ? edgeBefore.ingressAddress : facts.ingressAddress} ${host}`);
  return [
    {
      path: 'dns/pihole.toml',
      text: [
        '# For /etc/pihole/pihole.toml: add the lines to the list that is there.',
        '# /etc/pihole/custom.list is of version 5, and edits of /etc/pihole/hosts/custom.list are lost.',
        '[dns]',
        '  hosts = [',
        ...records.map((record, index) => `    "${record}"${index === records.length - 1 ? '' : ','}`),
        '  ]',
        '',
      ].join('\n'),
    },
    {
      path: 'dns/pihole.sh',
      text: [
        '# Adds the records by the API of Pi-hole 6, one by one, and leaves all others alone.',
        '# PIHOLE=http://192.168.1.2 sh pihole.sh',
        '# It asks for the web password. An app password may not write unless webserver.api.app_sudo is on.',
        'set -eu',
        ': "${PIHOLE:?say where the Pi-hole is: PIHOLE=http://ADDRESS}"',
        `printf 'Web password of the Pi-hole: ' >&2`,
        'stty -echo 2>/dev/null || true; IFS= read -r password; stty echo 2>/dev/null || true; echo >&2',
        String.raw`escaped=$(printf %s "$password" | sed 's/[\\"]/\\&/g')`,
        `sid=$(printf '{"password":"%s"}' "$escaped" | curl -sS -H 'Content-Type: application/json' --data-binary @- "$PIHOLE/api/auth" | sed -n 's/.*"sid":[ ]*"\\([^"]*\\)".*/\\1/p')`,
        `[ -n "$sid" ] || { echo 'The Pi-hole did not take the password.' >&2; exit 1; }`,
        ...records.map((record) => `set -- "$@" '${encodeURIComponent(record)}'`),
        'for record in "$@"; do',
        `  code=$(printf 'header = "X-FTL-SID: %s"\\n' "$sid" | curl -sS -K - -o /dev/null -w '%{http_code}' -X PUT "$PIHOLE/api/config/dns/hosts/$record")`,
        '  case $code in',
        '    201) echo "added $record" ;;',
        '    400) echo "there already, or refused: $record" ;;',
        '    *) echo "the Pi-hole answered $code to $record" >&2; exit 1 ;;',
        '  esac',
        'done',
        ...gone.map(
          (record) =>
            `printf 'header = "X-FTL-SID: %s"\\n' "$sid" | curl -sS -K - -o /dev/null -w 'removed ${record}, if it was there: %{http_code}\\n' -X DELETE "$PIHOLE/api/config/dns/hosts/${encodeURIComponent(record)}"`,
        ),
        `printf 'header = "X-FTL-SID: %s"\\n' "$sid" | curl -sS -K - -o /dev/null -X DELETE "$PIHOLE/api/auth"`,
        '',
      ].join('\n'),
    },
  ];
}
