/** The text of a policy with one statement. */
export function policyText(action: string, effect: 'Allow' | 'Deny' = 'Allow'): string {
  return JSON.stringify({ Version: '1', Statement: [{ Effect: effect, Action: action, Resource: '*' }] });
}
