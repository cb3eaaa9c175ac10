import { X509Certificate } from 'node:crypto';

/** Why a PEM text gives no pool of certificates, in the words of k8s.io/client-go util/cert; undefined when it does. */
export function certificateAuthorityError(pem: string): string | undefined {
  let certificates = 0;
  for (const [, label, body] of pem.matchAll(/-----BEGIN ([^-\n]+)-----\r?\n([\s\S]*?)-----END \1-----/g)) {
    if (label !== 'CERTIFICATE' || body!.includes(':')) continue;
    const der = Buffer.from(body!.replaceAll(/\s/g, ''), 'base64');
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
