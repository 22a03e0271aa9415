import { Body, Controller, Delete, Get, HttpCode, Param, Post } from '@nestjs/common';
import { NewNoticeBrowser, NoticeBrowser, NoticeBrowserList, NoticeBrowserTest } from '@linewatch/shared';
import { type Caller, CurrentCaller, Policy } from '../../../platform/auth/policy.js';
import { personOf } from '../../../platform/auth/session-lookup.js';
import { Answers } from '../../../platform/openapi/answers.js';
import { NoticeBrowsersService } from './notice-browsers.service.js';

/** The browsers that tell their person, over HTTP: switched on, tried, switched off. */
@Controller('notice-browsers')
export class NoticeBrowsersController {
  constructor(private readonly service: NoticeBrowsersService) {}

  @Get()
  @Policy('notices:own')
  @Answers(NoticeBrowserList, { en: "Lists one's own browsers that show notices", zh: '查看接收通知的浏览器' })
  list(@CurrentCaller() caller: Caller): Promise<NoticeBrowserList> {
    return this.service.list(personOf(caller));
  }

  @Post()
  @Policy('notices:own')
  @Answers(NoticeBrowser, {
    en: 'Lets a browser show notices',
    zh: '开启浏览器通知',
    refuses: ['notice-browser.refused'],
  })
  add(
    @CurrentCaller() caller: Caller,
    @Body({ schema: NewNoticeBrowser }) body: NewNoticeBrowser,
  ): Promise<NoticeBrowser> {
    return this.service.add(personOf(caller), body);
  }

  @Delete(':browserId')
  @HttpCode(204)
  @Policy('notices:own')
  @Answers(null, {
    en: 'Lets a browser show notices no more',
    zh: '关闭浏览器通知',
    refuses: ['notice-browser.not-found'],
  })
  remove(@CurrentCaller() caller: Caller, @Param('browserId') id: string): Promise<void> {
    return this.service.remove(personOf(caller), id);
  }

  @Post(':browserId/test')
  @HttpCode(200)
  @Policy('notices:own')
  @Answers(NoticeBrowserTest, {
    en: 'Sends a browser a made-up notice',
    zh: '向浏览器发送测试通知',
    refuses: ['notice-browser.not-found', 'request.too-many'],
  })
  test(@CurrentCaller() caller: Caller, @Param('browserId') id: string): Promise<NoticeBrowserTest> {
    return this.service.test(personOf(caller), id);
  }
}
