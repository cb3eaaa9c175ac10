import { walk } from '../../tree/walk.ts';
import type { Rule } from '../rule.ts';

/** !Find takes a model and pairs of field and value. */
export const lookupInvalid: Rule = {
  code: 'lookup-invalid',
  severity: 'error',
  title: 'a lookup of a blueprint cannot work',
  *run({ blueprints }) {
    for (const { root } of blueprints.all)
      for (const { node } of walk(root)) {
        if (node.tag !== '!Find' && node.tag !== '!FindObject') continue;
        const [model, ...conditions] = node.items();
        const badModel = model === undefined || (model.tag === undefined && !/^authentik_\w+\.\w+$/.test(model.text() ?? ''));
        const badCondition = conditions.find((condition) => {
          const [field, value, ...rest] = condition.items();
          return condition.tag === undefined && (value === undefined || rest.length > 0 || (field?.tag === undefined && !/^\w+$/.test(field?.text() ?? '')));
        });
        if (!badModel && conditions.length > 0 && badCondition === undefined) continue;
        yield {
          at: badCondition ?? node,
          message: badModel ? `!Find looks for the model ${model?.text() ?? 'of nothing'}` : '!Find has a condition that is no pair of field and value',
          expected: '!Find [authentik_app.model, [field, value]]',
          received: badModel
            ? (model?.text() ?? 'nothing')
            : (conditions[0]
                ?.items()
                .map((one) => one.text())
                .join(', ') ?? 'no condition'),
          why: 'An unknown model or field makes the whole blueprint fail.',
          fix: 'write !Find [authentik_app.model, [field, value]]',
        };
      }
  },
};
