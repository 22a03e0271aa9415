import { Body, Controller, Delete, HttpCode, Param, Post } from '@nestjs/common';
import { InvitationAccepted, InvitationOffer, InvitationToken } from '@linewatch/shared';
import { type Caller, CurrentCaller, Open, Policy } from '../../../platform/auth/policy.js';
import { personOf } from '../../../platform/auth/session-lookup.js';
import { Answers } from '../../../platform/openapi/answers.js';
import { InvitationsService } from './invitations.service.js';

/** Invitations: sent again or withdrawn by who runs the people, taken up by whoever holds the link. */
@Controller('invitations')
export class InvitationsController {
  constructor(private readonly service: InvitationsService) {}

  /** By POST, so that the token of the link stands in no address. */
  @Post('offer')
  @HttpCode(200)
  @Open()
  @Answers(InvitationOffer, {
    en: 'Says what an invitation is about',
    zh: '查看邀请内容',
    refuses: ['invitation.refused', 'request.too-many'],
  })
  offer(@Body({ schema: InvitationToken }) { token }: InvitationToken): Promise<InvitationOffer> {
    return this.service.offer(token);
  }

  @Post('accepted')
  @HttpCode(204)
  @Open()
  @Answers(null, { en: 'Accepts an invitation', zh: '接受邀请', refuses: ['invitation.refused', 'request.too-many'] })
  accept(@Body({ schema: InvitationAccepted }) body: InvitationAccepted): Promise<void> {
    return this.service.accept(body);
  }

  @Post(':invitationId/renew')
  @HttpCode(204)
  @Policy('users:manage')
  @Answers(null, {
    en: 'Sends an invitation again',
    zh: '重新发送邀请',
    refuses: ['user.not-found', 'user.access-refused', 'user.exists'],
  })
  renew(@CurrentCaller() caller: Caller, @Param('invitationId') id: string): Promise<void> {
    return this.service.renew(personOf(caller), id);
  }

  @Delete(':invitationId')
  @HttpCode(204)
  @Policy('users:manage')
  @Answers(null, { en: 'Withdraws an invitation', zh: '撤回邀请', refuses: ['user.not-found', 'user.access-refused'] })
  withdraw(@CurrentCaller() caller: Caller, @Param('invitationId') id: string): Promise<void> {
    return this.service.withdraw(personOf(caller), id);
  }
}
