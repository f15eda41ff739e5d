import {
  explainDecision,
  explainGround,
  isAccessGround,
  roleResource,
  RpcError,
  type ExplainAnswer,
  type ExplainQuestion,
} from '@sse/core';
import type { Requester } from '../domain/access-facts.ts';
import type { Session } from '../domain/bucket-key.ts';
import { decideAssumption } from '../domain/ram/assume-role.ts';
import type { Services } from '../operations/services.ts';
import { timedContext } from './asked-context.ts';

/** Who wants to assume which role. */
export interface AskedAssumption {
  readonly session: Session;
  readonly requester: Requester;
  readonly role: string;
  readonly question: ExplainQuestion;
}

/** Whether AssumeRole would be answered with credentials, by the same judgement; 404 `EntityNotExist.Role`. */
export async function explainAssumption(
  services: Services,
  { session, requester, role: name, question }: AskedAssumption,
): Promise<ExplainAnswer> {
  const { accountId } = services;
  const role = await services.ram.roles.find(name);
  if (role === undefined) throw new RpcError('EntityNotExist.Role');
  const facts = await services.accessFacts(session, requester, undefined);
  const context = timedContext(question.context ?? {}, services.now());
  const { effect, ground } = decideAssumption({ ...facts, role, context });
  if (!isAccessGround(ground)) return { Decision: effect, Reason: explainGround(ground), Ground: ground };
  const wanted = { action: question.action, resources: [roleResource({ accountId, role: name })], context };
  const { reason, statement } = explainDecision({ effect, ground }, wanted, facts);
  return { Decision: effect, Reason: reason, Ground: ground, Statement: statement };
}
