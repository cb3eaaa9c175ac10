/** Whether kustomize takes a file for its own: it looks for these three names alone (api/konfig/general.go). */
export const isKustomizationName = (path: string): boolean => /(?:^|\/)(?:kustomization\.ya?ml|Kustomization)$/.test(path);
