import { Module } from '@nestjs/common';
import { TicketsModule } from '../tickets/index.js';
import { AcknowledgementLinks } from './acknowledgement-links.js';
import { AcknowledgementsService } from './acknowledgements.service.js';
import { BrowserPost } from './browsers/browser-post.js';
import { BrowserRepository } from './browsers/browser.repository.js';
import { NoticeBrowsersController } from './browsers/notice-browsers.controller.js';
import { NoticeBrowsersService } from './browsers/notice-browsers.service.js';
import { VapidKeys } from './browsers/vapid-keys.js';
import { ClimbRepository } from './climb.repository.js';
import { Climbing } from './climbing.js';
import { Courier } from './courier.js';
import { DeliveryRepository } from './delivery.repository.js';
import { Dispatcher } from './dispatcher.js';
import { DutyListRepository } from './duty/duty-list.repository.js';
import { DutyListsController } from './duty/duty-lists.controller.js';
import { DutyListsService } from './duty/duty-lists.service.js';
import { OnDuty } from './duty/on-duty.js';
import { Gatherer } from './gatherer.js';
import { LadderRepository } from './ladder.repository.js';
import { LadderService } from './ladder.service.js';
import { LedgerRepository } from './ledger.repository.js';
import { LineRepository } from './line.repository.js';
import { MessageRepository } from './message.repository.js';
import { NoticeBounces } from './notice-bounces.js';
import { NoticeEventRepository } from './notice-event.repository.js';
import { NoticeLadderController } from './notice-ladder.controller.js';
import { NoticeRoomsController } from './notice-rooms.controller.js';
import { NoticeRoomsService } from './notice-rooms.service.js';
import { NoticeSettingsService } from './notice-settings.service.js';
import { NoticeWork } from './notice-work.js';
import { NoticesController } from './notices.controller.js';
import { NoticesService } from './notices.service.js';
import { PastNotices } from './past-notices.js';
import { ReachCheck } from './reach-check.repository.js';
import { RoomRepository } from './room.repository.js';
import { SettingRepository } from './setting.repository.js';
import { Stories } from './story.js';
import { ToldParcels } from './told-parcel.js';
import { MailWay } from './ways/mail-way.js';
import { PushWay } from './ways/push-way.js';
import { RoomWay } from './ways/room-way.js';
import { HttpSmsGateway, SmsGateway } from './ways/sms-gateway.js';
import { SmsWay } from './ways/sms-way.js';

/** Who is told of what happened, by which way, and how it went. Features pin to the board and never send themselves. */
@Module({
  imports: [TicketsModule],
  controllers: [
    DutyListsController,
    NoticesController,
    NoticeBrowsersController,
    NoticeLadderController,
    NoticeRoomsController,
  ],
  providers: [
    AcknowledgementLinks,
    AcknowledgementsService,
    BrowserPost,
    BrowserRepository,
    ClimbRepository,
    Climbing,
    Courier,
    DeliveryRepository,
    Dispatcher,
    DutyListRepository,
    DutyListsService,
    Gatherer,
    LadderRepository,
    LadderService,
    LedgerRepository,
    LineRepository,
    MailWay,
    MessageRepository,
    NoticeBounces,
    NoticeBrowsersService,
    NoticeEventRepository,
    NoticeRoomsService,
    NoticeSettingsService,
    NoticeWork,
    NoticesService,
    OnDuty,
    PastNotices,
    PushWay,
    ReachCheck,
    RoomRepository,
    RoomWay,
    SettingRepository,
    { provide: SmsGateway, useClass: HttpSmsGateway },
    SmsWay,
    Stories,
    ToldParcels,
    VapidKeys,
  ],
  exports: [DutyListRepository, LadderRepository, NoticeBounces, PastNotices],
})
export class NotificationsModule {}
