import { X509Certificate } from 'node:crypto';

/** Why a PEM text gives no pool of certificates, in the words of k8s.io/client-go util/cert; undefined when it does. */
export function certificateAuthorityError(pem: string): string | undefined {
  let certificates = 0;
  for (const { label, body } of blocksOf(pem)) {
    if (label !== 'CERTIFICATE' || body.includes(':')) continue;
    const der = Buffer.from(body.replaceAll(/\s/g, ''), 'base64');
    try {
      new X509Certificate(der);
      certificates += 1;
    } catch {
      // Go's own text depends on where its parser stops.
      return 'x509: malformed certificate';
    }
  }
  return certificates > 0 ? undefined : 'data does not contain any valid RSA or ECDSA certificates';
}

/** Blocks of a PEM text. One ends at the next END line, which must have its label, as in Go's encoding/pem; each character is looked at once. */
function* blocksOf(pem: string): Iterable<{ readonly label: string; readonly body: string }> {
  let end = -1;
  for (const { 0: line, 1: label = '', index } of pem.matchAll(/-----BEGIN ([^-\n]{1,100})-----\r?\n/g)) {
    const start = index + line.length;
    if (end < start) end = pem.indexOf('-----END ', start);
    if (end === -1) return;
    if (pem.startsWith(`-----END ${label}-----`, end)) yield { label, body: pem.slice(start, end) };
  }
}
