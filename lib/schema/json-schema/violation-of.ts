import { kindOf, shown } from '../checks/fault.ts';
import { nearest } from '../suggest.ts';
import type { Path } from '../../manifest/parse-yaml.ts';
import type { Violation } from '../violation.ts';
import { formats } from './formats.ts';
import type { SchemaError } from './judge.ts';

const plural = (count: number, one: string): string => `${count} ${one}${count === 1 ? '' : 's'}`;

/** What one error of Ajv says, in our words. */
export function violationOf({ keyword, params }: SchemaError, path: Path, root: unknown): Violation {
  const value = path.reduce<unknown>((at, step) => (typeof at === 'object' && at !== null ? (at as Record<string | number, unknown>)[step] : undefined), root);
  const limit = Number(params['limit']);
  const size = Array.isArray(value)
    ? plural(value.length, 'item')
    : typeof value === 'string'
      ? plural(Array.from(value).length, 'character')
      : plural(Object.keys(value ?? {}).length, 'field');
  const told = (code: Violation['code'], message: string, expected: string, fix: string, received = shown(value)): Violation => ({
    code,
    path,
    message,
    expected,
    received,
    fix,
  });
  const bounds = (wanted: string, fix: string): Violation => told('schema-bounds', `has ${size}, but must have ${wanted}`, wanted, fix, size);
  const number = (wanted: string): Violation => told('schema-bounds', `is ${shown(value)}, but must be ${wanted}`, wanted, `write a number that is ${wanted}`);
  const unknown = (name: string): Violation => ({
    code: 'schema-unknown-field',
    path: [...path, name],
    key: true,
    message: `there is no field ${JSON.stringify(name)}`,
    received: name,
    fix: 'remove it, or move it to the right place',
  });
  switch (keyword) {
    case 'required':
    case 'dependentRequired':
    case 'dependencies': {
      const name = String(params['missingProperty']);
      const of = keyword === 'required' ? '' : `, which ${String(params['property'])} needs`;
      return told('schema-required', `lacks the field ${name}${of}`, name, `add ${name}`, 'nothing');
    }
    case 'additionalProperties':
      return unknown(String(params['additionalProperty']));
    case 'unevaluatedProperties':
      return unknown(String(params['unevaluatedProperty']));
    case 'discriminator': {
      const field = String(params['tag']);
      const given: unknown = params['tagValue'];
      return given === undefined
        ? told('schema-required', `lacks the field ${field}`, field, `add ${field}`, 'nothing')
        : {
            code: 'schema-enum',
            path: [...path, field],
            message: `is ${shown(given)}, which is none of the words that the schema knows here`,
            received: shown(given),
            fix: 'write one of those in the schema',
          };
    }
    case 'propertyNames':
      return {
        code: 'schema-pattern',
        path: [...path, String(params['propertyName'])],
        key: true,
        message: `has a name that is not allowed here: ${shown(params['propertyName'])}`,
        received: shown(params['propertyName']),
        fix: 'give it a name that the schema allows',
      };
    case 'type': {
      const wanted = [params['type']].flat().map(String).join(' or ');
      return told('schema-type', `must be ${wanted}, but is ${kindOf(value)}`, wanted, `write ${article(wanted)}`, kindOf(value));
    }
    case 'enum':
    case 'const': {
      const all = keyword === 'enum' ? (params['allowedValues'] as readonly unknown[]) : [params['allowedValue']];
      const list = all.length <= 12 ? all.map(shown).join(', ') : `${all.slice(0, 12).map(shown).join(', ')} …`;
      const meant =
        typeof value === 'string'
          ? nearest(
              value,
              all.filter((one) => typeof one === 'string'),
            )
          : undefined;
      const wanted = all.length === 1 ? list : `one of ${list}`;
      return told(
        'schema-enum',
        `is ${shown(value)}, but must be ${wanted}`,
        list,
        meant === undefined ? `write ${wanted === list ? list : 'one of them'}` : `did you mean ${JSON.stringify(meant)}?`,
      );
    }
    case 'pattern':
      return told(
        'schema-pattern',
        `is ${shown(value)}, which does not match ${String(params['pattern'])}`,
        String(params['pattern']),
        'write a value that matches the pattern',
      );
    case 'format': {
      const wanted = formats.get(String(params['format']))?.what ?? `of the format ${String(params['format'])}`;
      return told('schema-format', `is ${shown(value)}, but must be ${wanted}`, wanted, `write ${wanted}`);
    }
    case 'minimum':
      return number(`at least ${limit}`);
    case 'maximum':
      return number(`at most ${limit}`);
    case 'exclusiveMinimum':
      return number(`more than ${limit}`);
    case 'exclusiveMaximum':
      return number(`less than ${limit}`);
    case 'multipleOf':
      return number(`a multiple of ${String(params['multipleOf'])}`);
    case 'minLength':
    case 'minItems':
    case 'minProperties':
      return bounds(`at least ${limit}`, 'add what is missing');
    case 'maxLength':
    case 'maxItems':
    case 'maxProperties':
    case 'additionalItems':
    case 'items':
    case 'unevaluatedItems':
      return bounds(`at most ${limit || Number(params['len'])}`, 'remove some');
    case 'uniqueItems':
      return told(
        'schema-duplicate-item',
        `has the same item twice, at ${String(params['j'])} and ${String(params['i'])}`,
        'items that differ',
        'keep one of them',
        'the same item twice',
      );
    case 'contains':
      return told('schema-choice', 'has no item of the kind that it needs', 'such an item', 'add one', size);
    case 'oneOf':
      return told(
        'schema-choice',
        params['passingSchemas'] === null ? 'matches none of the allowed forms' : 'matches more than one of several mutually exclusive forms',
        'one of the forms',
        'check which fields the schema allows together',
        kindOf(value),
      );
    case 'false schema':
      return { code: 'schema-unknown-field', path, key: true, message: 'nothing is allowed here', received: shown(value), fix: 'remove it' };
    default:
      return told('schema-choice', 'has a form that is not allowed here', 'another form', 'check the schema', kindOf(value));
  }
}

const article = (type: string): string => (/^[aeiou]/.test(type) ? `an ${type}` : `a ${type}`);
