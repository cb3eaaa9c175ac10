/** @typedef {Record<string, any>} Schema */

export const string = { type: 'string' };
export const boolean = { type: 'boolean' };
export const int32 = { type: 'integer', format: 'int32' };
export const duration = { type: 'string', format: 'duration' };
export const bytes = { type: 'string', format: 'byte' };
export const any = {};
export const free = { type: 'object' };
export const strings = { type: 'array', items: string };
export const map = (/** @type {Schema} */ values) => ({ type: 'object', additionalProperties: values });
export const list = (/** @type {Schema} */ items) => ({ type: 'array', items });
export const oneOf = (/** @type {string[]} */ ...values) => ({ type: 'string', enum: values });

/** An object with these fields and no others: one whose name ends in `!` must be there. @param {Record<string, Schema>} fields @returns {Schema} */
export function object(fields) {
  const required = Object.keys(fields).filter((name) => name.endsWith('!'));
  return {
    type: 'object',
    properties: Object.fromEntries(Object.entries(fields).map(([name, schema]) => [name.replace(/!$/, ''), schema])),
    ...(required.length > 0 ? { required: required.map((name) => name.slice(0, -1)) } : {}),
    additionalProperties: false,
  };
}

/**
 * Adds kinds to a list, by the name of the schema: `Kind.version.group`.
 *
 * @param {(readonly [string, Schema])[]} list
 */
export const into = (list) => (/** @type {string} */ apiVersion, /** @type {string} */ name, /** @type {Record<string, Schema>} */ fields) => {
  const [version, group] = apiVersion.split('/').reverse();
  const schema = object({ 'apiVersion!': { const: apiVersion }, 'kind!': { const: name }, ...fields });
  list.push([`${name}.${version}${group === undefined ? '' : `.${group}`}`, schema]);
};
