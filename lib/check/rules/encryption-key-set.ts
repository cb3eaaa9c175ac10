import type { Rule } from '../rule.ts';

/** Few apps can read an encrypted token, and the apiserver cannot. */
export const encryptionKeySet: Rule = {
  code: 'encryption-key-set',
  severity: 'error',
  title: 'a provider encrypts its tokens',
  *run({ clients }) {
    for (const { provider, label } of clients) {
      const key = provider.field('encryption_key');
      if (!key.exists || (key.tag === undefined && (key.scalar() === null || key.scalar() === ''))) continue;
      yield {
        at: key,
        message: `${label} has an encryption_key, so its tokens are JWE`,
        expected: 'no encryption_key',
        received: 'a key',
        why: 'An encrypted token has five parts. kube-apiserver passes over it without a word, and most apps do not read it.',
        fix: 'take encryption_key out; the signing_key is what proves a token',
      };
    }
  },
};
