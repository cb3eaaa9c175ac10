import { PinoutError } from '../contract/error.ts';

/**
 * A text as Helm leaves it alone, for charts that execute the templates in their values: `{{` becomes a template that prints two braces. `}}` alone is
 * plain text. app-template 4 executes each environment value once; 5 executes every text of its values once, those of the environment among them
 * (bjw-s-labs/helm-charts, common: lib/container/fields/_env.tpl and values/_init.tpl).
 *
 * @example literalText('100% {{') // '100% {{ "{{" }}'
 */
export const literalText = (text: string): string => text.replaceAll('{{', '{{ "{{" }}');

/**
 * Refuses `{{` where version 4 of app-template takes it as text and version 5 executes it: no escaping is right for both.
 *
 * @throws PinoutError `template-braces`
 */
export function refuseBraces(value: unknown, app: string, field: string): void {
  if (typeof value === 'string' && value.includes('{{'))
    throw new PinoutError({
      code: 'template-braces',
      app,
      field,
      // Not shown: it may be a secret.
      found: 'text with {{ in it',
      wanted: 'none: Helm would execute it as a template',
      fix: 'remove the braces, or put the text in a ConfigMap file and name the file here',
    });
  if (typeof value === 'object' && value !== null) for (const [key, one] of Object.entries(value)) refuseBraces(one, app, `${field}.${key}`);
}
