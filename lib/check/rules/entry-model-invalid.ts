import type { Rule } from '../rule.ts';

/** One such entry fails the whole file. */
export const entryModelInvalid: Rule = {
  code: 'entry-model-invalid',
  severity: 'error',
  title: 'an entry of a blueprint has no model that authentik knows',
  *run({ blueprints }) {
    for (const { entries } of blueprints.all)
      for (const { root, model } of entries) {
        const node = root.get('model');
        if (node.tag !== undefined || /^authentik_[a-z0-9_]+\.[a-z0-9]+$/.test(model)) continue;
        yield {
          at: !node.exists ? root : node,
          message: !node.exists ? 'an entry has no model' : `an entry has the model ${model}`,
          expected: 'authentik_app.model, for example authentik_core.application',
          received: model === '' ? 'nothing' : model,
          why: 'The whole blueprint is refused.',
          fix: 'write the model as the documentation names it, in small letters',
        };
      }
  },
};
