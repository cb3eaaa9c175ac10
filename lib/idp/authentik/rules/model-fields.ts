import { supported } from '../../../contract/versions.ts';
import type { Reader } from '../../../manifest/reader.ts';
import { type Running, runsAtLeast } from '../../../repository/versions.ts';
import type { Rule } from '../../../repository/rule.ts';
import { kindOf } from '../../../schema/checks/fault.ts';
import { meantField } from '../../../schema/suggest.ts';
import { known } from '../../../tree/known.ts';
import { forAuthentik } from '../repository.ts';
import type { Blueprint } from '../read-blueprints.ts';
import { type Models, modelsOf } from '../schema/models.ts';

export const modelFieldsRules: readonly Rule[] = forAuthentik([
  {
    code: 'blueprint-field-unknown',
    severity: 'warning',
    needs: [],
    title: 'a blueprint sets an attribute that its model does not have',
    why: 'authentik ignores what it does not know, and says nothing. The blueprint counts as applied.',
    symptom: 'A setting of the blueprint has no effect. For example, the tile of an app has no link.',
    cause:
      'The serializer of a model takes the fields that it knows and drops all others. The name is misspelled, or from another version of authentik or of its API.',
    fix: 'write the name that the model has, or remove the attribute',
    more: 'Attributes are compared with those of the versions of authentik that the manifests may run. `!Context` and other tags are allowed as values.',
    source:
      '[goauthentik/authentik: authentik/blueprints/v1/importer.py](https://github.com/goauthentik/authentik/blob/main/authentik/blueprints/v1/importer.py), [Django REST framework: serializers](https://www.django-rest-framework.org/api-guide/serializers/)',
    *find({ blueprints, versions: { authentik } }) {
      const { all, later, isComplete } = modelsThatRun(authentik);
      for (const { model, attrs } of blueprints.all.flatMap(entriesOf)) {
        const fields = [...all, ...later].map((one) => one.fieldsOf(model));
        if (fields.length === 0 || fields.includes(undefined)) continue;
        for (const name of attrs.keys()) {
          // What a later version has is written for the upgrade.
          if (fields.some((one) => Object.hasOwn(one!, name))) continue;
          const meant = meantField(name, Object.keys(fields[0]!));
          // Of what is newer than all that is known here, only what looks like a slip is told.
          if (!isComplete && meant === undefined) continue;
          yield {
            at: attrs.keyOf(name),
            message: `${model} has no attribute ${name}${meant === undefined ? '' : `; did you mean ${meant}?`}`,
            expected: meant ?? 'an attribute of the model',
            received: name,
            fix: meant === undefined ? `remove ${name}` : `write ${meant}`,
          };
        }
      }
    },
  },
  {
    code: 'blueprint-field-type',
    severity: 'error',
    needs: [],
    title: 'an attribute of a blueprint is a list where authentik takes one value, or one value where it takes a list',
    why: 'The serializer refuses the entry, and nothing in the blueprint is applied.',
    symptom: 'The blueprint has the status `error`. The log of the worker has `Entry invalid`, with the name of the field.',
    cause: 'One value is written as a list or a map, or a list as one value.',
    fix: 'write the value in the form that the field takes',
    source:
      '[goauthentik/authentik: authentik/blueprints/v1/importer.py](https://github.com/goauthentik/authentik/blob/main/authentik/blueprints/v1/importer.py), [Django REST framework: fields](https://www.django-rest-framework.org/api-guide/fields/)',
    *find({ blueprints, versions: { authentik } }) {
      const { all, isComplete } = modelsThatRun(authentik);
      if (!isComplete) return;
      const forms = new Map<string, Form>();
      for (const { model, attrs } of blueprints.all.flatMap(entriesOf))
        for (const [name, value] of attrs.entries()) {
          const field = `${model} ${name}`;
          if (!forms.has(field)) forms.set(field, ruledElsewhere.has(field) ? undefined : formIn(all, model, name));
          const form = forms.get(field);
          if (form === undefined || fits(value, form)) continue;
          const wanted = form === 'list' ? 'a list' : 'one value';
          const given = kindOf(value.value);
          yield {
            at: value,
            message: `${name} of ${model} takes ${wanted}, and this is ${/^[aio]/.test(given) ? 'an' : 'a'} ${given}`,
            expected: wanted,
            received: given,
            fix: `write ${wanted}`,
          };
        }
    },
  },
]);

/** Fields whose form has a rule of its own: `redirects-empty`, `forward-auth-mismatch`. */
const ruledElsewhere: ReadonlySet<string> = new Set([
  'authentik_providers_oauth2.oauth2provider redirect_uris',
  'authentik_providers_proxy.proxyprovider external_host',
]);

const minors = supported.authentik.map((minor) => ({ minor, parts: minor.split('.').map(Number) }));

/** The models of authentik, by the versions that may run. */
interface ModelsThatRun {
  /** None where an older version than all that are known may run. */
  readonly all: readonly Models[];
  /** Those of newer versions. */
  readonly later: readonly Models[];
  /** False where a newer one than all that are known may run. */
  readonly isComplete: boolean;
}

function modelsThatRun(running: Running | undefined): ModelsThatRun {
  const [year = 0, month = 0] = minors.at(-1)!.parts;
  if (running !== undefined && runsAtLeast(running, minors[0]!.parts) !== true) return { all: [], later: [], isComplete: false };
  const isPast = ({ parts }: (typeof minors)[number]): boolean => runsAtLeast(running, parts) === false;
  const first = minors.findLastIndex(({ parts }) => runsAtLeast(running, parts) === true);
  const since = minors.slice(Math.max(first, 0));
  const models = (some: typeof minors): Models[] => some.map(({ minor }) => modelsOf(minor));
  return {
    all: models(since.filter((one) => !isPast(one))),
    later: models(since.filter(isPast)),
    isComplete: running === undefined || runsAtLeast(running, [year, month + 1]) === false,
  };
}

interface Attributes {
  readonly model: string;
  readonly attrs: Reader;
}

/** Entries that are made or changed. What somebody fills in before authentik reads it is not known. */
function entriesOf({ entries }: Blueprint): readonly Attributes[] {
  return entries.flatMap(({ absent, model, root }) => (absent || known(model) === undefined ? [] : [{ model, attrs: root.get('attrs') }]));
}

type Form = 'list' | 'one' | undefined;

/** What all versions that may run say of a field; undefined where they differ, or do not say. */
function formIn(all: readonly Models[], model: string, name: string): Form {
  const [form, ...others] = all.map((one) => {
    const fields = one.fieldsOf(model);
    return fields !== undefined && Object.hasOwn(fields, name) ? one.formOf(fields[name]!) : undefined;
  });
  return others.every((other) => other === form) ? form : undefined;
}

/** What a tag gives, and a text that somebody fills in, is not known. */
function fits(value: Reader, form: NonNullable<Form>): boolean {
  const { value: plain } = value;
  if (value.tag !== undefined || plain === null || (typeof plain === 'string' && known(plain) === undefined)) return true;
  if (form === 'one') return typeof plain !== 'object' || plain instanceof Date;
  return typeof plain === 'object' && !(plain instanceof Date);
}
