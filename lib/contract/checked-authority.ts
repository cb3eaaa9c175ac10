import { X509Certificate } from 'node:crypto';
import { PinoutError } from './error.ts';
import type { Place } from './names.ts';

/** Certificates in PEM, without anything else. @throws PinoutError `certificate-authority-invalid` */
export function checkedAuthority(value: unknown, at: Place): string {
  const refuse = (found: string) =>
    new PinoutError({
      code: 'certificate-authority-invalid',
      ...at,
      // Never the text itself: somebody may have put the key beside the certificate.
      found,
      wanted: 'PEM certificates and nothing else (the text, not a path)',
      fix: "write certificateAuthority: readFileSync('home-ca.pem', 'utf8')",
    });
  if (typeof value !== 'string') throw refuse(`a ${typeof value}`);
  const text = value.replaceAll(/\r\n?/g, '\n').trim();
  const blocks = text.match(/-----BEGIN [A-Z0-9 ]+-----[\s\S]*?-----END [A-Z0-9 ]+-----/g) ?? [];
  if (blocks.length === 0) throw refuse('text without a certificate');
  const other = blocks.find((block) => !block.startsWith('-----BEGIN CERTIFICATE-----'));
  if (other !== undefined) throw refuse(`text that contains a ${/^-----BEGIN ([A-Z0-9 ]+)-----/.exec(other)![1]!.toLowerCase()}`);
  const broken = blocks.findIndex((block) => !isCertificate(block));
  if (broken !== -1) throw refuse(`text whose certificate number ${broken + 1} cannot be parsed`);
  return `${blocks.map((block) => block.replaceAll(/[ \t]+$/gm, '')).join('\n')}\n`;
}

function isCertificate(pem: string): boolean {
  try {
    // Go accepts RSA and ECDSA keys here (k8s.io/client-go/util/cert); Node names others by their own type.
    return ['rsa', 'ec'].includes(new X509Certificate(pem).publicKey.asymmetricKeyType ?? '');
  } catch {
    return false;
  }
}
