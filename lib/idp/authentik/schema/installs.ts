/** What a text says of authentik for the files beside it: the version that it installs by the image, and whether it holds blueprints. */
export function saysOf(text: string): { readonly version?: string; readonly hasDocuments: boolean } {
  if (!text.includes('authentik')) return { hasDocuments: false };
  const [, version] = /goauthentik\/server:(20\d\d\.\d{1,2}\.\d{1,3})\b/.exec(text) ?? [];
  return { hasDocuments: /model["']?: *["']?authentik_/.test(text), ...(version === undefined ? {} : { version }) };
}

/** Whether a chart installs it. Its minor version is that of authentik. */
export const isOwnChart = (name: string): boolean => name === 'authentik';

/** Said once, where the schemas of the version that is installed are not here. */
export const notKnownHere = (installed: string, known: string): { readonly message: string; readonly fix: string } => ({
  message: `blueprints are not checked against authentik ${installed}, which is installed: its schemas are not here, and those of ${known} judge instead`,
  fix: `read what changed between ${known} and ${installed}`,
});
