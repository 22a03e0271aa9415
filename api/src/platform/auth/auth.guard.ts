import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { API_TOKEN_PREFIX, DomainError, isAllowed, isAllowedToToken, type Permission } from '@linewatch/shared';
import type { Request, Response } from 'express';
import { AuditTrail } from '../audit/audit-trail.js';
import { requestContext } from '../http/request-context.js';
import { type AuthenticatedRequest, type Caller, COUNTED_BY, POLICY, WHILE_VIEWING } from './policy.js';
import { type Allowance, RequestAllowance } from './request-allowance.js';
import { isForeignOrigin } from './request-origin.js';
import { sessionTokenOf } from './session-cookie.js';
import { CollectorLookup, TokenLookup } from './session-lookup.js';
import { SessionQuestion } from './session-question.js';

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);
const BEARER = /^Bearer ([\w~+/.=-]{16,512})$/;

/** Stands before every handler: finds out who asks, refuses what another site sent, and asks the table of roles. */
@Injectable()
export class AuthGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly sessions: SessionQuestion,
    private readonly collectors: CollectorLookup,
    private readonly tokens: TokenLookup,
    private readonly allowance: RequestAllowance,
    private readonly audit: AuditTrail,
  ) {}

  /**
   * @throws DomainError `session.missing`, `session.forbidden`, `session.read-only`, `request.foreign-origin`, `request.too-many`,
   * `ingest.collector-refused`, `token.refused`
   */
  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (context.getType() !== 'http') return false;
    const request = context.switchToHttp().getRequest<Request & AuthenticatedRequest>();
    const policy = this.reflector.get<Permission | 'open' | undefined>(POLICY, context.getHandler());
    if (policy === undefined) return false;
    const bearer = request.headers.authorization;
    if (bearer === undefined) refuseForeign(request);
    if (policy === 'open') return true;
    const caller = await this.callerOf(context, bearer);
    const served = requestContext();
    if (served !== undefined) served.caller = caller;
    this.expectLookOnly(caller, context, policy);
    const isToken = caller.kind === 'user' && caller.tokenId !== undefined;
    if (!(isToken ? isAllowedToToken(caller.role, policy) : isAllowed(caller.role, policy))) {
      this.audit.denied(policy);
      throw new DomainError('session.forbidden', 'The role of this session does not allow that');
    }
    request.caller = caller;
    return true;
  }

  /** Who takes a customer's view looks and does not touch; each kind of look is written down with who it really is. */
  private expectLookOnly(caller: Caller, context: ExecutionContext, policy: Permission): void {
    if (caller.kind !== 'user' || caller.viewing === undefined) return;
    const { customerId } = caller.viewing;
    const { method } = context.switchToHttp().getRequest<Request>();
    if (SAFE_METHODS.has(method)) {
      this.audit.look({ action: 'view-as.looked', customerId, object: { type: 'permission', id: policy } });
      return;
    }
    if (this.reflector.get<boolean | undefined>(WHILE_VIEWING, context.getHandler()) === true) return;
    this.audit.denied(policy);
    throw new DomainError('session.read-only', "A customer's view is only looked at");
  }

  private async callerOf(context: ExecutionContext, bearer: string | undefined): Promise<Caller> {
    const http = context.switchToHttp();
    const request = http.getRequest<Request>();
    if (bearer === undefined) return this.person(context, request, http.getResponse<Response>());
    const token = BEARER.exec(bearer)?.[1];
    if (token?.startsWith(API_TOKEN_PREFIX) !== true) return this.collector(token);
    return this.machine(token, request, http.getResponse<Response>());
  }

  /** Counted by address before the token is looked up, so that guessing is no faster than asking; then by token. */
  private async machine(token: string, request: Request, response: Response): Promise<Caller> {
    this.allowance.spend('token', `address:${request.ip ?? ''}`, response);
    const caller = await this.tokens.find(token);
    if (caller === undefined) throw new DomainError('token.refused', 'This token is unknown, over, or revoked');
    this.allowance.spend('token', `token:${caller.tokenId}`, response);
    return caller;
  }

  /** Counted by the person, however many sessions they have. */
  private async person(context: ExecutionContext, request: Request, response: Response): Promise<Caller> {
    const token = sessionTokenOf(request.headers.cookie);
    const caller = token === undefined ? undefined : await this.sessions.find(token);
    if (caller === undefined) throw new DomainError('session.missing', 'Sign in first');
    const allowance = this.reflector.get<Allowance | undefined>(COUNTED_BY, context.getHandler()) ?? 'session';
    this.allowance.spend(allowance, caller.userId, response);
    return caller;
  }

  private async collector(token: string | undefined): Promise<Caller> {
    const caller = token === undefined ? undefined : await this.collectors.find(token);
    if (caller === undefined) throw new DomainError('ingest.collector-refused', 'This token belongs to no collector');
    return caller;
  }
}

/**
 * A form of another site can send cookies, but neither JSON nor a file as such (Fetch standard, "CORS-safelisted request
 * header") nor our origin.
 */
function refuseForeign(request: Request): void {
  if (SAFE_METHODS.has(request.method)) return;
  const hasBody =
    request.headers['transfer-encoding'] !== undefined || Number(request.headers['content-length'] ?? 0) > 0;
  const isOurs = typeof request.is(['application/json', 'application/octet-stream']) === 'string';
  if (isForeignOrigin(request.headers, request.host) || (hasBody && !isOurs)) {
    throw new DomainError('request.foreign-origin', 'This request did not come from the portal itself');
  }
}
