import { children, type Expression } from '../cel/expression.ts';

/**
 * Whether an expression selects `claims.FIELD`, also as `claims.?FIELD` and in `has()`. `claims["FIELD"]` is not seen: kube-apiserver looks at
 * selections only (k8s.io/apiserver pkg/apis/apiserver/validation/validation.go, hasSelectExp).
 */
export function usesClaim(expression: Expression, field: string): boolean {
  if (expression.kind === 'select' && expression.field === field && expression.operand.kind === 'ident' && expression.operand.name === 'claims') {
    return true;
  }
  return children(expression).some((child) => usesClaim(child, field));
}
