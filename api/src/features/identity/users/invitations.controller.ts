import { Body, Controller, Delete, HttpCode, Param, Post } from '@nestjs/common';
import { InvitationAccepted, type InvitationOffer, InvitationToken } from '@linewatch/shared';
import { type Caller, CurrentCaller, Open, Policy } from '../../../platform/auth/policy.js';
import { personOf } from '../../../platform/auth/session-lookup.js';
import { InvitationsService } from './invitations.service.js';

/** Invitations: sent again or withdrawn by who runs the people, taken up by whoever holds the link. */
@Controller('invitations')
export class InvitationsController {
  constructor(private readonly service: InvitationsService) {}

  /** By POST, so that the token of the link stands in no address. */
  @Post('offer')
  @HttpCode(200)
  @Open()
  offer(@Body({ schema: InvitationToken }) { token }: InvitationToken): Promise<InvitationOffer> {
    return this.service.offer(token);
  }

  @Post('accepted')
  @HttpCode(204)
  @Open()
  accept(@Body({ schema: InvitationAccepted }) body: InvitationAccepted): Promise<void> {
    return this.service.accept(body);
  }

  @Post(':invitationId/renew')
  @HttpCode(204)
  @Policy('users:manage')
  renew(@CurrentCaller() caller: Caller, @Param('invitationId') id: string): Promise<void> {
    return this.service.renew(personOf(caller), id);
  }

  @Delete(':invitationId')
  @HttpCode(204)
  @Policy('users:manage')
  withdraw(@CurrentCaller() caller: Caller, @Param('invitationId') id: string): Promise<void> {
    return this.service.withdraw(personOf(caller), id);
  }
}
