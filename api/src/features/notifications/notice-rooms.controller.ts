import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put } from '@nestjs/common';
import {
  MadeNoticeRoom,
  NewNoticeRoom,
  NoticeRoomChange,
  NoticeRoomList,
  NoticeRoomTest,
  NoticeRoomView,
} from '@linewatch/shared';
import { type Caller, CurrentCaller, Policy } from '../../platform/auth/policy.js';
import { personOf } from '../../platform/auth/session-lookup.js';
import { Answers } from '../../platform/openapi/answers.js';
import { NoticeRoomsService } from './notice-rooms.service.js';

/** Webhooks and robots of customers, over HTTP. */
@Controller('notice-rooms')
export class NoticeRoomsController {
  constructor(private readonly service: NoticeRoomsService) {}

  @Get()
  @Policy('notices:manage')
  @Answers(NoticeRoomList, { en: 'Lists webhooks and chat robots', zh: '查看通知渠道' })
  list(@CurrentCaller() caller: Caller): Promise<NoticeRoomList> {
    return this.service.list(personOf(caller));
  }

  @Post()
  @Policy('notices:manage')
  @Answers(MadeNoticeRoom, {
    en: 'Enters a webhook or chat robot and shows the secret of a webhook once',
    zh: '新增通知渠道',
    refuses: [
      'customer.not-found',
      'circuit.not-found',
      'site.not-found',
      'notice-room.address-refused',
      'notice-room.too-many',
    ],
  })
  make(@CurrentCaller() caller: Caller, @Body({ schema: NewNoticeRoom }) body: NewNoticeRoom): Promise<MadeNoticeRoom> {
    return this.service.make(personOf(caller), body);
  }

  @Put(':roomId')
  @Policy('notices:manage')
  @Answers(NoticeRoomView, {
    en: 'Changes a webhook or chat robot',
    zh: '修改通知渠道',
    refuses: [
      'notice-room.not-found',
      'circuit.not-found',
      'site.not-found',
      'notice-room.address-refused',
      'edit.conflict',
    ],
  })
  change(
    @CurrentCaller() caller: Caller,
    @Param('roomId') id: string,
    @Body({ schema: NoticeRoomChange }) body: NoticeRoomChange,
  ): Promise<NoticeRoomView> {
    return this.service.change(personOf(caller), id, body);
  }

  @Post(':roomId/secret')
  @HttpCode(200)
  @Policy('notices:manage')
  @Answers(MadeNoticeRoom, {
    en: 'Makes a new secret of a webhook and shows it once',
    zh: '更换 Webhook 密钥',
    refuses: ['notice-room.not-found', 'edit.conflict'],
  })
  renewSecret(@CurrentCaller() caller: Caller, @Param('roomId') id: string): Promise<MadeNoticeRoom> {
    return this.service.renewSecret(personOf(caller), id);
  }

  @Post(':roomId/test')
  @HttpCode(200)
  @Policy('notices:manage')
  @Answers(NoticeRoomTest, {
    en: 'Sends a test to a webhook or chat robot',
    zh: '测试通知渠道',
    refuses: ['notice-room.not-found', 'request.too-many'],
  })
  test(@CurrentCaller() caller: Caller, @Param('roomId') id: string): Promise<NoticeRoomTest> {
    return this.service.test(personOf(caller), id);
  }

  @Delete(':roomId')
  @HttpCode(204)
  @Policy('notices:manage')
  @Answers(null, { en: 'Removes a webhook or chat robot', zh: '删除通知渠道', refuses: ['notice-room.not-found'] })
  remove(@CurrentCaller() caller: Caller, @Param('roomId') id: string): Promise<void> {
    return this.service.remove(personOf(caller), id);
  }
}
