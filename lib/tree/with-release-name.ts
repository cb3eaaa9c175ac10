/** A text with Helm's name of the release filled in. */
export const withReleaseName = (text: string, name: string): string => text.replaceAll(/\{\{-? {0,3}\.Release\.Name {0,3}-?\}\}/g, () => name);
