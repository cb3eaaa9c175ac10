import { goQuote } from '../go/quote.ts';

/** Errors of fields as Kubernetes prints them (k8s.io/apimachinery pkg/util/validation/field/errors.go). */
export const fieldError = {
  required: (path: string, detail = ''): string => `${path}: Required value${suffix(detail)}`,
  invalid: (path: string, value: string, detail: string): string => `${path}: Invalid value: ${goQuote(value)}${suffix(detail)}`,
  invalidJson: (path: string, value: unknown, detail: string): string => `${path}: Invalid value: ${JSON.stringify(value)}${suffix(detail)}`,
  duplicate: (path: string, value: string): string => `${path}: Duplicate value: ${goQuote(value)}`,
  internal: (path: string, detail: string): string => `${path}: Internal error: ${detail}`,
  forbidden: (path: string, detail: string): string => `${path}: Forbidden${suffix(detail)}`,
  tooMany: (path: string, actual: number, most: number): string => `${path}: Too many: ${actual}: must have at most ${most} items`,
} as const;

const suffix = (detail: string): string => (detail === '' ? '' : `: ${detail}`);

/** Several errors as one text: a single one as it is, more of them in brackets, each once (k8s.io/apimachinery pkg/util/errors). */
export function aggregate(errors: readonly string[]): string | undefined {
  const unique = [...new Set(errors)];
  if (unique.length === 0) return undefined;
  return unique.length === 1 ? unique[0] : `[${unique.join(', ')}]`;
}
