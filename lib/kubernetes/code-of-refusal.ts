/** What kube-apiserver says against its configuration, by the rule that explains it; one rule has the rest. The field stands before the first colon. */
const codes: readonly (readonly [RegExp, string])[] = [
  [/range of a comprehension/, 'apiserver-cel-comprehension'],
  [/^[^:]*issuer\.audience/, 'apiserver-audience-policy'],
  [/^[^:]*\.prefix: /, 'apiserver-prefix-missing'],
  [/URL scheme must be https$/, 'issuer-not-https'],
  [/no kind /, 'apiserver-api-version'],
];

/** The code of what kube-apiserver refuses whenever no other says more. */
export const refused = 'apiserver-config-invalid';

/** The code of an error of kube-apiserver, in `check` and in `validate`. */
export const codeOfRefusal = (error: string): string => codes.find(([pattern]) => pattern.test(error))?.[1] ?? refused;
