import { createParamDecorator, type ExecutionContext, SetMetadata } from '@nestjs/common';
import type { Permission, Role } from '@linewatch/shared';
import type { Allowance } from './request-allowance.js';
import type { Scope } from './scope.js';

/** A customer's view that somebody of the operator takes. */
export interface View {
  readonly customerId: string;
  /** ms; from then on the session is the person's own again. */
  readonly until: number;
  /** What the person is besides. */
  readonly as: Role;
}

/** Who is asking, as the guard found out. */
export type Caller =
  | {
      readonly kind: 'user';
      readonly userId: string;
      readonly sessionId: string;
      readonly role: Role;
      readonly scope: Scope;
      /** Set when it is not the person but a token that they made; `sessionId` is then the token's id. */
      readonly tokenId?: string;
      /** Set while a member of staff takes a customer's view: `role` and `scope` are then the view's, and nothing may be written. */
      readonly viewing?: View;
    }
  | { readonly kind: 'collector'; readonly collectorId: string; readonly role: 'COLLECTOR' };

/** A request after the guard. */
export interface AuthenticatedRequest {
  caller?: Caller;
}

export const POLICY = 'linewatch:policy';

/** What the caller must be allowed. Every handler has this or `Open`; one without either stops the start. */
export const Policy = (permission: Permission): MethodDecorator => SetMetadata(POLICY, permission);

export const WHILE_VIEWING = 'linewatch:while-viewing';

/** A handler that changes nothing but the person's own session, and so works while they take a customer's view. */
export const WhileViewing = (): MethodDecorator => SetMetadata(WHILE_VIEWING, true);

export const COUNTED_BY = 'linewatch:counted-by';

/** What people's requests of a handler are counted by, where not as all others are. */
export const CountedBy = (allowance: Allowance): MethodDecorator => SetMetadata(COUNTED_BY, allowance);

/** A handler that needs nobody to be signed in. */
export const Open = (): MethodDecorator => SetMetadata(POLICY, 'open');

function callerOf(context: ExecutionContext): Caller {
  const { caller } = context.switchToHttp().getRequest<AuthenticatedRequest>();
  if (caller === undefined) throw new Error('no caller: the handler is open, or the guard did not run');
  return caller;
}

/** Who is asking. */
export const CurrentCaller = createParamDecorator((_: unknown, context: ExecutionContext) => callerOf(context));

/** Whose data the asking person may touch. Not for handlers of collectors. */
export const CurrentScope = createParamDecorator((_: unknown, context: ExecutionContext): Scope => {
  const caller = callerOf(context);
  if (caller.kind !== 'user') throw new Error('a collector has no customer scope');
  return caller.scope;
});
